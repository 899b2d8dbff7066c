"""The HTTP routes of certification."""

from services.certification.routes import certificates, proceedings, public, reissues, results, working_days

ROUTERS = [results.router, certificates.router, reissues.router, proceedings.router, public.router, working_days.router]
