"""Banks, papers and their keys."""
