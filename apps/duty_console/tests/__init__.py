"""Tests of the duty console that need no browser."""
