"""Scoring over HTTP."""

from services.scoring.routes import lists, marking, results

routers = [marking.router, lists.router, results.router]
