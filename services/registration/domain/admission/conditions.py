"""What a condition for a level can ask, and how far a claim stays behind it. The conditions are in `standards`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cached_property

from services.registration.domain.days import anniversary, full_years
from services.registration.domain.errors.conditions import (
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
    TRAINING = "培训结业证书"
    APPRENTICESHIP = "学徒期满证明"


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


@dataclass(frozen=True, kw_only=True, slots=True)
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
    prior_occupation: str = ""
    continuous_years: Decimal | None = None
    group: int | None = None
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
    further_proofs: tuple[Proof, ...] = ()

    @cached_property
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
        return (*(proof for proof, need in needed.items() if need), *self.further_proofs)

    def shortfalls(self, claim: Claim, *, born_on: date | None, today: date) -> Iterator[LevelRefusedError]:
        """Every way in which the claim stays behind this condition."""
        if born_on is not None and full_years(born_on, today) < self.age:
            yield TooYoungError(age=self.age)
        yield from self._prior_shortfalls(claim, today)
        yield from self._title_shortfalls(claim, today)
        years = max(self.years, self.years_since_prior, self.years_since_title)
        if claim.years < years:
            yield TooFewYearsError(years=years, short=years - claim.years)
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
            yield PriorCertificateTooRecentError(years=held, reached_on=anniversary(claim.prior_on, held))

    def _title_shortfalls(self, claim: Claim, today: date) -> Iterator[LevelRefusedError]:
        if self.title is Title.NONE:
            return
        if claim.title < self.title or claim.title_on is None:
            yield TitleBelowConditionError()
        elif full_years(claim.title_on, today) < self.years_since_title:
            yield TitleTooRecentError(
                years=self.years_since_title, reached_on=anniversary(claim.title_on, self.years_since_title)
            )


@dataclass(frozen=True)
class Clause:
    """One condition held against a claim: met, or missed by all of these."""

    condition: Condition
    missed: Sequence[LevelRefusedError]

    @property
    def is_met(self) -> bool:
        return not self.missed
