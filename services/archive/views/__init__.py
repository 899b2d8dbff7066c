"""What the archive answers, by subject."""
