"""The item bank over HTTP."""

from services.itembank.routes import banks, items, papers, rooms, secret_materials

ROUTERS = [banks.router, items.router, papers.router, rooms.router, secret_materials.router]
