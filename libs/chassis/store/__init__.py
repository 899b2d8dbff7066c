"""What is kept: the store port, its two databases, and the unit of work that reads and writes through it."""
