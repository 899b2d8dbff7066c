"""What can be seen of a running service: counts, log lines and spans."""
