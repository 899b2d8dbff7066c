"""What is told: events out through the relay, messages in through the inbox, and what cannot be handled."""
