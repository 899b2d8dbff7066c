"""What other services say, as far as it has to be reported."""

from collections.abc import Sequence
from datetime import date, datetime

from libs.chassis.domain import Query, every
from libs.contracts.certification import CertificateIssued, NoticePeriodElapsed
from libs.contracts.scoring import ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from services.sync.domain.batch import Batch, KnownHolder, SessionDay, Ticket, last_day_of
from services.sync.domain.errors import (
    BatchNotKnownError,
    CertificateNotKnownError,
    HolderNotKnownError,
    ResultNotKnownError,
)
from services.sync.domain.report import (
    OF_A_BATCH,
    OF_A_YEAR,
    Report,
    ReportKind,
    january_after,
    month_after,
    report_id,
)
from services.sync.domain.result import Cells, PostedResult
from services.sync.domain.row import Holder, RecordData, RecordKind
from services.sync.domain.upload import Change, Upload, upload_id
from services.sync.ports import Reports, SyncDesk


async def keep_batch(desk: SyncDesk, batch: Batch, *, now: datetime) -> None:
    """Its year is reported by the end of the next January (ORG-03), and its examiners (PER-27)."""
    if await desk.batches.find_one(batch.id) is None:
        desk.batches.save(batch)
    for kind in OF_A_YEAR:
        await _due(desk.reports, kind, str(batch.year), january_after(batch.year), now=now)


async def keep_holder(desk: SyncDesk, holder: KnownHolder) -> None:
    """Kept once, as it came."""
    if await desk.holders.find_one(holder.id) is None:
        desk.holders.save(holder)


async def keep_ticket(desk: SyncDesk, told: Ticket) -> None:
    """Scheduling may give another one; the newest holds."""
    ticket = await desk.tickets.find_one(told.id) or told
    ticket.follow(told)
    desk.tickets.save(ticket)


async def keep_session(desk: SyncDesk, told: SessionDay, *, now: datetime) -> None:
    """The batch ends on the last day of its sessions; what it owes is counted from there (CER-15).

    When none of them is held, it owes nothing.
    """
    batch = await _batch(desk, told.batch_id)
    session = await desk.session_days.find_one(told.id) or told
    session.follow(told)
    desk.session_days.save(session)
    others = [one async for one in every(desk.session_days, {"batch_id": batch.id}) if one.id != session.id]
    last_day = last_day_of([*others, session])
    if last_day == batch.last_day:
        return
    batch.last_day = last_day
    desk.batches.save(batch)
    for kind in OF_A_BATCH:
        await _due(desk.reports, kind, batch.id, month_after(last_day) if last_day else None, now=now)


async def post_result(desk: SyncDesk, told: ScorePublished) -> None:
    """Kept once; what changes it comes with a revision."""
    if await desk.results.find_one(told.application_id) is None:
        desk.results.save(
            PostedResult(
                id=told.application_id,
                batch_id=told.batch_id,
                level=told.level,
                cells=Cells.of(told),
                changed_at=told.published_at,
            )
        )


async def change_result(desk: SyncDesk, told: ScoreCorrected | ResultAmended | ResultRemarked, *, at: datetime) -> None:
    """A re-check or a decision of the head changed what was posted; what was not sent yet is not sent any more."""
    result = await _result(desk, told.application_id)
    result.change(told, at=at)
    desk.results.save(result)
    if not result.is_released:
        for upload in await _records_of(desk, result.id):
            upload.supersede(now=at)
            desk.uploads.save(upload)


async def release_result(desk: SyncDesk, told: NoticePeriodElapsed) -> None:
    """It stood its days without an objection."""
    result = await _result(desk, told.application_id)
    result.elapse(told.elapsed_at)
    desk.results.save(result)
    if result.is_released:
        await _report_score(desk, result, now=told.elapsed_at)


async def _report_score(desk: SyncDesk, result: PostedResult, *, now: datetime) -> None:
    """A result is reported once each time that it is released with something new; then as a correction (SCO-28)."""
    uploads = await _records_of(desk, result.id)
    if any(upload.newest == result.revision for upload in uploads):
        return
    data = RecordData.of_result(result, await _holder(desk, result.id), await desk.tickets.find_one(result.id))
    change: Change = "corrected" if any(upload.may_be_there for upload in uploads) else "new"
    revision = 1 + max((upload.revision for upload in uploads), default=0)
    desk.uploads.save(Upload.begin(data, revision=revision, change=change, newest=result.revision, told_at=now))


async def _records_of(desk: SyncDesk, number: str) -> Sequence[Upload]:
    return (await desk.uploads.find(Query({"number": number}))).items


async def _holder(desk: SyncDesk, application_id: str) -> KnownHolder:
    known = await desk.holders.find_one(application_id)
    if known is None:
        raise HolderNotKnownError(application_id)
    return known


async def _result(desk: SyncDesk, application_id: str) -> PostedResult:
    result = await desk.results.find_one(application_id)
    if result is None:
        raise ResultNotKnownError(application_id)
    return result


async def report_certificate(desk: SyncDesk, issued: CertificateIssued, *, newest: int) -> None:
    """A certificate is reported with who holds it, under the name that its batch gave the institution."""
    if await desk.uploads.find_one(upload_id(RecordKind.CERTIFICATE, issued.certificate_number, 1)):
        return
    batch = await _batch(desk, issued.batch_id)
    holder = Holder.of(await _holder(desk, issued.application_id))
    data = RecordData.of_certificate(issued, holder, batch.institution)
    desk.uploads.save(Upload.begin(data, newest=newest, told_at=issued.issued_at))


async def report_change(desk: SyncDesk, *, number: str, change: Change, newest: int, now: datetime) -> None:
    """What the platform may have is put right there; what it certainly has not is reported only while it counts.

    Of changes that nobody has sent yet the newest is enough, in whatever order they were heard.
    """
    uploads = await _records_of(desk, number)
    if not uploads:
        raise CertificateNotKnownError(number)
    latest = max(uploads, key=lambda upload: upload.revision)
    if newest <= latest.newest:
        return
    latest.supersede(now=now)
    latest.newest = newest
    desk.uploads.save(latest)
    if any(upload.may_be_there for upload in uploads):
        revised: Change | None = change
    else:
        revised = "new" if change == "reinstated" else None
    if revised:
        revision = latest.revision + 1
        desk.uploads.save(Upload.begin(latest.data, revision=revision, change=revised, newest=newest, told_at=now))


async def _batch(desk: SyncDesk, batch_id: str) -> Batch:
    batch = await desk.batches.find_one(batch_id)
    if batch is None:
        raise BatchNotKnownError(batch_id)
    return batch


async def _due(reports: Reports, kind: ReportKind, batch_id: str, due_on: date | None, *, now: datetime) -> None:
    report = await reports.find_one(report_id(kind, batch_id))
    if report is None:
        report = Report.begin(kind, batch_id, due_on=due_on, now=now)
    report.move(due_on, now=now)
    reports.save(report)
