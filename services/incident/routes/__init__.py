"""The HTTP face of the incident service."""

from services.incident.routes import aftermath, duty, handling, preparing, reporting, watching

# What is read under fixed names comes before the incident that any name could be.
ROUTERS = [watching.router, reporting.router, handling.router, aftermath.router, duty.router, preparing.router]
