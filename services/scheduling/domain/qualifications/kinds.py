"""The kinds of qualification side by side: in what they differ is data, how they live is the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.scheduling.domain.qualifications.admission import ApplicationPaper, Requirement, Title
from services.scheduling.domain.qualifications.yearly import YearlyDuty

INSTITUTION = "[A-Z][0-9]{12}"
# The institution code begins with a letter (domain note A3-23); no source tells the values of the class digit.
EXAMINER_CARD = re.compile(rf"(?P<institution>{INSTITUTION})(?P<examiner_class>[0-9])(?P<serial>[0-9]{{4}})", re.ASCII)
SUPERVISOR_CARD = re.compile(rf"(?P<institution>{INSTITUTION})(?P<serial>[0-9]{{5}})", re.ASCII)


class QualificationKind(StrEnum):
    """What somebody can be qualified as."""

    EXAMINER = "examiner"
    SENIOR = "senior"
    SUPERVISOR = "supervisor"
    INVIGILATOR = "invigilator"
    EXPERT = "item-expert"
    SAFETY_OFFICER = "safety-officer"


class BlackList(StrEnum):
    """The list that a removed person is put on: whoever stands there is not admitted to any kind of it again."""

    EXAMINERS = "考评失信黑名单"
    SUPERVISORS = "质量督导失信黑名单"
    OTHERS = "工作人员失信名单"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the rules ask of one kind.

    `role` is the duty that it opens, `tests` the parts of its test. `card` is None where there is no card, `card_years`
    where the rulebook sets it no end of its own. A term of appointment has `term_years` at most.
    """

    words: str
    role: str
    black_list: BlackList
    is_of_occupation: bool = False
    requirements: Sequence[Requirement] = ()
    papers: Sequence[ApplicationPaper] = (
        ApplicationPaper.REQUEST,
        ApplicationPaper.RECOMMENDATION,
        ApplicationPaper.FORM,
    )
    tests: Sequence[str] = ("written",)
    card: re.Pattern[str] | None = None
    card_grammar: str = ""
    card_years: int | None = None
    term_years: int = 3
    yearly: Sequence[YearlyDuty] = ()
    has_exceptions: bool = True


BOTH = (YearlyDuty.EDUCATION, YearlyDuty.ASSESSMENT)
EXAMINER_GRAMMAR = "机构编码13位、考评员类别1位、顺序号4位"

TERMS: dict[QualificationKind, Terms] = {
    # PER-02, 20, 24, 25, 26, 28, 31, 34
    QualificationKind.EXAMINER: Terms(
        words="考评员",
        role="examiner",
        black_list=BlackList.EXAMINERS,
        is_of_occupation=True,
        requirements=(Requirement(certificate=3, titles=(Title.INTERMEDIATE, Title.SENIOR), practice_years=3),),
        papers=tuple(ApplicationPaper),
        tests=("written", "practical"),
        card=EXAMINER_CARD,
        card_grammar=EXAMINER_GRAMMAR,
        card_years=3,
        yearly=BOTH,
    ),
    # PER-03, and as an examiner
    QualificationKind.SENIOR: Terms(
        words="高级考评员",
        role="examiner",
        black_list=BlackList.EXAMINERS,
        is_of_occupation=True,
        requirements=(Requirement(is_highest=True, titles=(Title.SENIOR,), practice_years=5),),
        papers=tuple(ApplicationPaper),
        tests=("written", "practical"),
        card=EXAMINER_CARD,
        card_grammar=EXAMINER_GRAMMAR,
        card_years=3,
        yearly=BOTH,
    ),
    # QSP-02, 22, 24, 26, 28, 29, 32; no card of a supervisor has an end but that of the term
    QualificationKind.SUPERVISOR: Terms(
        words="内部质量督导员",
        role="supervisor",
        black_list=BlackList.SUPERVISORS,
        requirements=(
            Requirement(asks_work_in_certification=True),
            Requirement(examining_years=3, asks_excellence=True),
        ),
        card=SUPERVISOR_CARD,
        card_grammar="机构编码13位、顺序号5位",
        yearly=BOTH,
    ),
    QualificationKind.INVIGILATOR: Terms(words="监考人员", role="invigilator", black_list=BlackList.OTHERS),
    # ITB-19, ITB-21
    QualificationKind.EXPERT: Terms(
        words="命题专家",
        role="item-expert",
        black_list=BlackList.OTHERS,
        is_of_occupation=True,
        requirements=(
            Requirement(
                certificate=2,
                titles=(Title.INTERMEDIATE, Title.SENIOR),
                certificate_or_title=True,
                practice_years=5,
                asks_item_writing=True,
            ),
        ),
        has_exceptions=False,
    ),
    # SCH-34
    QualificationKind.SAFETY_OFFICER: Terms(words="专职安全员", role="safety-officer", black_list=BlackList.OTHERS),
}
EXAMINER_KINDS = (QualificationKind.EXAMINER, QualificationKind.SENIOR)
