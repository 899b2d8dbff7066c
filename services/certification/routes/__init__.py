"""The HTTP routes of certification."""

from services.certification.routes import certificates, public, results

ROUTERS = [results.router, certificates.router, public.router]
