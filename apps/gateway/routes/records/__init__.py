"""Forms, ledgers and the archive."""
