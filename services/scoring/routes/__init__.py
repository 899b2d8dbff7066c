"""Scoring over HTTP."""

from services.scoring.routes import codes, lists, marking, results

routers = [codes.router, marking.router, lists.router, results.router]
