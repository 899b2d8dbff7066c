"""One qualification of somebody, from the application to its removal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from libs.chassis.domain import Act, Decision
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.errors.qualification import (
    AlreadyRemovedError,
    AppealAlreadyMadeError,
    ApplicationIncompleteError,
    CardNumberMalformedError,
    CardValidTooLongError,
    GroundNotOnRecordError,
    NobodyDecidesOwnFileError,
    NotAdmissibleError,
    NothingToRuleError,
    RecordAheadError,
    RenewalNotEarnedError,
    RulingByTheSameError,
    ScoresIncompleteError,
    StageWrongError,
    TermTooLongError,
)
from services.scheduling.domain.local_time import years_later
from services.scheduling.domain.qualifications.admission import Admission, ApplicationPaper, lacks_of
from services.scheduling.domain.qualifications.calls import MOST_MISSED, Dispatch, missed_in_a_row
from services.scheduling.domain.qualifications.kinds import TERMS, QualificationKind, Terms
from services.scheduling.domain.qualifications.removal import Appeal, Ground, Removal, TakenBack
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord

PASS_SCORE = 60


class FileStage(StrEnum):
    """How far somebody has come; the next step of each is named by what it waits for."""

    APPLIED = "applied"
    REVIEWED = "reviewed"
    TRAINED = "trained"
    TESTED = "tested"
    IN_FORCE = "in-force"
    REJECTED = "rejected"
    REMOVED = "removed"

    @property
    def words(self) -> str:
        """As a file says it."""
        return STAGE_WORDS[self]


STAGE_WORDS = {
    FileStage.APPLIED: "待审核",
    FileStage.REVIEWED: "待培训",
    FileStage.TRAINED: "待考核",
    FileStage.TESTED: "待发证聘任",
    FileStage.IN_FORCE: "在聘",
    FileStage.REJECTED: "审核未通过",
    FileStage.REMOVED: "资格已取消",
}


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A card, where the kind has one, and a term; who has no day of issue or beginning got it before today."""

    card_number: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    term_from: date | None = None
    term_until: date

    @property
    def first_day(self) -> date | None:
        """From when both hold, if that is known."""
        return max((day for day in (self.issued_on, self.term_from) if day), default=None)

    @property
    def last_day(self) -> date:
        """The last day on which both hold."""
        return min(self.term_until, self.valid_until or self.term_until)


