"""The examination day."""
