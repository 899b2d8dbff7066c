"""Refusals of the archive, in the file of what raises them."""
