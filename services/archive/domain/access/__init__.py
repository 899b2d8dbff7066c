"""Who gets to see, or to take along, what is in the archive."""
