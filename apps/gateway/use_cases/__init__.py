"""What people do at the door and with accounts: load, ask, save."""
