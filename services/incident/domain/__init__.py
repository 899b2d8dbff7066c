"""What an incident is and what the emergency plan (突发事件应急预案) demands of it."""
