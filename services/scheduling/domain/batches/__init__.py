"""A batch on the way to its plan: candidates, the timetable, the days that batches share, and ticket numbers."""
