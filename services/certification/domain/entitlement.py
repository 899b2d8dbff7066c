"""Why a certificate is withheld although both parts are passed."""

from enum import StrEnum

from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate

REVIEWED_LEVELS = frozenset({2, 1})


class Withholding(StrEnum):
    """What a person has to settle first."""

    OUTSIDE_SCOPE = "outside-scope"
    REVIEW_MISSING = "review-missing"
    UNREADABLE = "unreadable"
    UNPRINTABLE = "unprintable"
    NOT_TAKEN_BACK = "not-taken-back"

    @property
    def sentence(self) -> str:
        """What the general office is told."""
        return _SENTENCES[self]


_SENTENCES = {
    Withholding.OUTSIDE_SCOPE: "职业（工种）或等级不在备案范围内，不得发证。",
    Withholding.REVIEW_MISSING: "技师、高级技师须通过综合评审后方可发证。",
    Withholding.UNREADABLE: "考生姓名或证件号码的密封内容无法打开，请运维人员核对密钥后再办理。",
    Withholding.UNPRINTABLE: "姓名或名称中有字体未收录的字，暂不能打印证书。",
    Withholding.NOT_TAKEN_BACK: "原证书因成绩作废已暂停使用，须先办理撤回，方可重新发证。",
}


def certificate_withholding_policy(candidate: Candidate, batch: Batch) -> Withholding | None:
    """CER-07: only inside the filed scope. CER-05: levels 2 and 1 also need a passed comprehensive review."""
    inside = batch.offers_level(
        occupation_code=candidate.occupation_code,
        occupation=candidate.occupation,
        work_type=candidate.work_type,
        level=candidate.level,
    )
    if not inside:
        return Withholding.OUTSIDE_SCOPE
    if candidate.level in REVIEWED_LEVELS:
        return Withholding.REVIEW_MISSING
    return None
