"""The HTTP face of scheduling."""

from services.scheduling.routes import batches, qualifications, registries, sessions

ROUTERS = [registries.router, qualifications.router, batches.router, sessions.router]
