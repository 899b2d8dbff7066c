"""Batches from their announcement, and what waits for whom."""
