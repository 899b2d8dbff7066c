"""Posting results, objections, and the end of the notice."""

from datetime import datetime

from libs.contracts.event import Part
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors import (
    AlreadyKnownError,
    BatchUnknownError,
    CandidateUnknownError,
    ResultAlreadyPostedError,
    ResultNotYetPostedError,
)
from services.certification.domain.notice import Notice
from services.certification.domain.objection import Decision, Objection
from services.certification.domain.result import Result
from services.certification.domain.working_days import WorkingCalendar
from services.certification.ports import Amending, Batches, Candidates, Notices, Objections


async def keep_batch(batches: Batches, batch: Batch) -> None:
    """Keep what a batch was announced with."""
    if await batches.find_one(batch.id):
        raise AlreadyKnownError(batch.id)
    batches.save(batch)


async def keep_candidate(candidates: Candidates, candidate: Candidate) -> None:
    """Keep who an application is about."""
    if await candidates.find_one(candidate.id):
        raise AlreadyKnownError(candidate.id)
    candidates.save(candidate)


async def post_result(  # noqa: PLR0913 -- three repositories and one published result
    batches: Batches,
    candidates: Candidates,
    notices: Notices,
    *,
    application_id: str,
    result: Result,
    published_at: datetime,
    calendar: WorkingCalendar,
) -> None:
    """Start the public notice of a result; both the candidate and the batch must be known by now."""
    if await notices.find_one(application_id):
        raise ResultAlreadyPostedError
    candidate = await candidates.find_one(application_id)
    if candidate is None:
        raise CandidateUnknownError(application_id)
    if await batches.find_one(candidate.batch_id) is None:
        raise BatchUnknownError(candidate.batch_id)
    notices.save(Notice.post(candidate=candidate, result=result, published_at=published_at, calendar=calendar))


async def correct_result(  # noqa: PLR0913 -- what a correction consists of
    notices: Notices,
    *,
    application_id: str,
    objection_id: str,
    revision: int,
    result: Result,
    corrected_at: datetime,
    calendar: WorkingCalendar,
) -> None:
    """Post a corrected result anew."""
    notice = await _posted(notices, application_id)
    notice.correct(
        objection_id=objection_id, revision=revision, result=result, corrected_at=corrected_at, calendar=calendar
    )
    notices.save(notice)


async def amend_result(  # noqa: PLR0913 -- what an amendment consists of
    amending: Amending,
    *,
    application_id: str,
    revision: int,
    result: Result,
    by: str,
    amended_at: datetime,
    calendar: WorkingCalendar,
    now: datetime,
) -> None:
    """Post what was decided about a result; whatever depended on a part that is void falls with it."""
    notice = await _posted(amending.notices, application_id)
    notice.must_await(revision)
    for objection_id in [*notice.open_objections, *notice.awaited_corrections]:
        objection = await amending.objections.get(objection_id)
        if objection.part in result.void_parts:
            objection.lapse(notice=notice, by=by, now=now)
            amending.objections.save(objection)
    notice.amend(revision=revision, result=result, amended_at=amended_at, calendar=calendar)
    amending.notices.save(notice)
    if notice.certificate_number:
        certificate = await amending.certificates.get(notice.certificate_number)
        certificate.suspend(now=now)
        amending.certificates.save(certificate)


async def end_notice(notices: Notices, *, application_id: str, now: datetime) -> None:
    """The notice has stood its five days."""
    notice = await notices.get(application_id)
    notice.end(now=now)
    notices.save(notice)


async def lodge_objection(  # noqa: PLR0913 -- what an objection consists of
    notices: Notices, objections: Objections, *, application_id: str, part: Part, reason: str, by: str, now: datetime
) -> Objection:
    """Object to a posted result."""
    notice = await notices.get(application_id)
    objection = Objection.lodge(notice=notice, part=part, reason=reason, by=by, now=now)
    notices.save(notice)
    objections.save(objection)
    return objection


async def decide_objection(  # noqa: PLR0913 -- what a decision consists of
    notices: Notices,
    objections: Objections,
    *,
    objection_id: str,
    decision: Decision,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Uphold or dismiss an objection."""
    objection = await objections.get(objection_id)
    notice = await notices.get(objection.application_id)
    objection.decide(decision, notice=notice, reason=reason, by=by, now=now)
    notices.save(notice)
    objections.save(objection)


async def _posted(notices: Notices, application_id: str) -> Notice:
    notice = await notices.find_one(application_id)
    if notice is None:
        raise ResultNotYetPostedError(application_id)
    return notice
