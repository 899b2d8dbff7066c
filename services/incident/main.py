"""The incident service, put together."""

from typing import Any

from libs.chassis.sealing import FieldCipher
from libs.chassis.service import Service
from services.incident import routes, subscribers
from services.incident.dispatch import ConsoleOnly, Dispatch
from services.incident.settings import Settings
from services.incident.storage import ALL, IncidentChanges


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    parts: dict[str, Any] = {"cipher": FieldCipher(settings.field_key_ring()), "sender": None, "changes": None}
    service = Service(
        "incident",
        settings,
        collections=ALL,
        routers=routes.routers,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=parts,
    )
    # These two work in transactions of their own, so they join when the service has some.
    now = service.clock.now
    parts["sender"] = Dispatch(ConsoleOnly(now), service.transactions, now)
    parts["changes"] = IncidentChanges(service.transactions)
    return service


if __name__ == "__main__":
    build().run()
