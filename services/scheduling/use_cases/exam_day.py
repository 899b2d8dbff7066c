"""What is done in a session on its day."""

from datetime import datetime

from libs.chassis.domain import Act, Decision, every
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.registry.site import SiteAct
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.checklist import StepSigning
from services.scheduling.domain.sessions.lots import Draw
from services.scheduling.domain.sessions.misconduct import Misconduct, Observed, SiteRuling
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.signal import Signal
from services.scheduling.ports import NOT_WITHDRAWN, PlanDesk, Sessions


async def check_in(sessions: Sessions, *, session_id: str, application_ids: list[str], act: Act) -> Session:
    """Admit the candidates who have arrived."""
    session = await sessions.get(session_id)
    session.check_in(application_ids, act)
    sessions.save(session)
    return session


async def admit_candidate(
    sessions: Sessions, *, session_id: str, application_id: str, arrival: Arrival
) -> tuple[Session, bool]:
    """Admit one candidate who has arrived; whether this was the first word of it."""
    session = await sessions.get(session_id)
    is_first = session.admit(application_id, arrival)
    sessions.save(session)
    return session, is_first


async def let_candidate_out(sessions: Sessions, *, session_id: str, application_id: str, act: Act) -> Session:
    """A candidate hands in and leaves."""
    session = await sessions.get(session_id)
    session.let_out(application_id, act)
    sessions.save(session)
    return session


async def sign_step(sessions: Sessions, *, session_id: str, name: str, signing: StepSigning) -> Session:
    """Somebody signs a step of the day."""
    session = await sessions.get(session_id)
    session.sign_step(name, signing)
    sessions.save(session)
    return session


async def signal(desk: PlanDesk, *, signal: Signal, actor: SiteAct) -> list[str]:
    """Start, or end, all theory rooms of one site that do so at this moment (EXM-14, EXM-21)."""
    site = await desk.sites.find_one(signal.site)
    actor.must_be_for(signal.site, site)
    where = {"day": beijing_day(signal.at), "site": signal.site, **NOT_WITHDRAWN}
    heard = signal.heard_by([session async for session in every(desk.sessions, where)])
    for session in heard:
        signal.give_to(session, actor)
        desk.sessions.save(session)
    return [session.id for session in heard]


async def start_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the start signal; from then on lateness counts."""
    session = await sessions.get(session_id)
    session.start(act)
    sessions.save(session)


async def call_late_steps(sessions: Sessions, *, session_id: str, now: datetime) -> None:
    """Tell what was not done in time."""
    session = await sessions.get(session_id)
    session.call_late_steps(now)
    sessions.save(session)


async def report_misconduct(sessions: Sessions, *, session_id: str, observed: Observed) -> Misconduct:
    """A candidate acts against the rules."""
    session = await sessions.get(session_id)
    misconduct = session.report_misconduct(observed)
    sessions.save(session)
    return misconduct


async def decide_misconduct(desk: PlanDesk, *, session_id: str, number: int, ruling: SiteRuling) -> Misconduct:
    """Whoever leads the site confirms what follows, or not."""
    session = await desk.sessions.get(session_id)
    ruling.actor.must_be_for(session.site, await desk.sites.find_one(session.site))
    act = ruling.actor.act
    decision = Decision(act.by, act.at, ruling.opinion)
    misconduct = session.decide_misconduct(number, decision, upheld=ruling.upheld)
    desk.sessions.save(session)
    return misconduct


async def disqualify_candidate(desk: PlanDesk, *, application_id: str, now: datetime) -> None:
    """Let a candidate in nowhere any more, in the rooms that are planned and in those to be planned."""
    enrolment = await desk.enrolments.get(application_id)
    enrolment.disqualified_at = enrolment.disqualified_at or now
    desk.enrolments.save(enrolment)
    for sitting in enrolment.sittings:
        session = await desk.sessions.get(sitting.session_id)
        session.disqualify(application_id)
        desk.sessions.save(session)


async def report_missing_papers(sessions: Sessions, *, session_id: str, missing: int, act: Act) -> Session:
    """Papers are missing in a room."""
    session = await sessions.get(session_id)
    session.report_missing_papers(missing, act)
    sessions.save(session)
    return session


async def settle_missing_papers(sessions: Sessions, *, session_id: str, lost: int, decision: Decision) -> Session:
    """The search for them is over."""
    session = await sessions.get(session_id)
    session.settle_missing_papers(lost, decision)
    sessions.save(session)
    return session


async def draw_lot(sessions: Sessions, *, session_id: str, draw: Draw) -> Session:
    """A candidate draws a workstation."""
    session = await sessions.get(session_id)
    session.draw_lot(draw)
    sessions.save(session)
    return session


async def sign_lot(sessions: Sessions, *, session_id: str, application_id: str, act: Act) -> Session:
    """A candidate signs for a workstation."""
    session = await sessions.get(session_id)
    session.sign_lot(application_id, act)
    sessions.save(session)
    return session


async def count_attendance(sessions: Sessions, *, session_id: str, now: datetime) -> None:
    """Take the attendance when entry closes."""
    session = await sessions.get(session_id)
    session.count_attendance(now)
    sessions.save(session)


async def finish_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the end signal; who has not come was absent."""
    session = await sessions.get(session_id)
    session.finish(act)
    sessions.save(session)


async def use_spare_paper(sessions: Sessions, *, session_id: str, incident_id: str) -> None:
    """Put the spare form on every desk of a session."""
    session = await sessions.get(session_id)
    session.use_spare_paper(incident_id)
    sessions.save(session)
