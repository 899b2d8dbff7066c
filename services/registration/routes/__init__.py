"""The HTTP face of registration."""

from services.registration.routes import announcements, applications, batches, rosters

ROUTERS = [announcements.router, batches.router, rosters.router, applications.router]
