"""The scheduling service: rooms, staff, plans, tickets and the examination day."""

from libs.chassis.service import Service
from libs.forms.part import forms
from services.scheduling import routes, subscribers
from services.scheduling.domain.forms.book import BOOK
from services.scheduling.settings import Settings
from services.scheduling.storage import COLLECTIONS
from services.scheduling.views.form_subjects import FormSubjects


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
        },
        parts=[forms(BOOK, FormSubjects)],
    )


if __name__ == "__main__":
    build().run()
