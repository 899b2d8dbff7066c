"""Rooms, people, the plan, and who is on duty."""
