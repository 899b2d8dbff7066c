"""The HTTP routes of the archive."""

from services.archive.routes import chain, files

ROUTERS = [chain.router, files.router]
