"""Tests of the whole: architecture, rules, journeys."""
