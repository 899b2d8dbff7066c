"""The registration service: announcements, batches, applications and who is approved."""

from libs.chassis.service import Service
from libs.forms.part import forms
from services.registration import routes, subscribers
from services.registration.domain.admission.eligibility import AdmissionRules
from services.registration.domain.admission.standards import Standards
from services.registration.domain.forms.book import BOOK
from services.registration.domain.scope import FiledScope
from services.registration.settings import Settings
from services.registration.storage.collections import COLLECTIONS
from services.registration.storage.photo_seals import PhotoSeals
from services.registration.storage.photo_studio import PhotoStudio
from services.registration.storage.roster_files import UploadedRosterFiles
from services.registration.views.form_subjects import FormSubjects


def build(settings: Settings | None = None) -> Service:
    settings = settings or Settings()
    return Service(
        "registration",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        parts=[forms(BOOK, FormSubjects)],
        subscriptions=subscribers.subscriptions,
        provide=lambda service: {
            "settings": settings,
            "admission": AdmissionRules(
                scope=FiledScope(settings.filed_scope), standards=Standards(settings.standards)
            ),
            "cipher": service.cipher,
            "roster_files": UploadedRosterFiles(settings.most_roster_rows),
            "photo_studio": PhotoStudio(settings.photo),
            "photo_seals": PhotoSeals(service.cipher),
        },
    )


if __name__ == "__main__":
    build().run()
