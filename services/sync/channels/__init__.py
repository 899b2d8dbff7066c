"""The way to the platform by machine."""
