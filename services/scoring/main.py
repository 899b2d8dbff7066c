"""The scoring process."""

from libs.chassis.sealing import FieldCipher
from libs.chassis.service import Service
from services.scoring import routes, subscribers
from services.scoring.settings import Settings
from services.scoring.storage import COLLECTIONS, KeySeals


def build(settings: Settings | None = None) -> Service:
    """Put the service together."""
    settings = settings or Settings()
    cipher = FieldCipher(settings.field_key_ring())
    return Service(
        "scoring",
        settings,
        collections=COLLECTIONS,
        routers=routes.routers,
        subscriptions=subscribers.subscriptions,
        provide={"fingerprints": cipher, "seals": KeySeals(cipher), "rules": settings.marking_rules()},
    )


if __name__ == "__main__":
    build().run()
