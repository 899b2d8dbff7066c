"""The pages of the duty console."""
