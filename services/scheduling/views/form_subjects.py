"""What scheduling has forms about: a batch, a site of a batch, a session."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from libs.chassis.domain import every
from libs.contracts.beijing import BEIJING
from libs.contracts.names import LEVEL_NAMES, PART_NAMES
from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject
from services.scheduling.domain.local_time import at_local
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import BatchPlans, Sessions

ROLES = {
    "chief-invigilator": "invigilator",
    "deputy-invigilator": "invigilator",
    "leader": "examiner",
    "examiner": "examiner",
    "supervisor": "supervisor",
}


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds them by their kinds and ids. A session is one from its announcement on."""

    sessions: Sessions
    plans: BatchPlans

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises `SubjectNotFoundError`."""
        found = await (self._session(identifier) if kind == "session" else self._place(kind, identifier))
        if found is None:
            raise SubjectNotFoundError
        return found

    async def _session(self, identifier: str) -> Subject | None:
        session = await self.sessions.find_one(identifier)
        return _session(session) if session and session.state.was_announced else None

    async def _place(self, kind: str, identifier: str) -> Subject | None:
        batch_id, _, site = identifier.partition("~")
        if bool(site) != (kind == "site") or not await self.plans.find_one(batch_id):
            return None
        held = [one for one in await self._announced(batch_id) if site in {"", one.site}]
        return _place(kind, batch_id, site, held) if held or not site else None

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The batch, its sites, and its sessions in order of their beginning; what was cancelled lacks nothing."""
        if not await self.plans.find_one(file_id):
            return []
        held = [one for one in await self._announced(file_id) if one.state is not SessionState.CANCELLED]
        at_site = defaultdict(list)
        for session in held:
            at_site[session.site].append(session)
        return [
            _place("batch", file_id, "", held),
            *(_place("site", file_id, site, sessions) for site, sessions in sorted(at_site.items())),
            *(_session(session) for session in sorted(held, key=lambda one: (one.starts_at, one.id))),
        ]

    async def _announced(self, batch_id: str) -> list[Session]:
        return [one async for one in every(self.sessions, {"batch_id": batch_id}) if one.state.was_announced]


def _session(session: Session) -> Subject:
    is_set = session.state is not SessionState.POSTPONED
    ended_at = session.finished_at or session.ends_at
    anchors = {"start": session.starts_at, "end": ended_at, "day-end": _day_end(ended_at)} if is_set else {}
    anchors |= {"eve-end": _day_begin(session.starts_at)} if is_set else {}
    return Subject(
        kind="session",
        id=session.id,
        file_id=session.batch_id,
        title=f"{PART_NAMES[session.part]} {session.room_id} {_clock(session.starts_at)}",
        facts=(
            ("批次", session.batch_id),
            ("考点", session.site),
            ("考场", session.room_id),
            ("科目", PART_NAMES[session.part]),
            ("职业编码", session.occupation_code),
            ("等级", LEVEL_NAMES[session.level]),
            ("考试时间", f"{_clock(session.starts_at)} 至 {session.ends_at.astimezone(BEIJING):%H:%M}"),
            ("编排人数", str(len(session.seats))),
        ),
        tags=frozenset({session.part}),
        people=_people([session]),
        anchors=anchors,
    )


def _place(kind: str, batch_id: str, site: str, sessions: Iterable[Session]) -> Subject:
    """A batch or a site of it, with everybody on duty there."""
    held = [one for one in sessions if one.state is not SessionState.POSTPONED]
    starts, ends = [one.starts_at for one in held], [one.finished_at or one.ends_at for one in held]
    days = sorted({one.day.isoformat() for one in held})
    anchors = {"first-start": min(starts), "last-end": max(ends), "day-end": _day_end(max(ends))} if held else {}
    anchors |= {"eve-end": _day_begin(min(starts))} if held else {}
    facts = [
        ("批次", batch_id),
        *([("考点", site)] if site else []),
        ("考试日期", "、".join(days)),
        ("场次", str(len(held))),
    ]
    return Subject(
        kind=kind,
        id=f"{batch_id}~{site}" if site else batch_id,
        file_id=batch_id,
        title=site or batch_id,
        facts=facts,
        tags=frozenset(one.part for one in held),
        people=_people(sessions),
        anchors=anchors,
    )


def _people(sessions: Iterable[Session]) -> dict[str, frozenset[str]]:
    """Who acts there in which role, and on which duty."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for role in ROLES.values():
        people[role] = set()
    for session in sessions:
        for staff_id, post in session.on_duty.posts:
            people[ROLES[post]].add(staff_id)
            people[f"{ROLES[post]}:{post}"].add(staff_id)
    return {role: frozenset(who) for role, who in people.items()}


def _day_end(moment: datetime) -> datetime:
    """Midnight after the day, by the site's clock."""
    return at_local(moment.astimezone(BEIJING).date() + timedelta(days=1), time())


def _day_begin(moment: datetime) -> datetime:
    """Midnight before the day, by the site's clock: what is done the day before is done by then."""
    return at_local(moment.astimezone(BEIJING).date(), time())


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"
