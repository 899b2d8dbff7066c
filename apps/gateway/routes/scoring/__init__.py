"""Marking, reviews, score lists."""
