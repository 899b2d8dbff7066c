"""Whoever may not apply: by which clause, until when, reviewed by a second person (限制报名)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.beijing import beijing_day
from services.registration.domain.bars.errors import BarDecidedError, BarOverError, OwnBarError


class BarState(StrEnum):
    """A bar stands once a second person has confirmed it, until its last day or until it is lifted."""

    PROPOSED = "proposed"
    STANDING = "standing"
    DROPPED = "dropped"
    LIFTED = "lifted"


@dataclass(frozen=True, kw_only=True)
class BarGround:
    """Why, and until when; the last day counts. No day: until it is lifted."""

    clause: str
    document: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class BarredPerson:
    """Whom an entry names, as it was typed; it is sealed before it is kept."""

    name: str
    id_number: str


@dataclass(kw_only=True)
class Bar(Aggregate):
    """Of one person, known by the fingerprint of the identifier; name and number lie sealed."""

    id: str
    person: str
    name: str
    id_number: str
    ground: BarGround
    proposed_by: str
    proposed_at: datetime
    state: BarState = BarState.PROPOSED
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lifted_why: str = ""

    def __post_init__(self) -> None:
        if self.state is BarState.PROPOSED and not self.reaches(beijing_day(self.proposed_at)):
            raise BarOverError

    def review(self, act: Act, *, confirmed: bool) -> None:
        """A second person has looked at the document."""
        if self.state is not BarState.PROPOSED:
            raise BarDecidedError
        if act.by == self.proposed_by:
            raise OwnBarError

        self.state = BarState.STANDING if confirmed else BarState.DROPPED
        self.reviewed_by, self.reviewed_at = act.by, act.at

    def lift(self, decision: Decision) -> None:
        """End it before its day."""
        if self.state is not BarState.STANDING:
            raise BarDecidedError

        self.state = BarState.LIFTED
        self.lifted_by, self.lifted_at, self.lifted_why = decision.by, decision.at, decision.reason

    def reaches(self, day: date) -> bool:
        """Whether its time is not over on a day."""
        return self.ground.until is None or day <= self.ground.until

    def stands_on(self, day: date) -> bool:
        """Whether it keeps its person from applying on a day."""
        return self.state is BarState.STANDING and self.reaches(day)
