"""What is known of a batch: who holds it, and when it is examined."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from libs.chassis.domain import Aggregate
from libs.contracts.beijing import beijing_day


@dataclass(kw_only=True)
class SessionDay(Aggregate):
    """When one session ends, by the newest word; what is called off counts no more. Its id is the session's.

    `newest` is the number of that word among all that scheduling told of the session.
    """

    id: str
    batch_id: str
    ends_on: date | None
    newest: int = 0

    def follow(self, told: "SessionDay") -> None:
        """Keep the newer word of the two."""
        if told.newest > self.newest:
            self.ends_on, self.newest = told.ends_on, told.newest


@dataclass(kw_only=True)
class Batch(Aggregate):
    """A batch as registration opened it. `listed_on` is the day on which the platform's list was last looked at."""

    id: str
    institution: str
    opened_at: datetime
    listed_on: date | None = None
    last_day: date | None = None
    differences: list["Difference"] = field(default_factory=list)

    @property
    def year(self) -> int:
        return beijing_day(self.opened_at).year


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One certificate that the platform and we do not have alike. Values are not kept: columns may hold a person's."""

    number: str
    kind: str
    columns: tuple[str, ...] = ()


@dataclass(kw_only=True)
class KnownHolder(Aggregate):
    """Who an approved application is about, as registration said it; its id is the application's."""

    id: str
    batch_id: str
    name: str
    id_number: str
    id_kind: str
    occupation: str
    work_type: str
    sex: str = ""
    employer: str = ""


@dataclass(kw_only=True)
class Ticket(Aggregate):
    """The ticket number of one candidate, by the newest word of scheduling; its id is the application's."""

    id: str
    number: str
    newest: int

    def follow(self, told: "Ticket") -> None:
        """Keep the newer word of the two."""
        if told.newest > self.newest:
            self.number, self.newest = told.number, told.newest


def last_day_of(sessions: Iterable[SessionDay]) -> date | None:
    """The day on which a batch ends."""
    return max((one.ends_on for one in sessions if one.ends_on), default=None)
