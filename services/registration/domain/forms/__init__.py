"""What registration keeps on record by forms."""
