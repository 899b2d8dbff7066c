"""Who may apply for which level: the conditions as data, generation 2023 of the national standards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from services.registration.domain.days import full_years
from services.registration.domain.errors.conditions import (
    ConditionOfOtherLevelError,
    ConditionUnknownError,
    EducationBelowConditionError,
    LevelRefusedError,
    PriorCertificateMissingError,
    PriorCertificateTooRecentError,
    PriorLevelDiffersError,
    ProofMissingError,
    SubjectMissingError,
    TitleBelowConditionError,
    TitleTooRecentError,
    TooFewYearsError,
    TooYoungError,
)


class Proof(StrEnum):
    """A document that a candidate presents, or that was verified online."""

    IDENTITY = "身份证"
    PHOTO = "照片"
    DIPLOMA = "学历证书"
    YEARS = "工作年限证明"
    PRIOR_CERTIFICATE = "原证书"
    TITLE = "职称证书"


class Education(IntEnum):
    """The schooling that counts for a level; general schooling does not."""

    GENERAL = 0
    SECONDARY_VOCATIONAL = 1
    ADVANCED_TECHNICAL = 2
    COLLEGE = 3


class Title(IntEnum):
    """A professional title in the subject."""

    NONE = 0
    JUNIOR = 1
    INTERMEDIATE = 2
    SENIOR = 3


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a candidate states and presents to be admitted to a level."""

    condition: str
    years: Decimal = Decimal(0)
    prior_level: int | None = None
    prior_number_given: bool = False
    prior_on: date | None = None
    education: Education = Education.GENERAL
    subject: str = ""
    title: Title = Title.NONE
    title_on: date | None = None
    proofs: list[Proof] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One way to be admitted to a level. Every figure is a minimum, reached on its anniversary."""

    code: str
    level: int
    sentence: str
    age: int = 16
    years: int = 0
    prior_level: int | None = None
    years_since_prior: int = 0
    years_held_prior: int = 0
    educations: frozenset[Education] = frozenset()
    title: Title = Title.NONE
    years_since_title: int = 0

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """What the condition must be proved with (REG-05)."""
        needed = {
            Proof.IDENTITY: True,
            Proof.PHOTO: True,
            Proof.YEARS: bool(self.years or self.years_since_prior or self.years_since_title),
            Proof.PRIOR_CERTIFICATE: self.prior_level is not None,
            Proof.DIPLOMA: bool(self.educations),
            Proof.TITLE: self.title is not Title.NONE,
        }
        return tuple(proof for proof, need in needed.items() if need)

    def shortfalls(self, claim: Claim, *, born_on: date | None, today: date) -> Iterator[LevelRefusedError]:
        """Every way in which the claim stays behind this condition."""
        if born_on is not None and full_years(born_on, today) < self.age:
            yield TooYoungError(age=self.age)
        yield from self._prior_shortfalls(claim, today)
        yield from self._title_shortfalls(claim, today)
        years = max(self.years, self.years_since_prior, self.years_since_title)
        if claim.years < years:
            yield TooFewYearsError(years=years)
        if self.educations and claim.education not in self.educations:
            yield EducationBelowConditionError()
        if self.educations and not claim.subject:
            yield SubjectMissingError()
        for proof in self.proofs:
            if proof not in claim.proofs:
                yield ProofMissingError(proof=proof.value)

    def _prior_shortfalls(self, claim: Claim, today: date) -> Iterator[LevelRefusedError]:
        if self.prior_level is None:
            return
        if claim.prior_level is None or claim.prior_on is None or not claim.prior_number_given:
            yield PriorCertificateMissingError()
            return
        if claim.prior_level != self.prior_level:
            yield PriorLevelDiffersError(level=self.prior_level)
        held = max(self.years_since_prior, self.years_held_prior)
        if full_years(claim.prior_on, today) < held:
            yield PriorCertificateTooRecentError(years=held)

    def _title_shortfalls(self, claim: Claim, today: date) -> Iterator[LevelRefusedError]:
        if self.title is Title.NONE:
            return
        if claim.title < self.title or claim.title_on is None:
            yield TitleBelowConditionError()
        elif full_years(claim.title_on, today) < self.years_since_title:
            yield TitleTooRecentError(years=self.years_since_title)


VOCATIONAL = frozenset({Education.SECONDARY_VOCATIONAL, Education.ADVANCED_TECHNICAL, Education.COLLEGE})
ADVANCED = frozenset({Education.ADVANCED_TECHNICAL, Education.COLLEGE})

# National procedure of 2023 (人社厅发〔2023〕31号); final-year students count as graduates. Whether a subject is
# related, a college accredited or a period of study fits is for the reviewer to see from the proof.
GENERATION_2023 = (
    Condition(code="L5-ENTRY", level=5, sentence="年满16周岁，拟从事或正在从事本职业。"),
    Condition(code="L4-YEARS5", level=4, years=5, sentence="累计从事本职业工作满5年。"),
    Condition(
        code="L4-CERT3", level=4, prior_level=5, years_since_prior=3, sentence="取得五级证书后，从事本职业工作满3年。"
    ),
    Condition(
        code="L4-DIPLOMA",
        level=4,
        educations=VOCATIONAL,
        sentence="取得技工学校、中等职业学校及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(code="L3-YEARS10", level=3, years=10, sentence="累计从事本职业工作满10年。"),
    Condition(
        code="L3-CERT4", level=3, prior_level=4, years_since_prior=4, sentence="取得四级证书后，从事本职业工作满4年。"
    ),
    Condition(
        code="L3-TITLE1",
        level=3,
        title=Title.JUNIOR,
        years_since_title=1,
        sentence="取得相关专业初级职称后，从事本职业工作满1年。",
    ),
    Condition(
        code="L3-ADVANCED",
        level=3,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得技工院校高级工班及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L3-DIPLOMA",
        level=3,
        prior_level=4,
        educations=ADVANCED,
        sentence="取得四级证书，并取得高等职业学校、专科及以上或高级技工学校相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L3-ACCREDITED",
        level=3,
        educations=frozenset({Education.COLLEGE}),
        sentence="取得经评估论证的高等职业学校、专科及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L2-CERT5", level=2, prior_level=3, years_since_prior=5, sentence="取得三级证书后，从事本职业工作满5年。"
    ),
    Condition(
        code="L2-TITLE5",
        level=2,
        years=5,
        prior_level=3,
        years_since_prior=1,
        title=Title.JUNIOR,
        years_since_title=5,
        sentence="取得初级职称后从事本职业工作满5年，并在取得三级证书后工作满1年。",
    ),
    Condition(
        code="L2-TITLE1",
        level=2,
        title=Title.INTERMEDIATE,
        years_since_title=1,
        sentence="取得中级职称后，从事本职业工作满1年。",
    ),
    Condition(
        code="L2-ADVANCED2",
        level=2,
        prior_level=3,
        years_since_prior=2,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得三级证书的高级技工学校、技师学院毕业生，从事本职业工作满2年。",
    ),
    Condition(
        code="L2-CLASS2",
        level=2,
        prior_level=3,
        years_held_prior=2,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="技师学院技师班学生，取得三级证书满2年。",
    ),
    Condition(
        code="L1-CERT5", level=1, prior_level=2, years_since_prior=5, sentence="取得二级证书后，从事本职业工作满5年。"
    ),
    Condition(
        code="L1-TITLE5",
        level=1,
        years=5,
        prior_level=2,
        years_since_prior=1,
        title=Title.INTERMEDIATE,
        years_since_title=5,
        sentence="取得中级职称后从事本职业工作满5年，并在取得二级证书后工作满1年。",
    ),
    Condition(
        code="L1-TITLE1",
        level=1,
        title=Title.SENIOR,
        years_since_title=1,
        sentence="取得高级职称后，从事本职业工作满1年。",
    ),
)
CONDITIONS = {condition.code: condition for condition in GENERATION_2023}


def shortfalls(claim: Claim, level: int, *, born_on: date | None, today: date) -> list[LevelRefusedError]:
    """Why the claim does not admit to the level; nothing when it does (REG-07)."""
    condition = CONDITIONS.get(claim.condition)
    if condition is None:
        return [ConditionUnknownError()]
    if condition.level != level:
        return [ConditionOfOtherLevelError()]
    return list(condition.shortfalls(claim, born_on=born_on, today=today))
