"""What the service does on a command, an event or a deadline: load, ask the aggregate, save."""
