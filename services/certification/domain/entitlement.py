"""Who is entitled to a certificate once both parts are passed."""

from collections.abc import Sequence
from datetime import date

from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.batch import Batch, offers_level
from services.certification.domain.candidate import Candidate
from services.certification.domain.result import PartResult
from services.certification.domain.withholding import Withholding

REVIEWED_LEVELS = frozenset({2, 1})


def certificate_withholding_policy(
    candidate: Candidate, batch: Batch, findings: Sequence[ScopeFinding], *, on: date
) -> Withholding | None:
    """CER-07: only inside the filed scope, also as it was found to be."""
    inside = offers_level(
        batch.offers,
        occupation_code=candidate.occupation_code,
        occupation=candidate.occupation,
        work_type=candidate.work_type,
        level=candidate.level,
    )
    unfiled = any(
        one.occupation_code == candidate.occupation_code
        and one.forbids(work_type=candidate.work_type, level=candidate.level, on=on)
        for one in findings
    )
    if not inside or unfiled:
        return Withholding.OUTSIDE_SCOPE
    return None


def review_policy(level: int, review: PartResult | None) -> Withholding | None:
    """CER-05, SCO-05: levels 2 and 1 also need a passed comprehensive review."""
    if level not in REVIEWED_LEVELS or (review is not None and review.passed):
        return None
    return Withholding.REVIEW_MISSING if review is None or review.score is None else Withholding.REVIEW_FAILED
