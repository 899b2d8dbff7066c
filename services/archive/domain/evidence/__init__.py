"""The evidence: events as they came, the chain and the tree over them, who reads their histories, what is missing."""
