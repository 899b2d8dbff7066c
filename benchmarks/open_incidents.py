"""A store full of incidents that are open and in hand: somebody took over, and the leading group knows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.people import Person, Role, StaffAct
from services.incident.domain.record.discovery import Discovery
from services.incident.ports import IncidentDesk
from services.incident.storage.collections import COLLECTIONS, INCIDENTS, JOINED_REPORTS, NOTIFICATIONS, ROSTERS
from services.incident.use_cases import reporting

CHUNK = 200
STAFF = Person("S-9001", frozenset({Role.INVIGILATOR}))


async def fill(path: Path, count: int, *, site_head: str) -> None:
    """Enter so many by the use cases of the service, before it starts; all of their events are published.

    They are in the hands of this site head, who must be on the duty list: who is not on it is called again.
    """
    head = Person(site_head, frozenset({Role.SITE_HEAD}))
    store = SqliteStore(path)
    await store.open(COLLECTIONS)
    transactions = Transactions(store, "incident", lambda *_: None)
    for first in range(0, count, CHUNK):

        async def use(work: UnitOfWork, rooms: range = range(first, min(first + CHUNK, count))) -> None:
            desk = IncidentDesk(
                incidents=work.of(INCIDENTS),
                rosters=work.of(ROSTERS),
                notifications=work.of(NOTIFICATIONS),
                joined_reports=work.of(JOINED_REPORTS),
            )
            for room in rooms:
                await _enter(desk, room, head)

        await transactions.run(use, now=_now)
    while events := await store.unpublished(limit=10_000):
        await store.mark_published([event.position for event in events])
    await store.close()


async def _enter(desk: IncidentDesk, room: int, head: Person) -> None:
    now = _now()
    discovery = Discovery(
        batch_id="2026-autumn",
        site="主考点",
        room=f"第{room}考室",
        description="停电",
        discovered_at=now - timedelta(minutes=1),
        kind="power-or-equipment-failure",
    )
    incident = await reporting.report_incident(desk, discovery=discovery, by=STAFF, now=now)
    await reporting.tell_first_report(
        desk, id=incident.id, word=PassedOn(Hop.LEADING_GROUP, now), act=StaffAct(head, now)
    )


def _now() -> datetime:
    return datetime.now(UTC)
