"""Which days are worked, and who entered it."""
