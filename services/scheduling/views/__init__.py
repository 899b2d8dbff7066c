"""What people see of plans, sessions, tickets and the registries."""
