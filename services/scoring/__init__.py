"""Scoring: blind codes, marking, check, approval, publication and re-checks."""
