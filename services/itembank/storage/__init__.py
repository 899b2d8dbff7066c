"""How the item bank keeps things, and the formats of others."""
