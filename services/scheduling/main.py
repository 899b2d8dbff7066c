"""The scheduling service: rooms, staff, plans, tickets and the examination day."""

from libs.chassis.service import Service
from libs.forms.press import Press
from services.scheduling import routes, subscribers
from services.scheduling.settings import Settings
from services.scheduling.storage import COLLECTIONS


def build(settings: Settings | None = None) -> Service:
    settings = settings or Settings()
    return Service(
        "scheduling",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=lambda service: {
            "rules": settings.plan_rules(),
            "cipher": service.cipher,
            "form_press": Press(font_dir=settings.font_dir, font_families=settings.font_families),
        },
    )


if __name__ == "__main__":
    build().run()
