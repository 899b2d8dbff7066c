"""The archive listens to everything, and to what a batch must have filed."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Deadline, Repository
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.archive import ArchiveFormRecorded
from libs.contracts.certification import CertificateFormRecorded, CertificateIssued
from libs.contracts.forms import RecordedForm
from libs.contracts.itembank import BankFormRecorded
from libs.contracts.registration import BatchOpened, CandidateApproved, RegistrationFormRecorded
from libs.contracts.scheduling import ExamFormRecorded, SessionCalledOff, SessionPlanned
from libs.contracts.scoring import ScoringFormRecorded
from services.archive.domain.access.loan import LOAN_KIND
from services.archive.domain.access.person import Concerned
from services.archive.domain.batch_file import FILING_KIND
from services.archive.domain.evidence.chain import DAY_KIND
from services.archive.domain.evidence.record import EventAttributes, Record
from services.archive.domain.session import Session
from services.archive.ports import AccessDesk, BatchFiles, Contents, FilingDesk, Records, Signer, TreeDesk, VaultDesk
from services.archive.use_cases import chain, filing, lending, signing

subscriptions = Subscriptions("archive")
timers = TimerHandlers()


@subscriptions.on_everything
async def accept_event_on_any_event(message: Received, records: Records, desk: VaultDesk, now: datetime) -> None:
    """What leads to a person is kept under the key of its batch."""
    attributes = EventAttributes(
        id=message.id,
        source=message.source,
        type=message.type,
        subject=message.subject,
        sequence=message.seq,
        time=message.time,
        actor=message.acted_by,
    )
    await chain.accept_event(records, desk.vault(), Record.accept(attributes, body=message.body, now=now))


@subscriptions.on(BatchOpened)
async def open_files_on_batch_opened(event: BatchOpened, batch_files: BatchFiles) -> None:
    """From now on papers of the batch may be filed."""
    await filing.open_files(batch_files, batch_id=event.batch_id, name=event.name)


@subscriptions.on(CandidateApproved)
async def keep_concerned_on_candidate_approved(event: CandidateApproved, concerned: Repository[Concerned]) -> None:
    """The files of a batch are about its candidates: none of them ever reads them."""
    await concerned.put(Concerned(id=Concerned.key(event.batch_id, event.id_fingerprint)))


@subscriptions.on(SessionPlanned)
async def follow_session_on_session_planned(
    event: SessionPlanned, message: Received, desk: FilingDesk, filing_days: int, now: datetime
) -> None:
    """A session that is held has its own papers."""
    told = Session(
        id=event.session_id,
        batch_id=event.batch_id,
        part=event.part,
        level=event.level,
        ends_at=event.ends_at,
        newest=message.seq,
    )
    await filing.follow_session(desk, told=told, filing_days=filing_days, now=now)


@subscriptions.on(SessionCalledOff)
async def follow_session_on_session_called_off(
    event: SessionCalledOff, message: Received, desk: FilingDesk, filing_days: int, now: datetime
) -> None:
    """What is not held leaves nothing to file."""
    told = Session(id=event.session_id, batch_id=event.batch_id, part=event.part, is_held=False, newest=message.seq)
    await filing.follow_session(desk, told=told, filing_days=filing_days, now=now)


@subscriptions.on(CertificateIssued)
async def note_certificates_on_certificate_issued(event: CertificateIssued, batch_files: BatchFiles) -> None:
    """Where certificates were issued, their papers are filed."""
    await filing.note_certificates(batch_files, batch_id=event.batch_id)


@subscriptions.on(RegistrationFormRecorded)
@subscriptions.on(ExamFormRecorded)
@subscriptions.on(BankFormRecorded)
@subscriptions.on(ScoringFormRecorded)
@subscriptions.on(CertificateFormRecorded)
@subscriptions.on(ArchiveFormRecorded)
async def note_form_on_form_recorded(event: RecordedForm, message: Received, contents: Contents) -> None:
    """A form belongs to the contents of its batch or its year from its first entry on."""
    await filing.note_form(contents, told=event, source=message.source, seq=message.seq)


@timers.on(FILING_KIND)
async def find_late_when_due(deadline: Deadline, desk: FilingDesk, now: datetime) -> None:
    """Said once; the files are closed all the same when they are whole."""
    await filing.find_late(desk, batch_id=deadline.payload["batch_id"], now=now)


@timers.on(LOAN_KIND)
async def ring_when_due(deadline: Deadline, desk: AccessDesk, now: datetime) -> None:
    """What is not back when it is due stands in the register as overdue."""
    await lending.ring(desk, loan_id=deadline.payload["loan_id"], now=now)


@timers.on(DAY_KIND)
async def sign_days_when_over(desk: TreeDesk, signer: Signer, now: datetime) -> None:
    """It is midnight in Beijing: the day that has ended is signed, and those before it that were missed."""
    await signing.sign_days(desk, signer, now=now)
