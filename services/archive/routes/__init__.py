"""The HTTP routes of the archive."""

from services.archive.routes import access, chain, destructions, files, proofs

ROUTERS = [chain.router, files.router, access.router, destructions.router, proofs.router]
