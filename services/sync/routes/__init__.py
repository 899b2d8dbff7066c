"""The HTTP face of the platform sync."""

from services.sync.routes import packages, reports, uploads

ROUTERS = [uploads.router, packages.router, reports.router]
