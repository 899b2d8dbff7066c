"""The staff registry: who may do which duty on which day."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from libs.chassis.domain import Aggregate
from services.scheduling.domain.errors.staff import (
    CardNumberMalformedError,
    CardValidTooLongError,
    ExaminerNotAdmissibleError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.local_time import years_later
from services.scheduling.domain.registry.card_number import CardNumber

# PER-25: how long a card is valid.
CARD_YEARS = 3
# PER-18: years of examining that a leader has behind them.
LEADER_YEARS = 3
# PER-01, PER-04: levels that a senior examiner takes, after so many years of examining.
SENIOR_YEARS = 2
SENIOR_LEVELS = (2, 1)


class ExaminerClass(StrEnum):
    """Examiner (考评员) or senior examiner (高级考评员)."""

    EXAMINER = "examiner"
    SENIOR = "senior"


class Title(StrEnum):
    """A professional title (专业技术职称), as the registry has it."""

    NONE = "none"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


@dataclass(frozen=True, kw_only=True)
class ExaminerAdmission:
    """What somebody showed to become an examiner; levels count from 5 (primary) to 1 (senior technician)."""

    certificate_level: int
    title: Title
    practice_years: int
    occupation_highest_level: int = 1
    exception_signed_by: str | None = None

    def lacks(self, examiner_class: ExaminerClass) -> str | None:
        """What is missing for a class (PER-02, PER-03), unless the head signed an exception (PER-05)."""
        senior = examiner_class is ExaminerClass.SENIOR
        certificate = self.occupation_highest_level if senior else 3
        titles = (Title.SENIOR,) if senior else (Title.INTERMEDIATE, Title.SENIOR)
        years = 5 if senior else 3
        if self.exception_signed_by:
            return None
        if self.certificate_level > certificate:
            return "职业资格（技能等级）证书等级不足"
        if self.title not in titles:
            return "专业技术职称不足"
        return f"实践工作经历不足{years}年" if self.practice_years < years else None


@dataclass(frozen=True, kw_only=True)
class Credential:
    """An examiner's standing in one occupation."""

    occupation_code: str
    examiner_class: ExaminerClass
    card_number: str
    card_valid_until: date
    contract_until: date
    last_education: date
    last_assessment: date
    examining_since: date
    card_issued_on: date | None = None
    admission: ExaminerAdmission | None = None

    def holds(self, on: date) -> bool:
        """Card, contract, yearly education and yearly assessment all hold on a day (PER-25, 28, 31, 34)."""
        return (
            on <= self.card_valid_until
            and on <= self.contract_until
            and self.last_education <= on <= years_later(self.last_education, 1)
            and self.last_assessment <= on <= years_later(self.last_assessment, 1)
        )

    def has_examined(self, years: int, on: date) -> bool:
        """Whether so many years of examining are full on a day."""
        return years_later(self.examining_since, years) <= on

    def may_examine(self, level: int, on: date) -> bool:
        """Examiners take levels 5, 4, 3; senior examiners of two years' standing also 2 and 1 (PER-01, PER-04)."""
        if not self.holds(on):
            return False
        if level not in SENIOR_LEVELS:
            return True
        return self.examiner_class is ExaminerClass.SENIOR and self.has_examined(SENIOR_YEARS, on)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Somebody a member of staff is close to; only the fingerprint of the other's id number is kept."""

    fingerprint: str
    relation: str


@dataclass(kw_only=True)
class StaffMember(Aggregate):
    """Somebody who can be put on duty."""

    id: str
    name: str
    roles: list[str]
    credentials: list[Credential] = field(default_factory=list)
    teaches_classes: list[str] = field(default_factory=list)
    related_to: list[Relation] = field(default_factory=list)
    available: bool = True

    def __post_init__(self) -> None:
        for credential in self.credentials:
            self._must_be_sound(credential)

    def _must_be_sound(self, credential: Credential) -> None:
        if CardNumber.parse(credential.card_number) is None:
            raise CardNumberMalformedError(self.id)
        issued = credential.card_issued_on
        if issued and credential.card_valid_until > years_later(issued, CARD_YEARS):
            raise CardValidTooLongError(self.id)
        if credential.admission and (lacking := credential.admission.lacks(credential.examiner_class)):
            raise ExaminerNotAdmissibleError(self.id, lacking)

    def must_hold_cards_of_three_years(self, today: date) -> None:
        """PER-25, where nobody says when a card was issued: it was not issued later than today."""
        for credential in self.credentials:
            if not credential.card_issued_on and credential.card_valid_until > years_later(today, CARD_YEARS):
                raise CardValidTooLongError(self.id)

    @property
    def first_card_ends(self) -> date | None:
        """The last day of the card that runs out first; None for whoever has none."""
        return min((credential.card_valid_until for credential in self.credentials), default=None)

    def plays(self, role: str) -> bool:
        """Whether this person can be put on a duty of that role at all."""
        return self.available and role in self.roles

    def credential(self, occupation_code: str) -> Credential | None:
        """The standing in one occupation, if there is one."""
        return next(
            (credential for credential in self.credentials if credential.occupation_code == occupation_code), None
        )

    def may_examine(self, subject: ExamSubject, on: date) -> bool:
        """Whether this person is a qualified examiner of a subject on a day."""
        credential = self.credential(subject.occupation_code)
        return self.plays("examiner") and credential is not None and credential.may_examine(subject.level, on)

    def may_lead(self, subject: ExamSubject, on: date) -> bool:
        """Whether this person may lead a team there: qualified, with three years of examining (PER-18)."""
        credential = self.credential(subject.occupation_code)
        return credential is not None and self.may_examine(subject, on) and credential.has_examined(LEADER_YEARS, on)

    def is_recused_from(self, *, person: str, class_name: str | None) -> bool:
        """A declared relation, or teaching the candidate's class (PER-12); it blocks this pair, not the session."""
        teaches = class_name is not None and class_name in self.teaches_classes
        return teaches or any(relation.fingerprint == person for relation in self.related_to)
