"""The incident service, put together."""

from typing import Any

from libs.chassis.service import Service
from services.incident import routes, subscribers
from services.incident.channels.console import Console
from services.incident.channels.sending import BackgroundSender
from services.incident.channels.set_up import set_up_channels
from services.incident.settings import Settings
from services.incident.storage.collections import COLLECTIONS, IncidentChanges, IncidentsAnnounced, NoticesToShow
from services.incident.storage.paces import RobotPaces
from services.incident.storage.printing import TypstPrinter
from services.incident.views.statistics import Statistics


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    console = Console()

    def provide(service: Service) -> dict[str, Any]:
        paces = RobotPaces(service.transactions, service.clock.now)
        registry = service.meters.registry
        channels = set_up_channels(settings, console, service.clock.now, paces=paces, registry=registry)
        return {
            "cipher": service.cipher,
            "sender": BackgroundSender(channels, service.transactions, service.clock.now),
            "changes": IncidentChanges(service.transactions),
            "to_show": NoticesToShow(service.transactions),
            "statistics": Statistics(IncidentsAnnounced(service.store, service.transactions)),
            "screens": console,
            "printer": TypstPrinter(font_dir=settings.font_dir, font_families=settings.font_families),
        }

    return Service(
        "incident",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=provide,
    )


if __name__ == "__main__":
    build().run()
