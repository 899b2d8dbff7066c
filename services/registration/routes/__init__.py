"""The HTTP face of registration."""

from services.registration.routes import announcements, annual_plans, applications, bars, batches, fees, photos, rosters

ROUTERS = [
    announcements.router,
    annual_plans.router,
    batches.router,
    rosters.router,
    applications.router,
    fees.router,
    photos.router,
    bars.router,
]
