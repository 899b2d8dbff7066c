"""Tests of the item bank."""
