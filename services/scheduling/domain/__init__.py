"""The rules of scheduling."""
