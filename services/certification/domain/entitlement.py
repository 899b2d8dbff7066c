"""Who is entitled to a certificate once both parts are passed."""

from collections.abc import Sequence
from datetime import date

from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.withholding import Withholding

REVIEWED_LEVELS = frozenset({2, 1})


def certificate_withholding_policy(
    candidate: Candidate, batch: Batch, findings: Sequence[ScopeFinding], *, on: date
) -> Withholding | None:
    """CER-07: only inside the filed scope, also as it was found to be. CER-05: levels 2 and 1 need a passed review."""
    inside = batch.offers_level(
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
    if candidate.level in REVIEWED_LEVELS:
        return Withholding.REVIEW_MISSING
    return None
