"""The rules of banks, papers and their opening."""
