"""Who may not apply, by which clause and until when."""
