"""How fast, how late, how large: every figure is a ratio to something well known, taken in the same run."""
