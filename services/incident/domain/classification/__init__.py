"""Which kind and tier an incident is of."""
