"""What orders of the incident service ask for, and what no longer holds of an announced plan."""
