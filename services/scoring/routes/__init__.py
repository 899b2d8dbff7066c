"""Scoring over HTTP."""

from services.scoring.routes import analysis, codes, keys, lists, marking, results, reviews

ROUTERS = [codes.router, keys.router, marking.router, reviews.router, lists.router, results.router, analysis.router]
