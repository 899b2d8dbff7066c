"""Who examines, who applied for what, who came: what the bus tells before there is anything to mark."""

from collections.abc import Collection
from datetime import datetime

from libs.chassis.domain import every
from libs.contracts.scheduling import CandidateScheduled, ExamFinished, SessionCalledOff, SessionPlanned
from services.scoring.domain.blind_code import blind_code, blind_code_text
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodedScript, CodingRecord
from services.scoring.domain.errors import ScheduleNotYetKnownError, SessionNotYetPlannedError
from services.scoring.domain.result import CANCELLED
from services.scoring.domain.score_list import ListState, ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session, list_id_of
from services.scoring.ports import Candidates, Codes, Fingerprints, Handling, Lists, Scripts, Sessions
from services.scoring.use_cases.dispositions import finished_session, make_void, note_disposition

SCHEDULING = "scheduling"


async def plan_session(sessions: Sessions, lists: Lists, *, event: SessionPlanned, seq: int) -> None:
    """Know who examines in a session."""
    session = await _session(sessions, event)
    session.plan(
        panel=[one.staff_id for one in event.staff if one.duty in ("leader", "examiner")],
        leader=next((one.staff_id for one in event.staff if one.duty == "leader"), None),
        planned_at=event.planned_at,
        seq=seq,
    )
    sessions.save(session)
    await _score_list(lists, session)


async def schedule_candidate(
    candidates: Candidates, handling: Handling, *, event: CandidateScheduled, seq: int, now: datetime
) -> None:
    """Know which parts a candidate applied for. Whoever sits one again has sat the earlier session in vain (INC-16)."""
    newer = Candidate(
        id=event.application_id,
        list_id=list_id_of(event.batch_id, event.occupation_code, event.level),
        ticket_number=event.ticket_number,
        sittings={sitting.part: sitting.session_id for sitting in event.sittings},
        scheduled_at=event.scheduled_at,
    )
    candidate = await candidates.find_one(newer.id) or newer
    candidate.reschedule(newer, seq=seq)
    candidates.save(candidate)
    for sitting in event.sittings:
        if sitting.resit_of:
            sat = [await finished_session(handling, sitting.resit_of)]
            await make_void(handling, candidate.id, sat, incident_id=None, by=SCHEDULING, now=now)
            resit = await handling.sessions.find_one(sitting.session_id)
            if resit and resit.called_off:
                await _post_called_off(handling, candidate, resit, now=now)


async def code_scripts(  # noqa: PLR0913 -- a session's end touches all of these
    sessions: Sessions,
    candidates: Candidates,
    codes: Codes,
    scripts: Scripts,
    lists: Lists,
    *,
    fingerprints: Fingerprints,
    event: ExamFinished,
) -> None:
    """Put a blind code on the script of everybody who came, and note who did not."""
    session = await _session(sessions, event)
    present = [one.application_id for one in event.present]
    if session.has_attendance(present=present, absent=event.absent):
        return
    session.finish(present=present, absent=event.absent, finished_at=event.finished_at)
    sessions.save(session)
    score_list = await _score_list(lists, session)
    if score_list.state is not ListState.OPEN:
        await _take_late(sessions, candidates, score_list, session)
        lists.save(score_list)

    entries: dict[str, CodedScript] = {}
    for sat in event.present:
        code = await _free_code(scripts, fingerprints, session.id, sat.application_id, entries)
        entries[code] = CodedScript(application_id=sat.application_id, code=code, form=sat.form)
        scripts.save(
            Script(
                id=code,
                session_id=session.id,
                batch_id=session.batch_id,
                occupation_code=session.occupation_code,
                level=session.level,
                part=session.part,
                form=sat.form,
            )
        )
    codes.save(CodingRecord(id=session.id, list_id=session.list_id, entries=list(entries.values())))


async def _take_late(sessions: Sessions, candidates: Candidates, score_list: ScoreList, late: Session) -> None:
    """What ends after the check is checked again; after the approval only a resit of what is void is taken.

    Void is what the schedule of the resit makes so: as long as somebody's has not come, nothing can be said.
    """
    if score_list.state is ListState.CHECKED:
        score_list.note_late_session()
        return
    of_part = [one async for one in every(sessions, {"list_id": late.list_id}) if one.part == late.part]
    void = {application_id for session in of_part for application_id in session.voided}
    counting = sorted({*late.present, *late.absent} - void)
    for application_id in counting:
        candidate = await candidates.find_one(application_id)
        if candidate is None or candidate.sittings.get(late.part) != late.id:
            raise ScheduleNotYetKnownError(application_id)
    if counting:
        score_list.must_not_be_registered()
    score_list.take_resit()


async def call_off_session(
    candidates: Candidates, handling: Handling, *, event: SessionCalledOff, now: datetime
) -> None:
    """Wait no longer for a session that was stopped or is not held; whoever was to sit again there is told so."""
    session = await handling.sessions.find_one(event.session_id)
    if session is None:
        raise SessionNotYetPlannedError(event.session_id)
    if event.called_off == "cancelled":
        session.call_off()
        handling.sessions.save(session)
    if session.called_off:
        await note_disposition(handling, session)
        for application_id in event.application_ids:
            candidate = await candidates.find_one(application_id)
            if candidate:
                await _post_called_off(handling, candidate, session, now=now)


async def _post_called_off(handling: Handling, candidate: Candidate, resit: Session, *, now: datetime) -> None:
    """A posted part that is void is awaited no longer when its resit is not held (INC-16, INC-24)."""
    result = await handling.results.find_one(candidate.id)
    if result and candidate.sittings.get(resit.part) == resit.id and resit.part in result.void:
        result.sit_again({resit.part: CANCELLED}, by=SCHEDULING, now=now)
        handling.results.save(result)


async def _session(sessions: Sessions, event: SessionPlanned | ExamFinished) -> Session:
    """The session an event is about; either event may be the first to tell of it."""
    return await sessions.find_one(event.session_id) or Session(
        id=event.session_id,
        batch_id=event.batch_id,
        part=event.part,
        occupation_code=event.occupation_code,
        level=event.level,
    )


async def _score_list(lists: Lists, session: Session) -> ScoreList:
    """The list a session's results go to. A known list is not written, so that many sessions do not crowd on it."""
    known = await lists.find_one(session.list_id)
    if known is not None:
        return known
    new = ScoreList(
        id=session.list_id, batch_id=session.batch_id, occupation_code=session.occupation_code, level=session.level
    )
    lists.save(new)
    return new


async def _free_code(
    scripts: Scripts, fingerprints: Fingerprints, session_id: str, application_id: str, taken: Collection[str]
) -> str:
    """The code of one candidate's script; the next attempt if another script already carries it."""
    attempt = 0
    while True:
        code = blind_code(fingerprints.fingerprint(blind_code_text(session_id, application_id, attempt)))
        if code not in taken and await scripts.find_one(code) is None:
            return code
        attempt += 1
