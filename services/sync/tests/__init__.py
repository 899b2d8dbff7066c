"""Tests of the platform sync."""
