"""What is done about an incident: proposed, decided, ordered, answered."""
