"""Posting results, changing what was posted, and the end of the notice."""

from datetime import date, datetime

from libs.chassis.domain import Act, every
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.batch import AlreadyKnownError, BatchUnknownError
from services.certification.domain.errors.candidate import CandidateUnknownError
from services.certification.domain.errors.notice import (
    ResultAlreadyPostedError,
    ResultNotYetPostedError,
    SittingUnknownError,
)
from services.certification.domain.exam_sitting import ExamSitting, sitting_subject
from services.certification.domain.notice import CountedPart, Notice, Stage, kept_key
from services.certification.domain.result import Result, ResultRevision
from services.certification.ports import (
    AmendmentDesk,
    Batches,
    Candidates,
    CorrectionDesk,
    ExamSittings,
    Notices,
    PostingDesk,
    ReleaseDesk,
)
from services.certification.use_cases.working_days import calendar_of


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


async def post_result(desk: PostingDesk, *, application_id: str, result: Result, published_at: datetime) -> None:
    """Post a published result, once its candidate and its batch have come."""
    if await desk.notices.find_one(application_id):
        raise ResultAlreadyPostedError
    candidate = await desk.candidates.find_one(application_id)
    if candidate is None:
        raise CandidateUnknownError(application_id)
    if await desk.batches.find_one(candidate.batch_id) is None:
        raise BatchUnknownError(candidate.batch_id)
    calendar = await calendar_of(desk.holiday_years)
    desk.notices.save(Notice.post(candidate=candidate, result=result, published_at=published_at, calendar=calendar))


async def correct_result(
    desk: CorrectionDesk, *, application_id: str, objection_id: str, revision: ResultRevision
) -> None:
    """Post a corrected result anew."""
    notice = await _posted_notice(desk.notices, application_id)
    notice.correct(objection_id=objection_id, revision=revision, calendar=await calendar_of(desk.holiday_years))
    desk.notices.save(notice)


async def amend_result(desk: AmendmentDesk, *, application_id: str, revision: ResultRevision, act: Act) -> None:
    """Post what was decided about a result; whatever depended on a part that is void falls with it."""
    notice = await _posted_notice(desk.notices, application_id)
    notice.must_await(revision.number)
    fallen = await _where_kept_part_fell(desk.notices, notice, revision.result)
    if fallen:
        fallen.drop_question()
        await _suspend(desk, fallen, now=act.at)
    for objection_id in [*notice.open_objections, *notice.awaited_corrections]:
        objection = await desk.objections.get(objection_id)
        if objection.part in revision.result.void_parts:
            objection.lapse(notice=notice, act=act)
            desk.objections.save(objection)
    notice.amend(revision=revision, calendar=await calendar_of(desk.holiday_years))
    desk.notices.save(notice)
    await _suspend(desk, notice, now=act.at)


async def remark_result(desk: AmendmentDesk, *, application_id: str, revision: ResultRevision, now: datetime) -> None:
    """Post what a corrected key made of a result; certificates that hang on it are named, and stay as they are."""
    notice = await _posted_notice(desk.notices, application_id)
    notice.must_await(revision.number)
    fallen = await _where_kept_part_fell(desk.notices, notice, revision.result)
    if fallen and fallen.stage is Stage.ISSUED:
        fallen.ask_about_certificate(now=now)
    notice.remark(revision=revision, calendar=await calendar_of(desk.holiday_years))
    desk.notices.save(notice)


async def _where_kept_part_fell(notices: Notices, earlier: Notice, result: Result) -> Notice | None:
    """The later appraisal that a kept part was used in, if it counts no more there; else it counts with its score."""
    later = await notices.get(earlier.used_by) if earlier.used_by else None
    if later is None:
        return None
    fell = later.change_counted(earlier.id, result)
    notices.save(later)
    return later if fell else None


async def _suspend(desk: AmendmentDesk, notice: Notice, *, now: datetime) -> None:
    if notice.certificate_number:
        certificate = await desk.certificates.get(notice.certificate_number)
        certificate.suspend(now=now)
        desk.certificates.save(certificate)


async def end_notice(desk: ReleaseDesk, *, application_id: str, now: datetime) -> None:
    """The notice has stood its five days."""
    notice = await desk.notices.get(application_id)
    notice.end(now=now, counted=await counted_part(desk, notice))
    desk.notices.save(notice)


async def counted_part(desk: ReleaseDesk, notice: Notice) -> CountedPart | None:
    """The part of an earlier appraisal that counts with the only one that is passed here, if there is one (SCO-03)."""
    key = kept_key(notice.person, notice.occupation_code, notice.level)
    if notice.lacking is None or key is None:
        return None
    async for earlier in every(desk.notices, {"kept_key": key}):
        if earlier.id == notice.id or earlier.kept_part != notice.lacking:
            continue
        counted = earlier.count_for(notice, sat_on=await _sat_on(desk, notice))
        if counted:
            desk.notices.save(earlier)
            return counted
    return None


async def _sat_on(desk: ReleaseDesk, notice: Notice) -> date:
    """The last day on which the passed part was sat. Raises `SittingUnknownError`."""
    [part] = notice.result.passed_parts
    subject = sitting_subject(notice.batch_id, part, notice.occupation_code, notice.level)
    days = [one.day async for one in every(desk.exam_sittings, {"subject": subject}) if notice.id in one.present]
    if not days:
        raise SittingUnknownError(notice.id)
    return max(days)


async def keep_sitting(exam_sittings: ExamSittings, sitting: ExamSitting) -> None:
    """Who sat when is kept once, as it was told."""
    if await exam_sittings.find_one(sitting.id) is None:
        exam_sittings.save(sitting)


async def _posted_notice(notices: Notices, application_id: str) -> Notice:
    notice = await notices.find_one(application_id)
    if notice is None:
        raise ResultNotYetPostedError(application_id)
    return notice
