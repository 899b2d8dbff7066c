"""The `skillseal` command: start, watch and stop the whole system; parked messages; evidence."""
