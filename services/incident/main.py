"""The incident service, put together."""

from libs.chassis.service import Service
from services.incident import routes, subscribers
from services.incident.settings import Settings
from services.incident.storage import INCIDENTS


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    return Service(
        "incident",
        settings or Settings(),
        collections=[INCIDENTS],
        routers=[routes.router],
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
    )


if __name__ == "__main__":
    build().run()
