"""What staff and the public read."""
