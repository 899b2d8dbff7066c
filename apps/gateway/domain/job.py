"""Long work that somebody ordered: it goes on when the page is closed, and when the process that does it is killed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from apps.gateway.domain.errors import JobLostError
from libs.chassis.domain import Aggregate

LEASE = timedelta(seconds=30)
KEPT = timedelta(days=1)
# Whoever has not got through by then is told, and orders it again.
LONGEST = timedelta(hours=6)
# A job that ends its process each time is not begun for ever.
MOST_TAKES = 5
GIVEN_UP = "多次中断，没有办成。请联系运维人员查看日志。"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class JobFile:
    """What came of a job, in sealed pieces beside it."""

    name: str
    media_type: str
    size: int
    pieces: int


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """How much came of one step, and where it goes on; no cursor: that was all. `said` is then what is said of it."""

    pieces: int
    done: int
    cursor: str
    said: str


@dataclass(kw_only=True)
class Job(Aggregate):
    """Ordered, taken by one process at a time, gathered piece by piece, and in the end a file, a sentence, or both.

    Whoever holds it says so before `free_at`; a holder that was killed does not, and the next goes on at `cursor`.
    `given` is what its kind asks for; `proved_at` is when its owner last showed the second factor before ordering it,
    `amr` what was shown then.
    With `discloses`, there are whole identifiers in its file. `is_news` until its owner has taken note.
    """

    id: str
    account_id: str
    kind: str
    title: str
    given: dict[str, str]
    discloses: bool
    proved_at: datetime
    amr: list[str] = field(default_factory=lambda: ["pwd", "otp"])
    ordered_at: datetime
    state: JobState = JobState.WAITING
    holder: str = ""
    free_at: datetime
    takes: int = 0
    cursor: str = ""
    is_gathered: bool = False
    pieces: int = 0
    done: int = 0
    file: JobFile | None = None
    said: str = ""
    is_news: bool = False
    forget_at: datetime

    @classmethod
    def order(  # noqa: PLR0913 -- what is ordered, by whom
        cls,
        *,
        id: str,
        account_id: str,
        kind: str,
        title: str,
        given: dict[str, str],
        discloses: bool,
        proved_at: datetime,
        now: datetime,
    ) -> Self:
        return cls(
            id=id,
            account_id=account_id,
            kind=kind,
            title=title,
            given=given,
            discloses=discloses,
            proved_at=proved_at,
            ordered_at=now,
            free_at=now,
            forget_at=now + LONGEST + KEPT,
        )

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    def take(self, holder: str, now: datetime) -> None:
        """Work on it from now on. One that was taken so often in vain is given up instead."""
        if self.takes == MOST_TAKES or now >= self.ordered_at + LONGEST:
            self._end(JobState.FAILED, GIVEN_UP, now)
            return

        self.takes += 1
        self.state, self.holder = JobState.RUNNING, holder
        self.free_at = now + LEASE

    def hold(self, holder: str, now: datetime) -> None:
        """It is still worked on. Raises `JobLostError`."""
        self._must_be_held_by(holder)

        self.free_at = now + LEASE

    def go_on(self, holder: str, gathered: Gathered, now: datetime) -> None:
        """Some more was gathered. Raises `JobLostError`."""
        self.hold(holder, now)

        self.takes = 0
        self.cursor, self.is_gathered = gathered.cursor, not gathered.cursor
        self.pieces += gathered.pieces
        self.done += gathered.done
        self.said = gathered.said

    def wait(self, holder: str, *, until: datetime) -> None:
        """What it needs is away: whoever comes then goes on. Raises `JobLostError`."""
        self._must_be_held_by(holder)

        self.state, self.holder = JobState.WAITING, ""
        self.takes -= 1
        self.free_at = until

    def finish(self, holder: str, *, file: JobFile | None, now: datetime) -> None:
        """Raises `JobLostError`."""
        self._must_be_held_by(holder)

        self.file = file
        self._end(JobState.DONE, self.said, now)

    def fail(self, holder: str, sentence: str, now: datetime) -> None:
        """Raises `JobLostError`."""
        self._must_be_held_by(holder)

        self._end(JobState.FAILED, sentence, now)

    def note(self) -> None:
        """Its owner knows."""
        self.is_news = False

    def _must_be_held_by(self, holder: str) -> None:
        if not self.is_open or self.holder != holder:
            raise JobLostError

    def _end(self, state: JobState, said: str, now: datetime) -> None:
        self.state, self.said, self.holder, self.is_news = state, said, "", True
        self.forget_at = now + KEPT
