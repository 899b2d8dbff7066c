"""Deciding what is done, and entering what came of it."""

from collections.abc import Collection
from datetime import datetime

from libs.chassis.domain import Query
from services.incident.domain.incident import Incident
from services.incident.domain.measures.affected import Affected, AffectedPaper, AffectedSession
from services.incident.domain.measures.disposition import Answer, Completion
from services.incident.domain.measures.dispositions import limited_to_those_named
from services.incident.domain.measures.exam_world import PlannedSession, subject
from services.incident.domain.measures.measures import Measure
from services.incident.domain.people import Person, StaffAct
from services.incident.ports import DispositionDesk, Incidents

EVERYBODY_OF_A_SESSION = 500


async def _affected(desk: DispositionDesk, measure: Measure) -> Affected:
    """Exactly whom and what a measure touches, as far as the other services have said."""
    planned = [await desk.sessions.find_one(session_id) for session_id in measure.session_ids]
    known = [session for session in planned if session is not None]
    sessions = [await _with_candidates(desk, session) for session in known]
    subjects = sorted({subject(one.batch_id, one.occupation_code, one.level, one.part) for one in known})
    papers = [paper for one in subjects for paper in (await desk.papers.find(Query({"subject": one}))).items]
    written = [AffectedPaper(paper_id=paper.id, form=paper.form) for paper in papers]
    return limited_to_those_named(measure, Affected(sessions=sessions, papers=written))


async def _with_candidates(desk: DispositionDesk, session: PlannedSession) -> AffectedSession:
    seated = await desk.candidates.find(Query({f"{session.part}_session": session.id}, limit=EVERYBODY_OF_A_SESSION))
    return AffectedSession(
        session_id=session.id,
        room=session.room,
        part=session.part,
        occupation_code=session.occupation_code,
        level=session.level,
        starts_at=session.starts_at,
        application_ids=[candidate.id for candidate in seated.items],
    )


async def _planned_in(desk: DispositionDesk, batch_id: str, ids: Collection[str]) -> set[str]:
    """Which of these are planned sessions of the batch."""
    planned = [await desk.sessions.find_one(session_id) for session_id in ids]
    return {session.id for session in planned if session and session.batch_id == batch_id}


async def propose_disposition(desk: DispositionDesk, *, id: str, measure: Measure, by: Person, now: datetime) -> int:
    """Put a disposition forward; answers its number."""
    incident = await desk.incidents.get(id)
    planned = await _planned_in(desk, incident.batch_id, measure.session_ids)
    affected = await _affected(desk, measure)
    disposition = incident.propose(measure, by=by, now=now, affected=affected, planned=planned)
    desk.incidents.save(incident)
    return disposition.number


async def preview_disposition(incident: Incident, desk: DispositionDesk, *, number: int) -> Affected:
    """Whom a disposition touches, before it is approved."""
    return await _affected(desk, incident.dispositions.numbered(number).measure)


async def approve_disposition(desk: DispositionDesk, *, id: str, number: int, seen: str | None, act: StaffAct) -> None:
    """Let a disposition happen, to those whom its preview shows."""
    incident = await desk.incidents.get(id)
    affected = await preview_disposition(incident, desk, number=number)
    incident.approve(number, by=act.by, now=act.at, affected=affected, seen=seen)
    desk.incidents.save(incident)


async def refuse_disposition(incidents: Incidents, *, id: str, number: int, reason: str, act: StaffAct) -> None:
    incident = await incidents.get(id)
    incident.refuse(number, reason=reason, by=act.by, now=act.at)
    incidents.save(incident)


async def complete_disposition(
    incidents: Incidents, *, id: str, number: int, completion: Completion, act: StaffAct
) -> None:
    """Enter that people have done their part."""
    incident = await incidents.get(id)
    incident.complete(number, note=completion.note, by=act.by, now=act.at, at=completion.at)
    incidents.save(incident)


async def note_answer(incidents: Incidents, *, id: str, answer: Answer, now: datetime) -> None:
    """Enter what another service answered to a disposition."""
    incident = await incidents.get(id)
    incident.note_answer(answer, now=now)
    incidents.save(incident)
