"""The forms of the examination day, of its preparation and of its supervision."""
