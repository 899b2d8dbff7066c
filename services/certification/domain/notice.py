"""The public notice of one candidate's result: five working days, objections, release, and what follows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision, Harm
from libs.contracts.beijing import beijing_day, beijing_time
from libs.contracts.certification import (
    CertificateLeftStanding,
    CertificateQuestioned,
    NoticePeriodElapsed,
    PartKept,
)
from libs.contracts.event import Part, ScoredPart
from services.certification.domain.batch import issue_run
from services.certification.domain.calendar.working_days import (
    Term,
    WorkingCalendar,
    same_day_years_later,
)
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.notice import (
    CorrectionOutOfOrderError,
    CorrectionRepeatedError,
    NoticeEndedError,
    NoticeNotDueError,
    NotQuestionedError,
    NotReleasedError,
    NotWithheldError,
    ObjectionNotUpheldError,
)
from services.certification.domain.errors.objection import ObjectionAlreadyDecidedError, ReasonMissingError
from services.certification.domain.result import PARTS, PartResult, Result, ResultRevision
from services.certification.domain.withholding import Withholding

NOTICE_DAYS = 5
KEPT_YEARS = 2
NOTICE_ENDS_KIND = "notice-ends"


class Stage(StrEnum):
    """Where a posted result stands. `released` waits for its certificate; what is listed after it is final."""

    POSTED = "posted"
    HELD = "held"
    RELEASED = "released"
    ISSUED = "issued"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHHELD = "withheld"


# What has not come to its end yet.
OPEN_STAGES = (Stage.POSTED, Stage.HELD, Stage.RELEASED)


def kept_key(person: str, occupation_code: str, level: int) -> str | None:
    """The value of `Notice.kept_key` to look for; without a person nobody is found."""
    return f"{person}:{occupation_code}:{level}" if person else None


def batch_stage(batch_id: str, stage: Stage) -> str:
    """The value of `Notice.batch_stage` to look for."""
    return f"{batch_id}:{stage.value}"


@dataclass(frozen=True, kw_only=True)
class CountedPart:
    """A part that was passed in an earlier appraisal and kept, and counts in this one (SCO-03)."""

    application_id: str
    part: Part
    result: PartResult


@dataclass(frozen=True, kw_only=True)
class CertificateQuestion:
    """A certificate was issued for a result that passes no more; a person decides, and may say that it stands."""

    revision: int
    raised_at: datetime
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(kw_only=True)
class Notice(Aggregate):
    """The public notice of one candidate's result; its id is that of the application.

    A published result is posted and stands for five full working days, until the midnight in Beijing after the last.
    While it stands, an objection holds it. A dismissed objection lifts the hold; an upheld one keeps it until scoring's
    correction has come, which is posted anew for five days of its own. What the head decides about a result (an
    amendment), and what a corrected key makes of it, is posted anew too, whatever its stage was. A corrected key takes
    no certificate back: if the result passes no more, it is a `question` that a person decides.

    At the end of its days a result that nothing holds is released; one that is held then is released by the dismissal
    of its last objection. A release leads on by the parts that are passed. Both: it waits for a run that issues its
    certificate, or withholds it until a person has looked. One: with the other one kept from an earlier appraisal it
    goes on as both, else that part is kept for two years. None: it has failed,
    or it is cancelled where a part was called off. A deadline ends the days and another starts the run; both can be
    told again from what is kept here, so that the watchdog finds a lost one.

    Days of a year whose holidays are not entered (`provisional_for`) are counted by the statutory ones alone, and the
    term does not end before they are: then it is counted again, and ends no earlier than was told (`moved_from`).
    """

    id: str
    batch_id: str
    occupation_code: str
    level: int
    result: Result
    score_published_at: datetime
    posted_at: datetime
    notice_from: date
    notice_until: date
    ends_at: datetime
    stage: Stage = Stage.POSTED
    stood_full_term: bool = False
    revision: int = 0
    objections: int = 0
    open_objections: list[str] = field(default_factory=list)
    awaited_corrections: list[str] = field(default_factory=list)
    released_at: datetime | None = None
    issue_run_key: str | None = None
    kept_part: Part | None = None
    kept_until: date | None = None
    certificate_number: str | None = None
    withheld_because: Withholding | None = None
    person: str = ""
    counted: CountedPart | None = None
    used_by: str | None = None
    provisional_for: list[int] = field(default_factory=list)
    moved_from: date | None = None
    taken_up_by: str | None = None
    taken_up_at: datetime | None = None
    keeps_certificate: bool = False
    question: CertificateQuestion | None = None

    @classmethod
    def post(cls, *, candidate: Candidate, result: Result, published_at: datetime, calendar: WorkingCalendar) -> Self:
        """Post a published result. Raises `InconsistentResultError`."""
        result.must_be_consistent()
        term = calendar.term_after(beijing_day(published_at), days=NOTICE_DAYS)

        notice = cls(
            id=candidate.id,
            batch_id=candidate.batch_id,
            occupation_code=candidate.occupation_code,
            level=candidate.level,
            result=result,
            score_published_at=published_at,
            posted_at=published_at,
            notice_from=term.first,
            notice_until=term.last,
            ends_at=beijing_time(term.last + timedelta(days=1)),
            person=candidate.id_fingerprint,
        )
        notice._stand(term)
        return notice

    @property
    def kept_key(self) -> str | None:
        """Whose kept part it holds, and for what: a later appraisal looks for it."""
        return kept_key(self.person, self.occupation_code, self.level) if self.stage is Stage.KEPT else None

    @property
    def lacking(self) -> Part | None:
        """The one part that was not taken here, if the other one is passed."""
        lacking = [part for part in PARTS if self.result.of(part).outcome == "not-taken"]
        return lacking[0] if len(lacking) == 1 and len(self.result.passed_parts) == 1 else None

    @property
    def whole_result(self) -> Result:
        """Its result, with the part that counts from an earlier appraisal."""
        if self.counted is None:
            return self.result
        return replace(self.result, **{self.counted.part: self.counted.result})

    def count_for(self, later: Self, *, sat_on: date) -> CountedPart | None:
        """Count the kept part once, for an examination on its last day or before; None where it does not."""
        if self.kept_part is None or self.kept_until is None:
            return None
        if self.kept_part != later.lacking or self.used_by not in {None, later.id}:
            return None
        if sat_on > self.kept_until:
            return None

        self.used_by = later.id
        return CountedPart(application_id=self.id, part=self.kept_part, result=self.result.of(self.kept_part))

    def change_counted(self, earlier_id: str, result: Result) -> bool:
        """The earlier appraisal has another result now: what counts from it counts as that says. Answers if it fell.

        Without it no certificate is issued; one that is withheld already for something that can be settled is not
        taken up any more.
        """
        counted = self.counted
        if counted is None or counted.application_id != earlier_id or counted.result == result.of(counted.part):
            return False

        self.counted = replace(counted, result=result.of(counted.part))
        if self.counted.result.passed:
            if self.whole_result.passed_whole:
                self.drop_question()
            return False
        if self.stage in {Stage.RELEASED, Stage.WITHHELD}:
            self.stage, self.withheld_because = Stage.WITHHELD, Withholding.KEPT_PART_VOID
        return True

    @property
    def batch_stage(self) -> str:
        """What the results of one batch at one stage are found by."""
        return batch_stage(self.batch_id, self.stage)

    def take_objection(self, *, part: ScoredPart, now: datetime) -> str:
        """Hold the result for an objection and answer the id of it. Raises `NoticeEndedError`, `PartNotPostedError`."""
        if self.stage not in {Stage.POSTED, Stage.HELD} or self._is_over(now):
            raise NoticeEndedError
        self.result.must_have_posted(part)

        self.objections += 1
        objection_id = f"{self.id}-o{self.objections}"
        self.open_objections.append(objection_id)
        self.stage = Stage.HELD
        return objection_id

    def dismiss_objection(self, objection_id: str, *, now: datetime, counted: CountedPart | None = None) -> None:
        """Lift the hold of an objection; a result that has stood its term meanwhile is released now."""
        if objection_id not in self.open_objections:
            raise ObjectionAlreadyDecidedError

        self.open_objections.remove(objection_id)
        self._lift_hold()
        if self.stage is Stage.POSTED and self.stood_full_term:
            self._release(now=now, run_key=f"{self.id}:issue", counted=counted)

    def uphold_objection(self, objection_id: str) -> None:
        """Wait for the correction that scoring owes after an upheld objection."""
        if objection_id not in self.open_objections:
            raise ObjectionAlreadyDecidedError

        self.open_objections.remove(objection_id)
        self.awaited_corrections.append(objection_id)

    def correct(self, *, objection_id: str, revision: ResultRevision, calendar: WorkingCalendar) -> None:
        """Post the corrected result anew, for five working days counted from the correction."""
        self.must_await(revision.number)
        if objection_id not in self.awaited_corrections:
            raise ObjectionNotUpheldError
        self._repost(revision, calendar=calendar)

        self.awaited_corrections.remove(objection_id)
        self._lift_hold()

    def amend(self, *, revision: ResultRevision, calendar: WorkingCalendar) -> None:
        """Post what the head decided anew, for five working days counted from the decision, however far it had come.

        Only a certificate that was issued meanwhile is not undone by it; its number stays, and an open question about
        it ends.
        """
        self.must_await(revision.number)
        self._repost(revision, calendar=calendar)

        self.released_at = self.kept_part = self.kept_until = self.withheld_because = None
        self.keeps_certificate = False
        self.drop_question()
        self._lift_hold()

    def remark(self, *, revision: ResultRevision, calendar: WorkingCalendar) -> None:
        """Post what a corrected key made of it anew; a certificate that was issued stays until a person decides."""
        keeps = self.keeps_certificate or self.stage is Stage.ISSUED
        self.amend(revision=revision, calendar=calendar)

        self.keeps_certificate = keeps
        if keeps and not self.whole_result.passed_whole:
            self.ask_about_certificate(now=revision.decided_at)

    @property
    def is_questioned(self) -> bool:
        """Whether a person has yet to decide about its certificate."""
        return self.question is not None and self.question.decided_at is None

    def ask_about_certificate(self, *, now: datetime) -> None:
        """Name the certificate for a person to decide about."""
        self.question = CertificateQuestion(revision=self.revision, raised_at=now)
        self.record(
            CertificateQuestioned(
                certificate_number=self.certificate_number or "",
                application_id=self.id,
                batch_id=self.batch_id,
                questioned_at=now,
            )
        )

    def let_certificate_stand(self, decision: Decision) -> None:
        """A person has decided that the certificate stays. Raises `NotQuestionedError`."""
        if self.question is None or not self.is_questioned:
            raise NotQuestionedError
        if not decision.reason.strip():
            raise ReasonMissingError

        self.question = replace(
            self.question, reason=decision.reason.strip(), decided_by=decision.by, decided_at=decision.at
        )
        self.record(
            CertificateLeftStanding(
                certificate_number=self.certificate_number or "",
                application_id=self.id,
                batch_id=self.batch_id,
                decided_by=decision.by,
                decided_at=decision.at,
            )
        )

    def drop_question(self) -> None:
        """Its certificate was ended or suspended, or the result is another: nothing is left to decide about."""
        if self.is_questioned:
            self.question = None

    def must_await(self, revision: int) -> None:
        """Changes are posted once and in their order."""
        if revision <= self.revision:
            raise CorrectionRepeatedError
        if revision > self.revision + 1:
            raise CorrectionOutOfOrderError

    def drop_objection(self, objection_id: str) -> None:
        """Nothing is left of what was objected to: hold the result for it no longer."""
        self.open_objections = [other for other in self.open_objections if other != objection_id]
        self.awaited_corrections = [other for other in self.awaited_corrections if other != objection_id]

    def end(self, *, now: datetime, counted: CountedPart | None = None) -> None:
        """The five days are over: release, unless an objection still holds the result (SCO-27).

        `counted` is the kept part of an earlier appraisal that counts with the one that is passed here.
        """
        if self.stage not in {Stage.POSTED, Stage.HELD}:
            raise NoticeEndedError
        if not self._is_over(now):
            raise NoticeNotDueError

        self.stood_full_term = True
        if self.stage is Stage.POSTED:
            self._release(now=now, run_key=f"{self.batch_id}:issue", counted=counted)

    def issue(self, certificate_number: str) -> None:
        """Enter the certificate that was issued for it. Raises `NotReleasedError`."""
        if self.stage is not Stage.RELEASED:
            raise NotReleasedError

        self.stage = Stage.ISSUED
        self.certificate_number = certificate_number

    def withhold(self, because: Withholding) -> None:
        """Both parts are passed, but no certificate can be issued; a person has to look at it."""
        if self.stage is not Stage.RELEASED:
            raise NotReleasedError

        self.stage = Stage.WITHHELD
        self.withheld_because = because

    def recount(self, *, calendar: WorkingCalendar) -> bool:
        """Count the days again while it stands; what the public was told is never shortened. Answers if it changed."""
        term = calendar.term_after(beijing_day(self.posted_at), days=NOTICE_DAYS)
        if term.last < self.notice_until:
            term = replace(term, last=self.notice_until)
        if (term.first, term.last, [*term.provisional_for]) == (
            self.notice_from,
            self.notice_until,
            self.provisional_for,
        ):
            return False

        if term.last != self.notice_until:
            self.moved_from = self.moved_from or self.notice_until
        self._stand(term)
        return True

    @property
    def may_be_taken_up(self) -> bool:
        """Whether it is withheld for something that can be settled; a kept part that became void stays so."""
        return self.stage is Stage.WITHHELD and self.withheld_because is not Withholding.KEPT_PART_VOID

    def take_up(self, act: Act) -> None:
        """Somebody says that what stood against its certificate is settled; the run holds everything against it anew.

        Raises `NotWithheldError`.
        """
        if not self.may_be_taken_up:
            raise NotWithheldError

        self.stage, self.withheld_because = Stage.RELEASED, None
        self.taken_up_by, self.taken_up_at = act.by, act.at
        self.released_at, self.issue_run_key = act.at, f"{self.batch_id}:issue"
        for deadline in self.awaited:
            self.set_deadline(deadline)

    def _repost(self, revision: ResultRevision, *, calendar: WorkingCalendar) -> None:
        revision.result.must_be_consistent()

        self.revision, self.result, self.posted_at = revision.number, revision.result, revision.decided_at
        self.stood_full_term, self.moved_from = False, None
        self._stand(calendar.term_after(beijing_day(revision.decided_at), days=NOTICE_DAYS))

    def _stand(self, term: Term) -> None:
        self.notice_from, self.notice_until, self.ends_at = (
            term.first,
            term.last,
            beijing_time(term.last + timedelta(days=1)),
        )
        self.provisional_for = [*term.provisional_for]
        if self.provisional_for:
            self.cancel_deadline(self.end_of_term.key)
        else:
            self.set_deadline(self.end_of_term)

    def _is_over(self, now: datetime) -> bool:
        return not self.provisional_for and now >= self.ends_at

    @property
    def counts_on(self) -> int | None:
        """The first year whose holidays it waits for."""
        return self.provisional_for[0] if self.is_standing and self.provisional_for else None

    @property
    def end_of_term(self) -> Deadline:
        """When its five days are over."""
        return Deadline(
            key=f"{self.id}:{NOTICE_ENDS_KIND}",
            due_at=self.ends_at,
            kind=NOTICE_ENDS_KIND,
            payload={"application_id": self.id},
            harm=Harm.EARLY,
        )

    @property
    def is_standing(self) -> bool:
        """Whether the end of its term is still to come."""
        return self.stage in {Stage.POSTED, Stage.HELD} and not self.stood_full_term

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the end of its term, or for its certificate."""
        return bool(self.awaited)

    @property
    def awaited(self) -> list[Deadline]:
        """What must be armed for it; the run of its release goes on under one key until nothing released is left."""
        if self.is_standing:
            return [] if self.provisional_for else [self.end_of_term]
        if self.stage is Stage.RELEASED and self.issue_run_key and self.released_at:
            return [issue_run(batch_id=self.batch_id, key=self.issue_run_key, now=self.released_at)]
        return []

    def _lift_hold(self) -> None:
        if not self.open_objections and not self.awaited_corrections:
            self.stage = Stage.POSTED

    def _release(self, *, now: datetime, run_key: str, counted: CountedPart | None) -> None:
        self.released_at, self.counted = now, counted
        self.record(
            NoticePeriodElapsed(
                application_id=self.id,
                batch_id=self.batch_id,
                notice_from=self.notice_from,
                notice_until=self.notice_until,
                elapsed_at=now,
            )
        )
        match self.whole_result.passed_parts:
            case [_, _] if self.keeps_certificate:
                self.stage = Stage.ISSUED
            case [_, _]:
                self.stage, self.issue_run_key = Stage.RELEASED, run_key
                self.set_deadline(issue_run(batch_id=self.batch_id, key=run_key, now=now))
            case [part]:
                self._keep(part, now=now)
            case _:
                self.stage = Stage.CANCELLED if self.result.cancelled_parts else Stage.FAILED

    def _keep(self, part: Part, *, now: datetime) -> None:
        self.stage = Stage.KEPT
        self.kept_part = part
        self.kept_until = same_day_years_later(beijing_day(now), years=KEPT_YEARS)
        self.record(
            PartKept(
                application_id=self.id,
                batch_id=self.batch_id,
                part=part,
                occupation_code=self.occupation_code,
                level=self.level,
                valid_until=self.kept_until,
                kept_at=now,
            )
        )
