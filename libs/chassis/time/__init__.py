"""What time it is, what happens by itself when a moment comes, and that no deadline is lost."""
