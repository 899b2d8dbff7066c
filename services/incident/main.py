"""The incident service, put together."""

from typing import Any

from libs.chassis.service import Service
from services.incident import routes, subscribers, views
from services.incident.channels import Console, dispatcher
from services.incident.dispatch import Dispatch
from services.incident.settings import Settings
from services.incident.storage import (
    ALL,
    IncidentChanges,
    IncidentsAnnounced,
    NoticesToShow,
    RobotPaces,
    TypstPrinter,
)


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    console = Console()

    def provide(service: Service) -> dict[str, Any]:
        paces = RobotPaces(service.transactions, service.clock.now)
        registry = service.meters.registry
        channels = dispatcher(settings, console, service.clock.now, paces=paces, registry=registry)
        return {
            "cipher": service.cipher,
            "sender": Dispatch(channels, service.transactions, service.clock.now),
            "changes": IncidentChanges(service.transactions),
            "to_show": NoticesToShow(service.transactions),
            "statistics": views.Statistics(IncidentsAnnounced(service.store, service.transactions)),
            "screens": console,
            "printer": TypstPrinter(font_dir=settings.font_dir, font_families=settings.font_families),
        }

    return Service(
        "incident",
        settings,
        collections=ALL,
        routers=routes.routers,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=provide,
    )


if __name__ == "__main__":
    build().run()
