"""Where the platform sync keeps things: its collections, and the sheets that people carry."""
