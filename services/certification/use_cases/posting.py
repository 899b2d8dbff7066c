"""Posting results, changing what was posted, and the end of the notice."""

from datetime import datetime

from libs.chassis.domain import Act
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.batch import AlreadyKnownError, BatchUnknownError
from services.certification.domain.errors.candidate import CandidateUnknownError
from services.certification.domain.errors.notice import ResultAlreadyPostedError, ResultNotYetPostedError
from services.certification.domain.notice import Notice
from services.certification.domain.result import Result, ResultRevision
from services.certification.domain.working_days import WorkingCalendar
from services.certification.ports import AmendmentDesk, Batches, Candidates, Notices, PostingDesk


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


async def post_result(
    desk: PostingDesk, *, application_id: str, result: Result, published_at: datetime, calendar: WorkingCalendar
) -> None:
    """Post a published result, once its candidate and its batch have come."""
    if await desk.notices.find_one(application_id):
        raise ResultAlreadyPostedError
    candidate = await desk.candidates.find_one(application_id)
    if candidate is None:
        raise CandidateUnknownError(application_id)
    if await desk.batches.find_one(candidate.batch_id) is None:
        raise BatchUnknownError(candidate.batch_id)
    desk.notices.save(Notice.post(candidate=candidate, result=result, published_at=published_at, calendar=calendar))


async def correct_result(
    notices: Notices, *, application_id: str, objection_id: str, revision: ResultRevision, calendar: WorkingCalendar
) -> None:
    """Post a corrected result anew."""
    notice = await _posted_notice(notices, application_id)
    notice.correct(objection_id=objection_id, revision=revision, calendar=calendar)
    notices.save(notice)


async def amend_result(
    desk: AmendmentDesk, *, application_id: str, revision: ResultRevision, act: Act, calendar: WorkingCalendar
) -> None:
    """Post what was decided about a result; whatever depended on a part that is void falls with it."""
    notice = await _posted_notice(desk.notices, application_id)
    notice.must_await(revision.number)
    for objection_id in [*notice.open_objections, *notice.awaited_corrections]:
        objection = await desk.objections.get(objection_id)
        if objection.part in revision.result.void_parts:
            objection.lapse(notice=notice, act=act)
            desk.objections.save(objection)
    notice.amend(revision=revision, calendar=calendar)
    desk.notices.save(notice)
    if notice.certificate_number:
        certificate = await desk.certificates.get(notice.certificate_number)
        certificate.suspend(now=act.at)
        desk.certificates.save(certificate)


async def end_notice(notices: Notices, *, application_id: str, now: datetime) -> None:
    """The notice has stood its five days."""
    notice = await notices.get(application_id)
    notice.end(now=now)
    notices.save(notice)


async def _posted_notice(notices: Notices, application_id: str) -> Notice:
    notice = await notices.find_one(application_id)
    if notice is None:
        raise ResultNotYetPostedError(application_id)
    return notice
