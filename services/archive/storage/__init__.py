"""Where the archive keeps everything: collections, and the vault of what is personal."""
