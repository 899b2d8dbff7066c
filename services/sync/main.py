"""The platform sync as a process: `python -m services.sync.main`."""

from libs.chassis.service import Service
from services.sync import routes, subscribers
from services.sync.channels.http import HttpPlatform
from services.sync.channels.worker import Worker
from services.sync.ports import Platform
from services.sync.settings import Settings
from services.sync.storage.collections import COLLECTIONS
from services.sync.storage.sheets import Workbooks


def build(settings: Settings | None = None, *, platform: Platform | None = None) -> Service:
    """Name the parts; nothing starts before `run()`. `platform` is what a test puts in place of the one at the URL."""
    settings = settings or Settings()

    def worker(service: Service) -> dict[str, Worker]:
        reached = platform
        if reached is None and settings.platform_url:
            reached = HttpPlatform(settings.platform_url, settings.platform_token.get_secret_value(), service.clock)
        if reached is None:
            return {}
        return {"worker": Worker(service, reached, opens=settings.platform_opens, closes=settings.platform_closes)}

    return Service(
        "sync",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=lambda service: {
            "cipher": service.cipher,
            "sheets": Workbooks(font_dir=settings.font_dir, font_families=settings.font_families),
        },
        beside=worker,
    )


if __name__ == "__main__":
    build().run()
