"""What is reported, and what may become of it: plain Python."""
