"""What scoring keeps, and the formats of what it is handed."""
