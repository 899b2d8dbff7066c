"""Refusals, in files named after what raises them."""
