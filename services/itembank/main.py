"""The item bank's process: `python -m services.itembank.main`."""

from libs.chassis.service import Service
from services.itembank import routes, subscribers
from services.itembank.settings import Settings
from services.itembank.storage import BANKS, BLUEPRINTS, DISPOSITIONS, OPENINGS, PAPERS, SESSIONS, WrappingVault


def build(settings: Settings | None = None) -> Service:
    """Put the service together."""
    settings = settings or Settings()
    return Service(
        "itembank",
        settings,
        collections=[BANKS, BLUEPRINTS, PAPERS, SESSIONS, OPENINGS, DISPOSITIONS],
        routers=routes.routers,
        subscriptions=subscribers.subscriptions,
        provide=lambda service: {
            "settings": settings,
            "cipher": service.cipher,
            "vault": WrappingVault(service.cipher),
        },
    )


if __name__ == "__main__":
    build().run()
