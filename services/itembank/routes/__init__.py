"""The item bank over HTTP."""

from services.itembank.routes import banks, papers

routers = [banks.router, papers.router]
