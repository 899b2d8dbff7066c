"""What applications cost, who was let off, what was paid and given back."""
