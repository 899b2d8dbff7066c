"""What the item bank does when it is asked or told."""
