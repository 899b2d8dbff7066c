"""Whole journeys through the running system."""
