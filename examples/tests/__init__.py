"""Tests of the example files."""
