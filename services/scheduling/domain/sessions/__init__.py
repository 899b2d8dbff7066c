"""One examination session: who sits and works where and when, and what happens in the room."""
