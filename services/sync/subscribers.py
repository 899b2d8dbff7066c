"""The events and deadlines that the platform sync reacts to."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Deadline
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.beijing import beijing_day
from libs.contracts.certification import (
    CertificateIssued,
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuspended,
    CertificateVoided,
    NoticePeriodElapsed,
)
from libs.contracts.registration import BatchOpened, CandidateApproved
from libs.contracts.scheduling import CandidateScheduled, SessionCalledOff, SessionPlanned
from libs.contracts.scoring import ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from services.sync.domain.batch import Batch, KnownHolder, SessionDay, Ticket
from services.sync.domain.report import REMINDER_KIND
from services.sync.domain.upload import Change
from services.sync.ports import SyncDesk
from services.sync.use_cases import following, reporting

subscriptions = Subscriptions("sync")
timers = TimerHandlers()


@subscriptions.on(BatchOpened)
async def keep_batch_on_batch_opened(event: BatchOpened, desk: SyncDesk, now: datetime) -> None:
    """The institution stands in every row as it was announced."""
    batch = Batch(
        id=event.batch_id,
        institution=event.institution,
        opened_at=event.opened_at,
    )
    await following.keep_batch(desk, batch, now=now)


@subscriptions.on(CandidateApproved)
async def keep_holder_on_candidate_approved(event: CandidateApproved, desk: SyncDesk) -> None:
    """Personal data stay sealed as they came."""
    holder = KnownHolder(
        id=event.application_id,
        batch_id=event.batch_id,
        name=event.name,
        id_number=event.id_number,
        id_kind=event.id_kind,
        occupation=event.occupation,
        work_type=event.work_type,
        sex=event.sex or "",
        employer=event.employer or "",
    )
    await following.keep_holder(desk, holder)


@subscriptions.on(CandidateScheduled)
async def keep_ticket_on_candidate_scheduled(event: CandidateScheduled, message: Received, desk: SyncDesk) -> None:
    """It stands in the score roster."""
    told = Ticket(id=event.application_id, number=event.ticket_number, newest=message.seq)
    await following.keep_ticket(desk, told)


@subscriptions.on(SessionPlanned)
async def keep_day_on_session_planned(event: SessionPlanned, message: Received, desk: SyncDesk, now: datetime) -> None:
    """The month in which a batch is reported begins on its last day (CER-15)."""
    told = SessionDay(
        id=event.session_id, batch_id=event.batch_id, ends_on=beijing_day(event.ends_at), newest=message.seq
    )
    await following.keep_session(desk, told, now=now)


@subscriptions.on(SessionCalledOff)
async def forget_day_on_session_called_off(
    event: SessionCalledOff, message: Received, desk: SyncDesk, now: datetime
) -> None:
    """What is not held, or waits for another day, does not end a batch."""
    told = SessionDay(id=event.session_id, batch_id=event.batch_id, ends_on=None, newest=message.seq)
    await following.keep_session(desk, told, now=now)


@subscriptions.on(CertificateIssued)
async def report_certificate_on_certificate_issued(event: CertificateIssued, message: Received, desk: SyncDesk) -> None:
    """Each certificate is reported once (CER-15)."""
    await following.report_certificate(desk, event, newest=message.seq)


@subscriptions.on(CertificateSuspended)
async def report_change_on_certificate_suspended(
    event: CertificateSuspended, message: Received, desk: SyncDesk, now: datetime
) -> None:
    """What the platform has is put right there too."""
    await _change(desk, message, event.certificate_number, "suspended", now)


@subscriptions.on(CertificateReinstated)
async def report_change_on_certificate_reinstated(
    event: CertificateReinstated, message: Received, desk: SyncDesk, now: datetime
) -> None:
    """What the platform has is put right there too."""
    await _change(desk, message, event.certificate_number, "reinstated", now)


@subscriptions.on(CertificateRevoked)
async def report_change_on_certificate_revoked(
    event: CertificateRevoked, message: Received, desk: SyncDesk, now: datetime
) -> None:
    """What the platform has is taken off it (CER-33)."""
    await _change(desk, message, event.certificate_number, "revoked", now)


@subscriptions.on(CertificateVoided)
async def report_change_on_certificate_voided(
    event: CertificateVoided, message: Received, desk: SyncDesk, now: datetime
) -> None:
    """What the platform has is taken off it (CER-29)."""
    await _change(desk, message, event.certificate_number, "voided", now)


@subscriptions.on(ScorePublished)
async def post_result_on_score_published(event: ScorePublished, desk: SyncDesk) -> None:
    """It is posted, and not yet released (SCO-28)."""
    await following.post_result(desk, event)


@subscriptions.on(ScoreCorrected)
async def change_result_on_score_corrected(event: ScoreCorrected, desk: SyncDesk) -> None:
    """A re-checked result stands its days again."""
    await following.change_result(desk, event, at=event.corrected_at)


@subscriptions.on(ResultAmended)
async def change_result_on_result_amended(event: ResultAmended, desk: SyncDesk) -> None:
    """An amended one stands them again, too."""
    await following.change_result(desk, event, at=event.amended_at)


@subscriptions.on(ResultRemarked)
async def change_result_on_result_remarked(event: ResultRemarked, desk: SyncDesk) -> None:
    """So does one that a corrected key changed."""
    await following.change_result(desk, event, at=event.remarked_at)


@subscriptions.on(NoticePeriodElapsed)
async def release_result_on_notice_period_elapsed(event: NoticePeriodElapsed, desk: SyncDesk) -> None:
    """From now on it may be imported to the platform (SCO-28)."""
    await following.release_result(desk, event)


async def _change(desk: SyncDesk, message: Received, number: str, change: Change, now: datetime) -> None:
    await following.report_change(desk, number=number, change=change, newest=message.seq, now=now)


@timers.on(REMINDER_KIND)
async def remind_when_a_report_is_due(deadline: Deadline, desk: SyncDesk, now: datetime) -> None:
    """Fourteen, seven and three days before, and when the day is over."""
    await reporting.remind(desk, id=deadline.payload["id"], now=now)
