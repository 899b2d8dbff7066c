"""What staff do in registration, one function for each command."""
