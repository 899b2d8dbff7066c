"""What the use cases and views need of the world outside."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from libs.chassis.domain import Repository
from services.incident.domain.duty.roster import Roster
from services.incident.domain.incident import Incident
from services.incident.domain.measures.exam_world import PlannedSession, SealedPaper, SeatedCandidate
from services.incident.domain.notices.notice import Notice, Receipt
from services.incident.domain.notices.notification import Notification
from services.incident.domain.notices.pace import Limit, Turn
from services.incident.domain.preparation.exam_day import ExamDay
from services.incident.domain.preparation.leading_group import LeadingGroup
from services.incident.domain.preparation.preparation import Preparation
from services.incident.domain.record.discovery import JoinedReport

Incidents = Repository[Incident]
JoinedReports = Repository[JoinedReport]
Rosters = Repository[Roster]
Notifications = Repository[Notification]
ExamDays = Repository[ExamDay]
PlannedSessions = Repository[PlannedSession]
SeatedCandidates = Repository[SeatedCandidate]
SealedPapers = Repository[SealedPaper]
LeadingGroups = Repository[LeadingGroup]
Preparations = Repository[Preparation]


@dataclass(frozen=True, kw_only=True)
class IncidentDesk:
    """What an incident is handled with: its file, who is on duty, and what is said to people."""

    incidents: Incidents
    rosters: Rosters
    notifications: Notifications
    joined_reports: JoinedReports


@dataclass(frozen=True, kw_only=True)
class DispositionDesk:
    """What a disposition is decided with: the incident, and what is known of sessions, candidates and papers."""

    incidents: Incidents
    sessions: PlannedSessions
    candidates: SeatedCandidates
    papers: SealedPapers


@dataclass(frozen=True, kw_only=True)
class PreparationDesk:
    """What a drill or a training is entered with."""

    preparations: Preparations
    incidents: Incidents


@dataclass(frozen=True, kw_only=True)
class ReadinessDesk:
    """What the look of the day before needs."""

    exam_days: ExamDays
    rosters: Rosters
    notifications: Notifications


class Channels(Protocol):
    """Delivers notices. Answers within seconds, and never raises for what a channel or an address does."""

    async def send(self, notice: Notice) -> Receipt:
        """Deliver one notice by the channel it names; the same id again is the same message."""
        ...


class Paces(Protocol):
    """How much each robot was sent, counted over all processes."""

    async def take(self, robot: str, turn: Turn, *, limits: Sequence[Limit]) -> datetime | None:
        """Count one message that is sent at once; or answer when to ask again for it."""
        ...

    async def rest(self, robot: str, pause: timedelta) -> datetime:
        """Send it nothing for so long; answers until when that is."""
        ...


class ShownNotice(Protocol):  # one implementation, `Message`: routes do not know the channels
    """A notice as a screen shows it."""

    @property
    def key(self) -> str:
        """The same for the same message."""
        ...

    @property
    def incident_id(self) -> str: ...

    @property
    def title(self) -> str:
        """What it says, in one line."""
        ...

    @property
    def text(self) -> str:
        """What it says below the title."""
        ...

    @property
    def drill(self) -> bool:
        """Whether it is only practised."""
        ...


class Screen(Protocol):
    """One console that is open now."""

    def take(self) -> Sequence[ShownNotice]:
        """What has come since the last call; asking again confirms what was handed out before."""
        ...


class Screens(Protocol):  # one implementation, `Console`: routes do not know the channels
    """Who is looking at a console."""

    def watched_by(self, person_id: str, *, confirms: bool = False) -> AbstractContextManager[Screen]:
        """A screen of this person, as long as it is open; one that confirms says itself what it has shown."""
        ...

    def confirm(self, person_id: str, key: str) -> None:
        """A screen of this person that confirms has shown this."""
        ...


Paper = Literal["timeline", "register"]


class Printer(Protocol):
    """Prints the file of an incident, or the register of a batch."""

    async def print(self, paper: Paper, content: Mapping[str, object], *, at: datetime) -> bytes:
        """Answers the bytes of a PDF."""
        ...


class Work(Protocol):  # one implementation, `UnitOfWork`: whoever sends must not store by it
    """The commit that a handler is part of."""

    def after_commit(self, act: Callable[[], object]) -> None:
        """Do this when the commit has succeeded."""
        ...


class Sender(Protocol):
    """Sends beside the timers, so that a slow channel keeps no escalation waiting."""

    def start(self, notice: Notice) -> None:
        """Send a notice and enter the receipt, some time soon."""
        ...

    async def shown(self, notice_id: str, person_id: str) -> None:
        """Enter that a console of the person has shown a notice."""
        ...


class ToShow(Protocol):
    """What people are to be told on a console."""

    async def to(self, person_id: str, *, since: datetime) -> list[Notification]:
        """What this person has not dismissed, decided then or later."""
        ...


class Changes(Protocol):
    """Committed incidents by when something last happened to them."""

    def pages(self, moment: datetime, *, size: int) -> AsyncIterator[list[Incident]]:
        """Those that changed at that moment or later, the oldest change first, so many at a time."""
        ...
