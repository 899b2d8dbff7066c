"""The item bank's process: `python -m services.itembank.main`."""

from libs.chassis.service import Service
from libs.forms.part import forms
from services.itembank import routes, subscribers
from services.itembank.domain.forms.book import BOOK
from services.itembank.settings import Settings
from services.itembank.storage.collections import COLLECTIONS
from services.itembank.storage.formats.all_formats import FORMATS
from services.itembank.storage.vault import WrappingVault
from services.itembank.views.form_subjects import FormSubjects


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    return Service(
        "itembank",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        parts=[forms(BOOK, FormSubjects)],
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=lambda service: {
            "cipher": service.cipher,
            "vault": WrappingVault(service.cipher),
            "formats": FORMATS,
            "items_an_hour": settings.items_an_hour,
            "item_exposure": settings.item_exposure,
            "second_key_within": settings.second_key_within,
        },
    )


if __name__ == "__main__":
    build().run()
