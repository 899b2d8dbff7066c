"""Signing in and out, the own account, the own jobs."""
