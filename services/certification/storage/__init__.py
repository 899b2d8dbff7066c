"""Where certification keeps things: its collections, the press that prints certificates, and their files."""
