"""The comprehensive review (综合评审) of levels 2 and 1."""
