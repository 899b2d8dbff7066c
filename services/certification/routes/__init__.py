"""The HTTP routes of certification."""

from services.certification.routes import (
    certificates,
    employers,
    filing,
    photos,
    proceedings,
    public,
    reissues,
    results,
    stock,
    working_days,
)

# The public's first: routes are tried in turn, and most who ask have a certificate in hand.
ROUTERS = [
    public.router,
    results.router,
    certificates.router,
    reissues.router,
    proceedings.router,
    employers.router,
    filing.router,
    photos.router,
    stock.router,
    working_days.router,
]
