"""What the tests are made of. The people are fictitious."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from libs.chassis.domain import Act
from libs.contracts.beijing import BEIJING, beijing_day
from libs.contracts.registration import BatchOpened, CandidateApproved, Offer
from libs.contracts.scheduling import Attendance, ExamFinished
from libs.contracts.scoring import ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import Batch, BatchOffer
from services.certification.domain.calendar.working_days import CALENDAR, HolidayNotice, statutory
from services.certification.domain.candidate import Candidate
from services.certification.domain.filing import FilingRecord, Published
from services.certification.domain.notice import Notice
from services.certification.domain.result import PartResult, Result
from services.certification.domain.sheet import Sheet

BATCH_ID = "2026-autumn"
INSTITUTION_CODE = "S000043009001"
INSTITUTION = "怀化市示例职业培训学校"
COOK = "4-03-02-01"
PUBLISHED = datetime(2026, 9, 24, 2, tzinfo=UTC)
FIVE_DAYS_OVER = datetime(2026, 10, 10, tzinfo=BEIJING)


def beijing(year, month, day, hour=0, minute=0, second=0):  # noqa: PLR0917 -- like datetime
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


def a_part(score="80.0", outcome=None):
    if score is None:
        return PartResult(score=None, outcome=outcome or "absent")
    marks = Decimal(score)
    return PartResult(score=marks, outcome=outcome or ("passed" if marks >= 60 else "failed"))


def a_result(theory="80.0", practical="75.5"):
    return Result(theory=a_part(theory), practical=a_part(practical))


def a_candidate(ordinal=1, **differing):
    fields = {
        "id": f"{BATCH_ID}-{ordinal:05d}",
        "batch_id": BATCH_ID,
        "name": "sealed:k1:name",
        "id_number": "sealed:k1:number",
        "id_fingerprint": f"{ordinal:064x}",
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": 5,
        "parts": ["theory", "practical"],
    }
    return Candidate(**{**fields, **differing})


def a_batch(**differing):
    fields = {
        "id": BATCH_ID,
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "offers": [
            BatchOffer(occupation_code=COOK, occupation="中式烹调师", work_type="--", level=level)
            for level in (5, 4, 3)
        ],
    }
    return Batch.open(**{**fields, **differing})


def a_published(**differing):
    fields = {
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "seal": f"{INSTITUTION}职业技能等级认定专用章",
        "scope": [
            BatchOffer(occupation_code=COOK, occupation="中式烹调师", work_type="--", level=level)
            for level in (5, 4, 3, 2, 1)
        ],
        "first": date(2025, 1, 1),
        "last": date(2027, 12, 31),
        "source": "湘人社函〔2025〕1号（虚构）",
    }
    return Published(**{**fields, **differing})


def a_filing(**differing):
    filing = FilingRecord.enter(a_published(**differing), id="B-000001", act=Act("S-0001", PUBLISHED))
    filing.confirm(Act("S-0002", PUBLISHED))
    return filing


def a_notice(*, theory="80.0", practical="75.5", published_at=PUBLISHED, candidate=None):
    return Notice.post(
        candidate=candidate or a_candidate(),
        result=a_result(theory, practical),
        published_at=published_at,
        calendar=CALENDAR,
    )


def a_released_notice(**differing):
    notice = a_notice(**differing)
    notice.end(now=notice.ends_at)
    return notice


def a_notice_of_2027(*, breaks=(), worked=(), without=None):
    """Made up: no notice of 2027 is known. `breaks` are first days and how many days, beside the statutory ones."""
    own = [(first, first + timedelta(days=days - 1)) for first, days in dict(breaks).items()]
    spring = (date(2027, 2, 3), date(2027, 2, 9))
    others = [one for one in statutory(2027).breaks if one[0] != without]
    return HolidayNotice(
        year=2027,
        reference="国办发明电〔2026〕99号",
        breaks=(*own, spring, *others),
        weekend_workdays=frozenset(worked),
    )


def a_sheet(**differing):
    fields = {
        "name": "欧阳喆玥",
        "id_type": "居民身份证",
        "id_number": "431202199803070014",
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": "五级/初级工",
        "number": f"{INSTITUTION_CODE}265000001",
        "institution": INSTITUTION,
        "seal": f"{INSTITUTION}职业技能等级认定专用章",
        "issued_on": beijing_day(FIVE_DAYS_OVER),
        "print_serial": "265000001-01",
        "verification_url": f"http://127.0.0.1:8105/verify/{INSTITUTION_CODE}265000001?token={'a1' * 16}",
    }
    return Sheet(**{**fields, **differing})


def a_batch_opened(**differing):
    fields = {
        "batch_id": BATCH_ID,
        "name": "2026年秋季",
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "offers": [
            Offer(occupation_code=COOK, occupation="中式烹调师", work_type="--", level=level) for level in (5, 4, 3)
        ],
        "registration_closes_at": datetime(2026, 9, 10, tzinfo=UTC),
        "opened_at": datetime(2026, 9, 1, tzinfo=UTC),
    }
    return BatchOpened(**{**fields, **differing})


def a_candidate_approved(cipher, ordinal=1, *, name="欧阳喆玥", id_number="431202199803070014", **differing):
    owner = differing.get("application_id", f"{BATCH_ID}-{ordinal:05d}")
    fields = {
        "application_id": owner,
        "batch_id": BATCH_ID,
        "name": cipher.seal(name, purpose=Purpose.CANDIDATE_NAME, owner=owner),
        "id_number": cipher.seal(id_number, purpose=Purpose.RESIDENT_NUMBER, owner=owner),
        "id_fingerprint": cipher.fingerprint(f"{ordinal}"),
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": 5,
        "parts": ["theory", "practical"],
        "approved_at": datetime(2026, 9, 5, tzinfo=UTC),
    }
    return CandidateApproved(**{**fields, **differing})


def _posted(ordinal, result):
    """Whose result it is and what came of both parts, as scoring tells it whatever it tells."""
    return {
        "application_id": f"{BATCH_ID}-{ordinal:05d}",
        "batch_id": BATCH_ID,
        "theory_score": result.theory.score,
        "theory_outcome": result.theory.outcome,
        "practical_score": result.practical.score,
        "practical_outcome": result.practical.outcome,
    }


def a_score_published(ordinal=1, *, theory="80.0", practical="75.5", level=5, published_at=PUBLISHED, cancelled=()):
    """A cancelled part has no score, whatever is given."""
    theory, practical = (
        a_part(None, "not-taken") if part in cancelled else a_part(score)
        for part, score in (("theory", theory), ("practical", practical))
    )
    result = Result(theory=theory, practical=practical)
    return ScorePublished(
        occupation_code=COOK,
        level=level,
        **_posted(ordinal, result),
        published_at=published_at,
        cancelled=list(cancelled),
    )


def a_score_corrected(ordinal=1, *, objection=1, revision=1, theory="80.0", practical="75.5", corrected_at):
    result = a_result(theory, practical)
    return ScoreCorrected(
        objection_id=f"{BATCH_ID}-{ordinal:05d}-o{objection}",
        revision=revision,
        **_posted(ordinal, result),
        reason="漏计一题",
        corrected_at=corrected_at,
    )


def a_result_amended(ordinal=1, *, revision=1, theory=None, practical="75.5", cause="void", amended_at=PUBLISHED):
    """A part without a score is void."""
    theory_part, practical_part = (a_part(score, None if score else "failed") for score in (theory, practical))
    result = Result(theory=theory_part, practical=practical_part)
    return ResultAmended(
        cause=cause,
        incident_id=f"{BATCH_ID}-0123456789ab",
        revision=revision,
        **_posted(ordinal, result),
        void=result.void_parts,
        cancelled=[],
        amended_by="S-0099",
        amended_at=amended_at,
    )


def a_result_remarked(ordinal=1, *, revision=1, theory="80.0", practical="75.5", remarked_at):
    """What a corrected key made of the theory."""
    result = a_result(theory, practical)
    return ResultRemarked(
        paper_id=f"{BATCH_ID}-t-A",
        revision=revision,
        **_posted(ordinal, result),
        void=[],
        cancelled=[],
        remarked_by="S-0001",
        second_by="S-0012",
        remarked_at=remarked_at,
    )


def an_exam_finished(part="practical", *present, finished_at, **differing):
    """A finished session with these candidates, by their ordinals."""
    batch_id = differing.get("batch_id", BATCH_ID)
    fields = {
        "session_id": f"{batch_id}-{part}-{finished_at:%m%d}",
        "batch_id": batch_id,
        "part": part,
        "occupation_code": COOK,
        "level": 5,
        "present": [Attendance(application_id=f"{batch_id}-{ordinal:05d}", form="A") for ordinal in present],
        "absent": [],
        "finished_at": finished_at,
    }
    return ExamFinished(**{**fields, **differing})
