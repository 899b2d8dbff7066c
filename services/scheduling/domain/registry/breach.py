"""What somebody of the staff does against the rules, on the scale of the staff, and what follows (DIS-25 to DIS-32)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from libs.chassis.domain import Act, Decision
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.errors.breach import (
    BreachAppealedError,
    BreachDecidedError,
    BreachNotAppealedError,
    BreachNotUpheldError,
    BreachOfAnotherDayError,
    DecidedByTheSameError,
    EmployerNotToldError,
    MeasureOffTheScaleError,
)
from services.scheduling.domain.forms.conduct import GRADED, MEASURES, STAFF_ACTS

# What may follow, by the act.
SCALE: Final = {
    "absent": ("truancy",),
    "appearance": ("sent-away",),
    "neglect": ("by-loss",),
    "unreported": ("dereliction",),
    "leak": GRADED,
    "favour": GRADED,
}
ENDS_THE_DAY: Final = frozenset({"truancy", "sent-away"})
DISMISSAL: Final = "dismissal"


@dataclass(frozen=True, kw_only=True)
class BreachSeen:
    """What is reported of somebody: when it was done, and what happened. `external`: lent by another employer."""

    act: str
    on: date
    facts: str
    external: bool


@dataclass(frozen=True, kw_only=True)
class BreachVerdict:
    """Whether it is upheld, with which measure; `employer_told_on` of somebody lent, `referred_to` of a crime."""

    upheld: bool
    measure: str | None
    employer_told_on: date | None = None
    referred_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachAppeal:
    """What the person says against it, and what was ruled by somebody else than who decided."""

    text: str
    made_on: date
    ruled: Decision | None = None
    is_granted: bool = False


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One act on record: reported, decided by another, and in force unless an appeal undid it."""

    number: int
    seen: BreachSeen
    reported_by: str
    reported_at: datetime
    verdict: BreachVerdict | None = None
    decision: Decision | None = None
    appeal: BreachAppeal | None = None

    @classmethod
    def report(cls, seen: BreachSeen, act: Act, *, number: int) -> "Breach":
        """Put on record what was done, on a day that has begun."""
        if seen.on > beijing_day(act.at):
            raise BreachOfAnotherDayError
        return cls(number=number, seen=seen, reported_by=act.by, reported_at=act.at)

    @property
    def holds(self) -> bool:
        """Whether it was upheld and no appeal has undone it."""
        upheld = self.verdict is not None and self.verdict.upheld
        return upheld and not (self.appeal is not None and self.appeal.is_granted)

    @property
    def measure(self) -> str | None:
        """What follows from it now."""
        return self.verdict.measure if self.verdict and self.holds else None

    @property
    def dismisses(self) -> bool:
        """Whether the person is off the list: dismissed, or lent by an employer and sent back (DIS-32)."""
        return self.holds and (self.measure == DISMISSAL or self.seen.external)

    def sends_away_on(self, day: date) -> bool:
        """Whether the person does no duty any more on that day."""
        return self.measure in ENDS_THE_DAY and self.seen.on == day

    def decided(self, verdict: BreachVerdict, decision: Decision) -> "Breach":
        """Somebody else decides, once: a measure that the scale has for the act, or none."""
        if self.verdict is not None:
            raise BreachDecidedError(self.number)
        if decision.by == self.reported_by:
            raise DecidedByTheSameError
        if verdict.upheld:
            among = SCALE[self.seen.act]
            if verdict.measure not in among:
                raise MeasureOffTheScaleError(STAFF_ACTS[self.seen.act], "、".join(MEASURES[one] for one in among))
            if self.seen.external and verdict.employer_told_on is None:
                raise EmployerNotToldError
        return replace(self, verdict=verdict if verdict.upheld else replace(verdict, measure=None), decision=decision)

    def appealed(self, text: str, act: Act) -> "Breach":
        """What the person says against it, as the office received it; once."""
        if self.verdict is None or not self.verdict.upheld:
            raise BreachNotUpheldError(self.number)
        if self.appeal is not None:
            raise BreachAppealedError(self.number)
        return replace(self, appeal=BreachAppeal(text=text, made_on=beijing_day(act.at)))

    def ruled(self, decision: Decision, *, is_granted: bool) -> "Breach":
        """Somebody else than who reported or decided rules on the appeal; granted, nothing follows any more."""
        if self.appeal is None or self.appeal.ruled is not None or self.decision is None:
            raise BreachNotAppealedError(self.number)
        if decision.by in {self.reported_by, self.decision.by}:
            raise DecidedByTheSameError
        return replace(self, appeal=replace(self.appeal, ruled=decision, is_granted=is_granted))
