"""Item banks: question families with their own arithmetic, tables of facts, and practical tasks."""
