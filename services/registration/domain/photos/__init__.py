"""The photo of a candidate, and what is refused of one."""
