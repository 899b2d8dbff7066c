"""What the archive does, by subject."""
