"""What scoring has forms about beside the year: the sessions of a batch."""

from dataclasses import dataclass

from libs.chassis.domain import every
from libs.contracts.beijing import end_of_beijing_day
from libs.contracts.names import LEVEL_NAMES, PART_NAMES
from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject
from services.scoring.domain.session import Session
from services.scoring.ports import Sessions


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds sessions by their ids. One that is called off lacks nothing."""

    sessions: Sessions

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises `SubjectNotFoundError`."""
        session = await self.sessions.find_one(identifier) if kind == "session" else None
        if session is None:
            raise SubjectNotFoundError
        return _session(session)

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The sessions of a batch."""
        sessions = every(self.sessions, {"batch_id": file_id})
        return [_session(session) async for session in sessions if not session.called_off]


def _session(session: Session) -> Subject:
    """Its moments are known once it has ended; a theory session has no panel, so its markers act by their roles."""
    panel = frozenset(session.panel)
    leader = frozenset({session.leader}) if session.leader else frozenset()
    ended_at = session.finished_at
    return Subject(
        kind="session",
        id=session.id,
        file_id=session.batch_id,
        title=f"{PART_NAMES[session.part]} {session.id}",
        facts=(
            ("批次", session.batch_id),
            ("场次", session.id),
            ("科目", PART_NAMES[session.part]),
            ("职业编码", session.occupation_code),
            ("等级", LEVEL_NAMES[session.level]),
            ("到考人数", str(len(session.present))),
        ),
        tags=frozenset({session.part}),
        people={"examiner": panel, "examiner:leader": leader},
        anchors={"day-end": end_of_beijing_day(ended_at)} if ended_at else {},
    )
