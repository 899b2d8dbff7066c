"""What readers of registration are shown, by what they ask for."""
