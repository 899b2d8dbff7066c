"""The rules of registration, in plain Python."""
