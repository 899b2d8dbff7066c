"""Fictitious example batches: everything a whole certification run needs, made from a seed."""
