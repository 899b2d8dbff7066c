"""What may be seen of banks, papers and openings."""
