"""The scoring process."""

from libs.chassis.service import Service
from libs.forms.part import forms
from services.scoring import routes, subscribers
from services.scoring.domain.forms.book import BOOK
from services.scoring.settings import Settings
from services.scoring.storage.answer_files import AnswerFiles
from services.scoring.storage.collections import COLLECTIONS
from services.scoring.storage.seals import KeySeals
from services.scoring.views.form_subjects import FormSubjects


def build(settings: Settings | None = None) -> Service:
    settings = settings or Settings()
    return Service(
        "scoring",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        parts=[forms(BOOK, FormSubjects)],
        subscriptions=subscribers.subscriptions,
        provide=lambda service: {
            "cipher": service.cipher,
            "seals": KeySeals(service.cipher),
            "answer_files": AnswerFiles(),
            "rules": settings.marking_rules(),
        },
    )


if __name__ == "__main__":
    build().run()
