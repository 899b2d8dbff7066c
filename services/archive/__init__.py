"""The evidence: every event of the bus in a hash chain, readable by those who check."""
