"""What the archive keeps on record by forms."""
