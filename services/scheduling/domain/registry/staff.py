"""The staff registry: who may do which duty on which day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.beijing import beijing_day
from libs.contracts.scheduling import ExaminerTerm, ExaminerTermsChanged
from services.scheduling.domain.errors.breach import BreachNotFoundError, OwnBreachError
from services.scheduling.domain.errors.fitness import RelationContradictsError
from services.scheduling.domain.errors.qualification import (
    AlreadyQualifiedError,
    ExaminerFirstError,
    OnBlackListError,
    QualificationNotFoundError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.qualifications.admission import Admission
from services.scheduling.domain.qualifications.kinds import EXAMINER_KINDS, TERMS, BlackList, QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, FileStage, Qualification, first_lapse
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.breach import Breach, BreachSeen, BreachVerdict

# PER-18: years of examining that a leader has behind them.
LEADER_YEARS = 3
# PER-01, PER-04: levels that a senior examiner takes, after so many years of examining.
SENIOR_YEARS = 2
SENIOR_LEVELS = (2, 1)


class ExaminerClass(StrEnum):
    """Examiner (考评员) or senior examiner (高级考评员)."""

    EXAMINER = "examiner"
    SENIOR = "senior"


@dataclass(frozen=True, kw_only=True)
class Credential:
    """A card that was given before this registry kept files: it was given after a test, so it proves one (PER-25)."""

    occupation_code: str
    examiner_class: ExaminerClass
    card_number: str
    card_valid_until: date
    contract_until: date
    last_education: date
    last_assessment: date
    examining_since: date
    card_issued_on: date | None = None
    admission: Admission | None = None

    def as_qualification(self, staff_id: str) -> Qualification:
        """The same as a file of today."""
        return Qualification(
            kind=QualificationKind(self.examiner_class.value),
            staff_id=staff_id,
            occupation_code=self.occupation_code,
            stage=FileStage.IN_FORCE,
            admission=self.admission,
            appointment=Appointment(
                card_number=self.card_number,
                issued_on=self.card_issued_on,
                valid_until=self.card_valid_until,
                term_until=self.contract_until,
            ),
            since=self.examining_since,
            yearly=[
                YearlyRecord(duty=YearlyDuty.EDUCATION, on=self.last_education, grade=Grade.PASSED),
                YearlyRecord(duty=YearlyDuty.ASSESSMENT, on=self.last_assessment, grade=Grade.PASSED),
            ],
        )


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Somebody a member of staff is close to; only the fingerprint of the other's id number is kept."""

    fingerprint: str
    relation: str


