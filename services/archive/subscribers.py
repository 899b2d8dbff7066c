"""The archive listens to everything."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.scheduling import ExamFormRecorded
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
    )
    await use_cases.accept_event(records, Record.accept(attributes, body=message.body, now=now))


@subscriptions.on(ExamFormRecorded)
async def note_form_on_exam_form_recorded(event: ExamFormRecorded, message: Received, contents: Contents) -> None:
    """A form belongs to the contents of its batch from its first entry on."""
    await use_cases.note_form(contents, told=event, source=message.source, seq=message.seq)
