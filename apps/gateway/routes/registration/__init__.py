"""Who applied."""
