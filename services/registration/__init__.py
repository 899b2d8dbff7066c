"""Registration: announcements, batches, and who may sit an examination."""
