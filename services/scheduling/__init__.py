"""Scheduling: who sits where and when, who is on duty, and what happens in the room."""
