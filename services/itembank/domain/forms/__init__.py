"""What the item bank keeps on record by forms."""
