"""The archive listens to everything."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.archive import ArchiveFormRecorded
from libs.contracts.certification import CertificateFormRecorded
from libs.contracts.forms import RecordedForm
from libs.contracts.itembank import BankFormRecorded
from libs.contracts.registration import RegistrationFormRecorded
from libs.contracts.scheduling import ExamFormRecorded
from libs.contracts.scoring import ScoringFormRecorded
from services.archive import use_cases
from services.archive.domain.record import EventAttributes, Record
from services.archive.ports import Contents, Records

subscriptions = Subscriptions("archive")


@subscriptions.on_everything
async def accept_event_on_any_event(message: Received, records: Records, now: datetime) -> None:
    attributes = EventAttributes(
        id=message.id,
        source=message.source,
        type=message.type,
        subject=message.subject,
        sequence=message.seq,
        time=message.time,
        actor=message.acted_by,
    )
    await use_cases.accept_event(records, Record.accept(attributes, body=message.body, now=now))


@subscriptions.on(RegistrationFormRecorded)
@subscriptions.on(ExamFormRecorded)
@subscriptions.on(BankFormRecorded)
@subscriptions.on(ScoringFormRecorded)
@subscriptions.on(CertificateFormRecorded)
@subscriptions.on(ArchiveFormRecorded)
async def note_form_on_form_recorded(event: RecordedForm, message: Received, contents: Contents) -> None:
    """A form belongs to the contents of its batch or its year from its first entry on."""
    await use_cases.note_form(contents, told=event, source=message.source, seq=message.seq)
