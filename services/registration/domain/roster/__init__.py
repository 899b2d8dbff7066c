"""Rosters: the table in a file, what its rows say, and how they are judged."""
