"""The promises of the bus, checked over every interleaving of a small model: start with `protocol.py`."""
