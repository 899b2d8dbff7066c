"""What certification keeps on record by forms."""
