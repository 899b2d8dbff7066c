"""Answer cards: what is read of a file, and what a person reads off a card."""
