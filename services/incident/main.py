"""The incident service, put together."""

from typing import Any

from libs.chassis.sealing import FieldCipher
from libs.chassis.service import Service
from services.incident import routes, subscribers, views
from services.incident.channels import Console, dispatcher
from services.incident.dispatch import Dispatch
from services.incident.settings import Settings
from services.incident.storage import ALL, IncidentChanges, PhotoFiles, TypstPrinter


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    console, cipher = Console(), FieldCipher(settings.field_key_ring())
    parts: dict[str, Any] = {
        "cipher": cipher,
        "sender": None,
        "changes": None,
        "statistics": None,
        "screens": console,
        "photos": PhotoFiles(settings.photo_dir, cipher),
        "printer": TypstPrinter(font_dir=settings.font_dir, font_families=settings.font_families),
    }
    service = Service(
        "incident",
        settings,
        collections=ALL,
        routers=routes.routers,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=parts,
    )
    # What works in transactions of its own joins when the service has some.
    parts["sender"] = Dispatch(
        dispatcher(settings, console, service.clock.now), service.transactions, service.clock.now
    )
    changes = IncidentChanges(service.transactions)
    parts["changes"], parts["statistics"] = changes, views.Statistics(changes)
    return service


if __name__ == "__main__":
    build().run()
