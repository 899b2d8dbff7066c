"""Tests of the certification service."""
