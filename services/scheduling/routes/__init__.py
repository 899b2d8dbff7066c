"""The HTTP face of scheduling."""

from services.scheduling.routes import batches, forms, registries, sessions

ROUTERS = [registries.router, batches.router, sessions.router, forms.router]
