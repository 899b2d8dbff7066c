"""What the web pages of console and gateway share."""
