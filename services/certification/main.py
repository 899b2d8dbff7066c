"""The certification service as a process: `python -m services.certification.main`."""

from libs.chassis.service import Service
from libs.forms.part import forms
from services.certification import routes, subscribers
from services.certification.domain.forms.book import BOOK
from services.certification.domain.sheet import IssueTerms
from services.certification.domain.verification.tries import VerificationTries
from services.certification.settings import Settings
from services.certification.storage.collections import COLLECTIONS
from services.certification.storage.press import TypstPress
from services.certification.storage.quotas import StoredQuotas
from services.certification.storage.signing import CodeSigner, InstitutionSigner
from services.certification.storage.time_stamp import TimeStamps
from services.certification.views.form_subjects import FormSubjects


def a_press(settings: Settings) -> TypstPress:
    """The press that the settings describe."""
    signer = InstitutionSigner.of(
        settings.signing_pem.get_secret_value(),
        otherwise=settings.event_key.get_secret_value(),
        time_stamps=TimeStamps(str(settings.time_stamp_url)) if settings.time_stamp_url else None,
    )
    return TypstPress(
        font_dir=settings.font_dir,
        font_families=settings.font_families,
        signer=signer,
        seal_images=settings.seal_images,
    )


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    return Service(
        "certification",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        parts=[forms(BOOK, FormSubjects)],
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=lambda service: {
            "cipher": service.cipher,
            "tries": VerificationTries(),
            "quotas": StoredQuotas(service.transactions),
            "press": a_press(settings),
            "code_signer": CodeSigner(settings.event_key.get_secret_value(), earlier=settings.earlier_code_keys),
            "issue_terms": IssueTerms(
                verification_url=str(settings.verification_url).rstrip("/"), block=settings.issue_block
            ),
        },
    )


if __name__ == "__main__":
    a_press(Settings()).must_print()
    build().run()
