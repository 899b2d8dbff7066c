"""What scheduling does when it is asked or told."""
