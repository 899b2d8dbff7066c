"""The item bank over HTTP."""

from services.itembank.routes import banks, papers, rooms

ROUTERS = [banks.router, papers.router, rooms.router]
