"""What the scripts of a list tell of its paper, its markers and each other; computed from what is stored."""
