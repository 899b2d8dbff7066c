"""What scoring keeps on record by forms."""