@dataclass(kw_only=True)
class StaffMember(Aggregate):
    """Somebody who can be put on duty.

    `person` is the fingerprint of the own id number: black lists hold whoever comes back under another staff number.
    `credentials` is how cards were stored once; they are taken into `qualifications` when they are met.
    """

    id: str
    name: str
    roles: list[str]
    credentials: list[Credential] = field(default_factory=list)
    teaches_classes: list[str] = field(default_factory=list)
    related_to: list[Relation] = field(default_factory=list)
    available: bool = True
    person: str | None = None
    qualifications: list[Qualification] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.qualifications += [credential.as_qualification(self.id) for credential in self.credentials]
        self.credentials = []

    # ---- what is entered

    def must_be_sound(self, now: datetime) -> None:
        """Refuse a card, a term or conditions that the rules do not allow (PER-02, 03, 25, 26, 31; QSP-02, 24, 29).

        And relations that contradict each other: somebody twice by other words, or the person to the own self.
        """
        said: dict[str, str] = {}
        if any(said.setdefault(one.fingerprint, one.relation) != one.relation for one in self.related_to):
            raise RelationContradictsError(self.id, "同一人登记了两种关系")
        if self.person in said:
            raise RelationContradictsError(self.id, "与本人登记了关系")
        for qualification in self.qualifications:
            if qualification.appointment:
                qualification.must_be_admissible()
                qualification.must_hold(qualification.appointment, today=beijing_day(now))

    def keep_files_of(self, earlier: "StaffMember") -> None:
        """What is entered anew replaces what was entered; a file with a life of its own stays as it is."""
        kept = {one.key: one for one in earlier.qualifications if one.began_here}
        for qualification in self.qualifications:
            if known := kept.pop(qualification.key, None):
                qualification.go_on_from(known)
        self.qualifications = [*self.qualifications, *kept.values()]
        self.person = self.person or earlier.person
        self.breaches = earlier.breaches

    # ---- files

    def must_not_be_on(self, black_lists: set[BlackList]) -> None:
        """Refuse whoever stands on the black list of what is asked for, under this number or another (PER-35)."""
        for qualification in self.qualifications:
            if qualification.terms.black_list in black_lists and not qualification.is_on_black_list:
                raise OnBlackListError(self.id, qualification.terms.black_list.value)

    def apply(self, application: Qualification, act: Act) -> None:
        """Open a file for somebody who applies: papers and conditions are whole, or it is not taken (PER-20)."""
        terms = application.terms
        earlier = self._find(application.key)
        if earlier and earlier.stage is not FileStage.REJECTED:
            raise AlreadyQualifiedError(self.id, terms.words)
        if application.kind is QualificationKind.SENIOR:
            application.since = self._examining_since(application, beijing_day(act.at))
        application.must_be_complete()
        application.must_be_admissible()
        self.qualifications = [*(one for one in self.qualifications if one is not earlier), application]

    def _examining_since(self, application: Qualification, on: date) -> date | None:
        """PER-03: a senior examiner holds the card of an examiner of the occupation, and used it for two years."""
        examiner = self._find(f"{QualificationKind.EXAMINER}-{application.occupation_code}")
        if examiner is None or examiner.lapse(on) or not examiner.has_served(SENIOR_YEARS, on):
            raise ExaminerFirstError(self.id)
        return examiner.since

    def qualification(self, key: str) -> Qualification:
        """The file of one kind and occupation. Raises `QualificationNotFoundError`."""
        found = self._find(key)
        if found is None:
            raise QualificationNotFoundError(self.id)
        return found

    def _find(self, key: str) -> Qualification | None:
        return next((one for one in self.qualifications if one.key == key), None)

    @property
    def black_lists(self) -> set[BlackList]:
        """The black lists that this person stands on (PER-35, QSP-33)."""
        return {one.terms.black_list for one in self.qualifications if one.is_on_black_list}

    @property
    def is_on_a_black_list(self) -> bool:
        """Whether it is worth asking which."""
        return bool(self.black_lists)

    @property
    def first_card_ends(self) -> date | None:
        """The last day of the card, or of the term, that runs out first; None for whoever has none."""
        held = [one.appointment for one in self.qualifications if one.stage is FileStage.IN_FORCE and one.appointment]
        return min((one.valid_until or one.term_until for one in held), default=None)

    @property
    def occupations(self) -> set[str]:
        """The occupations that this person examines, or once did."""
        kinds = EXAMINER_KINDS
        return {one.occupation_code for one in self.qualifications if one.occupation_code and one.kind in kinds}

    # ---- what was done against the rules

    def report_breach(self, seen: BreachSeen, act: Act) -> Breach:
        """Put on record what this person did; nothing follows before somebody else has decided."""
        self._must_not_be_own(act.by)
        breach = Breach.report(seen, act, number=len(self.breaches) + 1)

        self.breaches = [*self.breaches, breach]
        return breach

    def decide_breach(self, number: int, verdict: BreachVerdict, decision: Decision) -> None:
        """Uphold it with a measure of the scale, or not."""
        self._must_not_be_own(decision.by)
        self._keep_breach(self._breach(number).decided(verdict, decision))

    def appeal_breach(self, number: int, text: str, act: Act) -> None:
        """What this person says against it."""
        self._keep_breach(self._breach(number).appealed(text, act))

    def rule_on_breach(self, number: int, decision: Decision, *, is_granted: bool) -> None:
        """Somebody else rules on the appeal."""
        self._must_not_be_own(decision.by)
        self._keep_breach(self._breach(number).ruled(decision, is_granted=is_granted))

    def _must_not_be_own(self, by: str) -> None:
        if by == self.id:
            raise OwnBreachError(self.id)

    def _breach(self, number: int) -> Breach:
        found = next((one for one in self.breaches if one.number == number), None)
        if found is None:
            raise BreachNotFoundError(number)
        return found

    def _keep_breach(self, breach: Breach) -> None:
        self.breaches = [breach if one.number == breach.number else one for one in self.breaches]

    @property
    def is_dismissed(self) -> bool:
        """Whether this person is off the list for what was done (DIS-29, DIS-30, DIS-32)."""
        return any(one.dismisses for one in self.breaches)

    def is_sent_away(self, on: date) -> bool:
        """Whether this person does no duty any more on that day (DIS-25, DIS-26)."""
        return any(one.sends_away_on(on) for one in self.breaches)

    # ---- duties

    @property
    def examiner_terms(self) -> list[ExaminerTerm]:
        """What this person may examine in, and when, as far as cards and terms say it."""
        if self.is_dismissed:
            return []
        return [
            ExaminerTerm(occupation_code=one.occupation_code, from_day=held.first_day, until_day=held.last_day)
            for one in self.qualifications
            if one.kind in EXAMINER_KINDS and one.stage is FileStage.IN_FORCE
            if one.terms.black_list not in self.black_lists
            if (held := one.appointment) and one.occupation_code
        ]

    def tell_examiner_terms(self, *, before: list[ExaminerTerm]) -> None:
        """Announce them if they are not as before."""
        if self.examiner_terms != before:
            self.record(ExaminerTermsChanged(staff_id=self.id, terms=self.examiner_terms))

    def plays(self, role: str) -> bool:
        """Whether this person can be put on a duty of that role at all."""
        return self.available and role in self.roles and not self.is_dismissed

    def unfit_for(self, role: str, on: date) -> str | None:
        """Why this person does not do a duty of that role on a day, whatever the cards say."""
        if role not in self.roles:
            return "没有该岗位"
        if self.is_dismissed:
            return "因违规违纪已除名或解聘"
        if self.is_sent_away(on):
            return "因违规违纪当日不再上岗"
        return None if self.available else "不可排班"

    def unfit_to_supervise(self, on: date) -> str | None:
        """Why this person does not supervise on a day; None if nothing speaks against it (QSP-19, 24, 28, 29, 32)."""
        return self._unfit("supervisor", [one for one in self.qualifications if one.terms.role == "supervisor"], on)

    def unfit_to_examine(self, subject: ExamSubject, on: date) -> str | None:
        """Why this person does not examine a subject on a day; None if nothing speaks against it (PER-01, PER-04)."""
        of_code = [
            one
            for one in self.qualifications
            if one.kind in EXAMINER_KINDS and one.occupation_code == subject.occupation_code
        ]
        if subject.level in SENIOR_LEVELS:
            seniors = [one for one in of_code if one.kind is QualificationKind.SENIOR]
            if of_code and not seniors:
                return "二级、一级须由高级考评员考评"
            if seniors and not any(one.has_served(SENIOR_YEARS, on) for one in seniors):
                return f"从事考评工作不足{SENIOR_YEARS}年"
            of_code = seniors
        return self._unfit("examiner", of_code, on)

    def _unfit(self, role: str, qualifications: list[Qualification], on: date) -> str | None:
        if why := self.unfit_for(role, on):
            return why
        terms = next(terms for terms in TERMS.values() if terms.role == role)
        if terms.black_list in self.black_lists:
            return f"已列入{terms.black_list}"
        return first_lapse(qualifications, on) if qualifications else f"没有登记{terms.words}证卡"

    def may_supervise(self, on: date) -> bool:
        """Whether this person is a qualified internal supervisor on a day."""
        return self.unfit_to_supervise(on) is None

    def may_examine(self, subject: ExamSubject, on: date) -> bool:
        """Whether this person is a qualified examiner of a subject on a day."""
        return self.unfit_to_examine(subject, on) is None

    def may_lead(self, subject: ExamSubject, on: date) -> bool:
        """Whether this person may lead a team there: qualified, with three years of examining (PER-18)."""
        return self.may_examine(subject, on) and any(
            one.has_served(LEADER_YEARS, on)
            for one in self.qualifications
            if one.kind in EXAMINER_KINDS and one.occupation_code == subject.occupation_code
        )

    def is_recused_from(self, *, person: str, class_name: str | None) -> bool:
        """A declared relation, or teaching the candidate's class (PER-12); it blocks this pair, not the session."""
        teaches = class_name is not None and class_name in self.teaches_classes
        return teaches or any(relation.fingerprint == person for relation in self.related_to)