@dataclass(frozen=True, kw_only=True)
class FileStep:
    """Something that was done with the file."""

    what: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Qualification:
    """Its stages follow one another: application, review, training, test, card and term, and at last removal.

    On a day it is usable only if every clock holds: card, term, yearly education and yearly assessment.
    """

    kind: QualificationKind
    staff_id: str
    occupation_code: str | None = None
    stage: FileStage = FileStage.APPLIED
    admission: Admission | None = None
    papers: list[ApplicationPaper] = field(default_factory=list)
    recommended_by: str | None = None
    trained_on: date | None = None
    tested_on: date | None = None
    scores: dict[str, int] = field(default_factory=dict)
    appointment: Appointment | None = None
    since: date | None = None
    yearly: list[YearlyRecord] = field(default_factory=list)
    calls: list[Dispatch] = field(default_factory=list)
    removal: Removal | None = None
    steps: list[FileStep] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its name within the file of a person."""
        return f"{self.kind}-{self.occupation_code}" if self.occupation_code else self.kind.value

    @property
    def terms(self) -> Terms:
        """What the rules ask of its kind."""
        return TERMS[self.kind]

    @property
    def began_here(self) -> bool:
        """Whether its life is on record, so that no list that is entered may make it vanish."""
        return bool(self.papers or self.calls or self.removal)

    # ---- on a day

    def lapse(self, on: date) -> str | None:
        """Why it cannot be used on a day; None if every clock holds (PER-25, 28, 31, 34; QSP-28, 29, 32)."""
        if self.stage is not FileStage.IN_FORCE or self.appointment is None:
            return f"{self.terms.words}资格：{self.stage.words}"
        held = self.appointment
        if held.issued_on and on < held.issued_on:
            return f"证卡自{held.issued_on}起有效"
        if held.valid_until and on > held.valid_until:
            return f"证卡有效期至{held.valid_until}"
        if held.term_from and on < held.term_from:
            return f"聘期自{held.term_from}开始"
        if on > held.term_until:
            return f"聘期至{held.term_until}"
        return next((why for duty in self.terms.yearly if (why := self._yearly_lapse(duty, on))), None)

    def _yearly_lapse(self, duty: YearlyDuty, on: date) -> str | None:
        """Missed or failed, or the same day a year later has passed."""
        records = [one for one in self.yearly if one.duty is duty and one.on <= on]
        if lost := next((one for one in records if one.grade.is_lost), None):
            return f"{duty.words}{'不合格' if lost.grade is Grade.FAILED else '未参加'}（{lost.on}）"
        # training and test are those of the first year
        began = self.trained_on if duty is YearlyDuty.EDUCATION else self.tested_on
        days = [*(one.on for one in records if one.grade.is_passed), *([began] if began and began <= on else [])]
        if not days:
            return f"没有{duty.words}记录"
        done = max(days)
        return f"{duty.words}已逾期（最近一次{done}）" if on > years_later(done, 1) else None

    def last_of(self, duty: YearlyDuty) -> date | None:
        """The last day on which a yearly duty was passed."""
        return max((one.on for one in self.yearly if one.duty is duty and one.grade.is_passed), default=None)

    def has_served(self, years: int, on: date) -> bool:
        """Whether so many years of doing this are full on a day."""
        return self.since is not None and years_later(self.since, years) <= on

    def grounds(self, on: date) -> list[Ground]:
        """What of the file proposes a removal; a person confirms it (domain note A3-19)."""
        if self.stage is not FileStage.IN_FORCE:
            return []
        yearly = {YearlyDuty.EDUCATION: Ground.EDUCATION, YearlyDuty.ASSESSMENT: Ground.ASSESSMENT}
        found = [yearly[duty] for duty in self.terms.yearly if self._yearly_lapse(duty, on)]
        return [*found, Ground.ABSENCES] if missed_in_a_row(self.calls) >= MOST_MISSED else found

    # ---- on the way to the card

    def must_be_admissible(self) -> None:
        """PER-02, 03, 05, QSP-02, ITB-19, 21: every condition, unless the head signed an allowed exception."""
        shown = self.admission or Admission()
        is_excepted = self.terms.has_exceptions and shown.exception_signed_by
        if not is_excepted and (lacking := lacks_of(self.terms.requirements, shown)):
            raise NotAdmissibleError(self.staff_id, self.terms.words, tuple(lacking))

    def must_be_complete(self) -> None:
        """PER-20, QSP-22: every paper, and the employer that recommends; a recognised master may lack two of them."""
        given = set(self.papers)
        if self.admission and self.admission.exception_signed_by:
            given |= {ApplicationPaper.CERTIFICATE, ApplicationPaper.TITLE}
        asked = [paper for paper in self.terms.papers if paper not in given]
        if asked or not self.recommended_by:
            raise ApplicationIncompleteError(
                self.staff_id, tuple(paper.value for paper in asked) or (ApplicationPaper.RECOMMENDATION.value,)
            )

    def review(self, act: Act, *, is_accepted: bool, remark: str) -> None:
        """The institution looks at the application."""
        self._must_be_at(FileStage.APPLIED, act)
        self.stage = FileStage.REVIEWED if is_accepted else FileStage.REJECTED
        self._note(act, f"审核{'通过' if is_accepted else '未通过'}：{remark}" if remark else self.stage.words)

    def train(self, act: Act, *, on: date) -> None:
        """Keep the day on which the training of the institution was attended."""
        self._must_be_at(FileStage.REVIEWED, act)
        self._must_not_be_ahead(on, act)
        self.trained_on = on
        self.stage = FileStage.TRAINED
        self._note(act, f"培训 {on}")

    def test(self, act: Act, *, on: date, scores: dict[str, int]) -> None:
        """The test of every part was passed; below 60 in one of them it is kept and can be taken again."""
        self._must_be_at(FileStage.TRAINED, act)
        self._must_not_be_ahead(on, act)
        if set(scores) != set(self.terms.tests):
            raise ScoresIncompleteError(self.staff_id, self.terms.words)
        self.scores = scores
        if min(scores.values()) >= PASS_SCORE:
            self.tested_on = on
            self.stage = FileStage.TESTED
        words = {"written": "专业知识", "practical": "实际操作"}
        told = "、".join(f"{words[part]}{score}分" for part, score in scores.items())
        self._note(act, f"资格考核 {on}：{told}")

    def appoint(self, act: Act, appointment: Appointment) -> None:
        """Card and term, after the test (PER-06); again when the card has run out."""
        if self.stage is not FileStage.IN_FORCE:
            self._must_be_at(FileStage.TESTED, act)
        self._must_not_be_own(act)
        self.must_hold(appointment, today=beijing_day(act.at))
        self.appointment = appointment
        self.since = self.since or appointment.term_from or beijing_day(act.at)
        self.stage = FileStage.IN_FORCE
        self._note(act, f"发证聘任，聘期至{appointment.term_until}")

    def must_hold(self, held: Appointment, *, today: date) -> None:
        """PER-25, PER-26, PER-31, QSP-24, QSP-29: grammar of the card, its three years, and those of the term.

        Where nobody says when a card was issued or a term began, it was not later than today.
        """
        terms = self.terms
        if terms.card and not (held.card_number and terms.card.fullmatch(held.card_number)):
            raise CardNumberMalformedError(self.staff_id, terms.words, terms.card_grammar)
        if terms.card_years:
            latest = years_later(held.issued_on or today, terms.card_years)
            if held.valid_until is None or held.valid_until > latest:
                raise CardValidTooLongError(self.staff_id)
        if held.term_until > years_later(held.term_from or today, terms.term_years):
            raise TermTooLongError(self.staff_id, terms.term_years)

    def go_on_from(self, known: "Qualification") -> None:
        """Entered anew from a list: what was on record of its life goes on, and a list leaves out no step of it."""
        if known.stage is FileStage.REMOVED:
            raise AlreadyRemovedError(self.staff_id, self.terms.words)
        if known.stage is not FileStage.IN_FORCE:
            raise StageWrongError(self.staff_id, self.terms.words, known.stage.words)
        new = {(one.duty, one.on) for one in self.yearly}
        self.yearly += [one for one in known.yearly if one.grade.is_lost or (one.duty, one.on) not in new]
        self.papers, self.calls, self.steps = known.papers, known.calls, known.steps
        self.recommended_by, self.scores, self.removal = known.recommended_by, known.scores, known.removal

    # ---- while it is in force

    def keep_yearly(self, act: Act, record: YearlyRecord) -> None:
        """Enter how the education or the assessment of a year came out; of the same day it corrects what was said."""
        self._must_be_at(FileStage.IN_FORCE, act)
        self._must_not_be_ahead(record.on, act)
        others = [one for one in self.yearly if (one.duty, one.on) != (record.duty, record.on)]
        if len(others) < len(self.yearly):
            self._note(act, f"更正{record.duty.words} {record.on}：{record.grade}")
        self.yearly = [*others, record]

    def keep_call(self, act: Act, call: Dispatch) -> None:
        """Enter what became of a call to duty; said again of the same session or day, it replaces what was said."""
        self._must_be_at(FileStage.IN_FORCE, act)
        self._must_not_be_ahead(call.on, act)
        others = [one for one in self.calls if (one.on, one.session_id) != (call.on, call.session_id)]
        self.calls = [*others, call]

    def renew(self, act: Act, *, term_until: date, evaluation: str) -> None:
        """A further term rests on the evaluation of the last, and the assessment of the year must hold."""
        self._must_be_at(FileStage.IN_FORCE, act)
        today = beijing_day(act.at)
        if grounds := self.grounds(today):
            raise RenewalNotEarnedError(self.staff_id, tuple(ground.words for ground in grounds))
        before = self.appointment or Appointment(term_until=today)
        if term_until > years_later(max(before.term_until, today), self.terms.term_years):
            raise TermTooLongError(self.staff_id, self.terms.term_years)
        self.appointment = replace(before, term_until=term_until)
        self._note(act, f"续聘至{term_until}：{evaluation}")

    # ---- removal

    def remove(self, decision: Decision, ground: Ground, *, referred_to: str | None) -> None:
        """Cancel it: what the file must show is on record, everything else stands in the reason (PER-32, PER-33)."""
        act = Act(decision.by, decision.at)
        self._must_be_at(FileStage.IN_FORCE, act)
        if ground.stands_on_record and ground not in self.grounds(beijing_day(decision.at)):
            raise GroundNotOnRecordError(self.staff_id, ground.words)
        self.removal = Removal(
            ground=ground, by=decision.by, at=decision.at, reason=decision.reason, referred_to=referred_to
        )
        self.stage = FileStage.REMOVED
        self._note(act, f"取消资格，列入{self.terms.black_list}：{ground.words}；{decision.reason}")

    @property
    def outstanding(self) -> list[TakenBack]:
        """What is still to be done after a removal (PER-35, QSP-33)."""
        if self.removal is None or not self.removal.holds:
            return []
        asked = [one for one in TakenBack if one is not TakenBack.CARD_WITHDRAWN or self.terms.card]
        return [one for one in asked if one not in self.removal.done]

    @property
    def is_on_black_list(self) -> bool:
        """Whether the person stands on the black list of this kind."""
        return self.removal is not None and self.removal.holds

    def note_aftermath(self, act: Act, done: TakenBack) -> None:
        """The card is back, or the entry is gone from the platform."""
        removal = self._must_be_removed(act)
        removal.done.setdefault(done, beijing_day(act.at))
        self._note(act, done.words)

    def appeal(self, act: Act, text: str) -> None:
        """What the person says against the removal, as the office received it."""
        removal = self._must_be_removed(act)
        if removal.appeal:
            raise AppealAlreadyMadeError(self.staff_id)
        removal.appeal = Appeal(text=text, made_on=beijing_day(act.at))
        self._note(act, "申诉")

    def rule_on_appeal(self, decision: Decision, *, is_granted: bool) -> None:
        """Somebody else than who cancelled decides; granted, the qualification is in force as before."""
        act = Act(decision.by, decision.at)
        removal = self._must_be_removed(act)
        if removal.appeal is None or removal.appeal.ruled:
            raise NothingToRuleError(self.staff_id)
        if decision.by == removal.by:
            raise RulingByTheSameError(self.staff_id)
        removal.appeal = Appeal(
            text=removal.appeal.text, made_on=removal.appeal.made_on, ruled=decision, is_granted=is_granted
        )
        if is_granted:
            self.stage = FileStage.IN_FORCE
        self._note(act, f"申诉{'成立，恢复资格' if is_granted else '不成立'}：{decision.reason}")

    # ---- guards

    def _must_be_removed(self, act: Act) -> Removal:
        self._must_not_be_own(act)
        if self.stage is not FileStage.REMOVED or self.removal is None:
            raise StageWrongError(self.staff_id, self.terms.words, self.stage.words)
        return self.removal

    def _must_be_at(self, stage: FileStage, act: Act) -> None:
        self._must_not_be_own(act)
        if self.stage is FileStage.REMOVED:
            raise AlreadyRemovedError(self.staff_id, self.terms.words)
        if self.stage is not stage:
            raise StageWrongError(self.staff_id, self.terms.words, self.stage.words)

    def _must_not_be_own(self, act: Act) -> None:
        if act.by == self.staff_id:
            raise NobodyDecidesOwnFileError(self.staff_id)

    def _must_not_be_ahead(self, on: date, act: Act) -> None:
        if on > beijing_day(act.at):
            raise RecordAheadError(self.staff_id, on)

    def _note(self, act: Act, what: str) -> None:
        self.steps.append(FileStep(what=what, by=act.by, at=act.at))


def first_lapse(qualifications: Sequence[Qualification], on: date) -> str | None:
    """Why none of several can be used on a day; None if one can."""
    whys = [qualification.lapse(on) for qualification in qualifications]
    return None if None in whys else next(iter(whys), None)
