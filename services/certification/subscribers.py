"""The events and deadlines that certification reacts to."""

from datetime import datetime

from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Act, Deadline, Repository
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import Piece, StoredFiles
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.beijing import beijing_day
from libs.contracts.registration import BatchOpened, CandidateApproved
from libs.contracts.scheduling import ExamFinished
from libs.contracts.scoring import ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from libs.contracts.sealing import Purpose
from services.certification.domain.aftermath.scope_finding import VOID_SCOPE_KIND
from services.certification.domain.batch import ISSUE_KIND, Batch, BatchOffer
from services.certification.domain.calendar.holiday_year import RECOUNT_KIND
from services.certification.domain.candidate import Candidate
from services.certification.domain.exam_sitting import ExamSitting
from services.certification.domain.notice import NOTICE_ENDS_KIND
from services.certification.domain.result import PartResult, Result, ResultRevision
from services.certification.ports import (
    AmendmentDesk,
    Batches,
    Candidates,
    CorrectionDesk,
    ExamSittings,
    IssueDesk,
    PostingDesk,
    ReleaseDesk,
    ScopeDesk,
)
from services.certification.use_cases import issuing, posting, proceedings, working_days

subscriptions = Subscriptions("certification")
timers = TimerHandlers()


@subscriptions.on(BatchOpened)
async def keep_batch_on_batch_opened(event: BatchOpened, batches: Batches) -> None:
    """The institution's name and code are printed and numbered as they were announced."""
    offers = [
        BatchOffer(
            occupation_code=offer.occupation_code,
            occupation=offer.occupation,
            work_type=offer.work_type,
            level=offer.level,
        )
        for offer in event.offers
    ]
    batch = Batch.open(
        id=event.batch_id, institution_code=event.institution_code, institution=event.institution, offers=offers
    )
    await posting.keep_batch(batches, batch)


@subscriptions.on(CandidateApproved)
async def keep_candidate_on_candidate_approved(event: CandidateApproved, candidates: Candidates) -> None:
    """Personal data stay sealed as they came."""
    candidate = Candidate(
        id=event.application_id,
        batch_id=event.batch_id,
        name=event.name,
        id_number=event.id_number,
        id_fingerprint=event.id_fingerprint,
        occupation_code=event.occupation_code,
        occupation=event.occupation,
        work_type=event.work_type,
        level=event.level,
        parts=event.parts,
        id_kind=event.id_kind,
    )
    await posting.keep_candidate(candidates, candidate)


@subscriptions.on(ScorePublished)
async def post_result_on_score_published(event: ScorePublished, desk: PostingDesk) -> None:
    """Publication is what the five days are counted from, however late the message comes."""
    await posting.post_result(
        desk,
        application_id=event.application_id,
        result=_result(event),
        published_at=event.published_at,
    )


@subscriptions.on(ScoreCorrected)
async def correct_result_on_score_corrected(event: ScoreCorrected, desk: CorrectionDesk) -> None:
    """A correction is posted anew."""
    revision = ResultRevision(number=event.revision, result=_result(event), decided_at=event.corrected_at)
    await posting.correct_result(
        desk,
        application_id=event.application_id,
        objection_id=event.objection_id,
        revision=revision,
    )


@subscriptions.on(ResultAmended)
async def amend_result_on_result_amended(event: ResultAmended, desk: AmendmentDesk, now: datetime) -> None:
    """What the head decided is posted anew, and a certificate of it suspended."""
    revision = ResultRevision(number=event.revision, result=_result(event), decided_at=event.amended_at)
    await posting.amend_result(
        desk,
        application_id=event.application_id,
        revision=revision,
        act=Act(event.amended_by, now),
    )


@subscriptions.on(ResultRemarked)
async def remark_result_on_result_remarked(event: ResultRemarked, desk: AmendmentDesk, now: datetime) -> None:
    """What a corrected key changed is posted anew; a certificate of it is a question for a person."""
    revision = ResultRevision(number=event.revision, result=_result(event), decided_at=event.remarked_at)
    await posting.remark_result(desk, application_id=event.application_id, revision=revision, now=now)


@subscriptions.on(ExamFinished)
async def keep_sitting_on_exam_finished(event: ExamFinished, exam_sittings: ExamSittings) -> None:
    """Kept parts count by the day of an examination (SCO-03)."""
    sitting = ExamSitting(
        id=event.session_id,
        batch_id=event.batch_id,
        part=event.part,
        occupation_code=event.occupation_code,
        level=event.level,
        day=beijing_day(event.finished_at),
        present=[one.application_id for one in event.present],
    )
    await posting.keep_sitting(exam_sittings, sitting)


@timers.on(NOTICE_ENDS_KIND)
async def end_notice_when_due(deadline: Deadline, desk: ReleaseDesk, now: datetime) -> None:
    """Midnight after the fifth working day."""
    await posting.end_notice(desk, application_id=deadline.payload["application_id"], now=now)


@timers.on(RECOUNT_KIND)
async def count_once_more_when_due(deadline: Deadline, desk: CorrectionDesk) -> None:
    """A result that was being posted while a year was entered counts by it, too."""
    await working_days.count_once_more(desk, deadline.payload["year"])


@timers.on(ISSUE_KIND)
async def issue_certificates_when_due(
    deadline: Deadline, desk: IssueDesk, certificate_files: Repository[Piece], cipher: FieldCipher, now: datetime
) -> None:
    """Released results get their certificates, block by block."""
    files = StoredFiles(certificate_files, cipher, Purpose.CERTIFICATE_FILE)
    await issuing.issue_certificates(desk, files, batch_id=deadline.payload["batch_id"], run_key=deadline.key, now=now)


@timers.on(VOID_SCOPE_KIND)
async def void_outside_scope_when_due(deadline: Deadline, desk: ScopeDesk, now: datetime) -> None:
    """What was not filed is looked for in all that was issued, page by page."""
    await proceedings.void_outside_scope(desk, deadline.payload["finding_id"], now=now)


def _result(event: ScorePublished | ScoreCorrected | ResultAmended | ResultRemarked) -> Result:
    return Result(
        theory=PartResult(
            score=event.theory_score, outcome=event.theory_outcome, cancelled="theory" in event.cancelled
        ),
        practical=PartResult(
            score=event.practical_score, outcome=event.practical_outcome, cancelled="practical" in event.cancelled
        ),
        review=PartResult(score=event.review_score, outcome=event.review_outcome) if event.review_outcome else None,
    )
