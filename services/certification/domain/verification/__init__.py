"""What a certificate is known by, and how anybody sees that it is real."""
