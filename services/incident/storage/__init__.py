"""Where the incident service keeps things, and how it prints and stores files."""
