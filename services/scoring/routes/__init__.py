"""Scoring over HTTP."""

from services.scoring.routes import codes, keys, lists, marking, results

ROUTERS = [codes.router, keys.router, marking.router, lists.router, results.router]
