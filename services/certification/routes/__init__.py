"""The HTTP routes of certification."""

from services.certification.routes import (
    certificates,
    filing,
    proceedings,
    public,
    reissues,
    results,
    stock,
    working_days,
)

ROUTERS = [
    results.router,
    certificates.router,
    reissues.router,
    proceedings.router,
    filing.router,
    stock.router,
    public.router,
    working_days.router,
]
