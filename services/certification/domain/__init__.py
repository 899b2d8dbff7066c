"""The rules of certification, in plain Python."""
