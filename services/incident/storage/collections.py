"""Where incidents and what belongs to them are kept, and what they are found by."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from libs.chassis.domain import Query
from libs.chassis.store.files import Piece
from libs.chassis.store.port import Absent, Collection, Index, OutboxEvent, Store, Waiting
from libs.chassis.store.unit_of_work import Transactions
from services.incident.domain.duty.errors import RosterNotFoundError
from services.incident.domain.duty.roster import Roster
from services.incident.domain.errors import IncidentNotFoundError
from services.incident.domain.incident import Incident
from services.incident.domain.measures.exam_world import PlannedSession, SealedPaper, SeatedCandidate
from services.incident.domain.notices.errors import NoticeNotFoundError
from services.incident.domain.notices.notification import NoticeState, Notification
from services.incident.domain.notices.pace import Pace
from services.incident.domain.preparation.exam_day import ExamDay
from services.incident.domain.preparation.leading_group import LeadingGroup
from services.incident.domain.preparation.preparation import Preparation
from services.incident.domain.record.discovery import JoinedReport
from services.incident.views.statistics import AnnouncedIncidents

SHOWN_AT_ONCE: Final = 200

INCIDENTS = Collection(
    "incidents",
    Incident,
    missing=IncidentNotFoundError,
    waiting=Waiting({"is_open": True}, lambda incident: incident.awaited),
    indexes=[
        Index("batch_id"),
        Index("is_open"),
        Index("is_drill"),
        Index(
            "discovered_at",
            read=lambda incident: incident.first_report.discovered_at,
            within=("batch_id", "is_drill"),
        ),
        Index(
            "next_due_at",
            read=lambda incident: min(incident.next_due.values(), default=None),
            within=("is_open", "is_drill"),
        ),
        Index("changed_at"),
    ],
)
JOINED_REPORTS = Collection("joined_reports", JoinedReport)
ROSTERS = Collection("rosters", Roster, missing=RosterNotFoundError)
NOTIFICATIONS = Collection(
    "notifications",
    Notification,
    missing=NoticeNotFoundError,
    waiting=Waiting({"state": NoticeState.WAITING}, lambda notice: [notice.turn]),
    indexes=[
        Index("incident_id"),
        Index("decided_at"),
        Index("state"),
        Index("shown_to", read=lambda one: one.person_id if one.is_to_be_shown else None),
    ],
)
EXAM_DAYS = Collection(
    "exam_days",
    ExamDay,
    indexes=[Index("batch_id")],
    waiting=Waiting({}, lambda exam_day: [] if exam_day.checked_at else [exam_day.look]),
)
SESSIONS = Collection("sessions", PlannedSession, indexes=[Index("starts_at")])
CANDIDATES = Collection("candidates", SeatedCandidate, indexes=[Index("theory_session"), Index("practical_session")])
PAPERS = Collection("papers", SealedPaper, indexes=[Index("subject")])
LEADING_GROUPS = Collection(
    "leading_groups", LeadingGroup, missing=Absent("leading-group-not-founded", "尚未登记突发性事件应急处理领导小组。")
)
PACES = Collection("paces", Pace)
PREPARATIONS = Collection("preparations", Preparation, indexes=[Index("kind"), Index("held_on")])
PHOTOS = Collection("photos", Piece)
COLLECTIONS: Final[list[Collection[Any]]] = [
    INCIDENTS,
    JOINED_REPORTS,
    ROSTERS,
    NOTIFICATIONS,
    EXAM_DAYS,
    SESSIONS,
    CANDIDATES,
    PAPERS,
    LEADING_GROUPS,
    PREPARATIONS,
    PHOTOS,
    PACES,
]


class NoticesToShow:
    """What a person is to be told and has not dismissed, read afresh each time from what any process has decided."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def to(self, person_id: str, *, since: datetime) -> list[Notification]:
        """Decided then or later, the oldest first; what is settled since is left out."""
        work = self._transactions.begin()
        page = await work.of(NOTIFICATIONS).find(
            Query({"shown_to": person_id}, order_by="decided_at", at_least={"decided_at": since}, limit=SHOWN_AT_ONCE)
        )
        found: list[Notification] = []
        for one in page.items:
            incident = await work.of(INCIDENTS).find_one(one.incident_id)
            if not (
                incident and incident.needs_no_notice(one.person_id, urgency=one.urgency, decided_at=one.decided_at)
            ):
                found.append(one)
        return found


class IncidentsAnnounced:
    """Reads along the log of committed events, whose positions are the order of the commits on either store."""

    def __init__(self, store: Store, transactions: Transactions) -> None:
        self._store = store
        self._transactions = transactions

    async def since(self, position: int | None, *, size: int) -> AsyncIterator[AnnouncedIncidents]:
        newest = await self._store.last_position()
        while position is not None and position < newest:
            events = await self._store.feed(after=position, limit=size)
            if not events or events[0].position != position + 1:
                position = None
                break
            position = events[-1].position
            yield AnnouncedIncidents(await self._those_of(events), position)
        if position is None:
            async for page in self._everything(size):
                yield AnnouncedIncidents(page, None)
            yield AnnouncedIncidents([], newest)

    async def _those_of(self, events: list[OutboxEvent]) -> list[Incident]:
        incidents = self._transactions.begin().of(INCIDENTS)
        subjects = dict.fromkeys(event.aggregate for event in events)
        ids = [subject.partition("/")[2] for subject in subjects if subject.startswith(f"{INCIDENTS.name}/")]
        return [await incidents.get(identifier) for identifier in ids]

    async def _everything(self, size: int) -> AsyncIterator[list[Incident]]:
        after: str | None = None
        while True:
            page = await self._transactions.begin().of(INCIDENTS).find(Query(after=after, limit=size))
            yield page.items
            after = page.next
            if after is None:
                return


class IncidentChanges:
    """Reads committed incidents afresh each time, for those who watch."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def pages(self, moment: datetime, *, size: int) -> AsyncIterator[list[Incident]]:
        """Those that changed at that moment or later, the oldest change first; no page is held when the next is."""
        after: str | None = None
        while True:
            page = await (
                self._transactions.begin()
                .of(INCIDENTS)
                .find(Query(order_by="changed_at", at_least={"changed_at": moment}, after=after, limit=size))
            )
            yield page.items
            after = page.next
            if after is None:
                return
