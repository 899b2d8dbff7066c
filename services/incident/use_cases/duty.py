"""Who is on duty, whether every post has somebody, and what a disposition may touch."""

from collections.abc import Sequence
from datetime import datetime

from libs.chassis.domain import Followed, every
from libs.contracts.beijing import beijing_day
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import CandidateScheduled, SessionPlanned
from services.incident.domain.duty.evacuation import EvacuationPlan
from services.incident.domain.duty.roster import Duty, Roster
from services.incident.domain.duty.site_call import SiteCall
from services.incident.domain.measures.exam_world import PlannedSession, SealedPaper, SeatedCandidate, subject
from services.incident.domain.notices.notification import NoticeOrigin, Notification
from services.incident.domain.people import StaffAct
from services.incident.domain.preparation.exam_day import ExamDay, identifier
from services.incident.ports import (
    ExamDays,
    IncidentDesk,
    PlannedSessions,
    ReadinessDesk,
    SealedPapers,
    SeatedCandidates,
)
from services.incident.use_cases.desk import save_and_notify, who_is_on_duty


async def enter_roster(
    desk: IncidentDesk, *, batch_id: str, duties: Sequence[Duty], evacuation: Sequence[EvacuationPlan], act: StaffAct
) -> None:
    """Replace the duty list of a batch; what is open follows it at once."""
    roster = await desk.rosters.find_one(batch_id) or Roster(
        id=batch_id, duties=[], entered_by=act.by.id, entered_at=act.at
    )
    roster.replace(duties, evacuation, by=act.by, now=act.at)
    desk.rosters.save(roster)
    async for incident in every(desk.incidents, {"batch_id": batch_id, "is_open": True}):
        if incident.follow_roster(now=act.at, watch=await who_is_on_duty(desk, incident.discovery, act.at)):
            save_and_notify(desk, incident, now=act.at)


async def keep_session(sessions: PlannedSessions, exam_days: ExamDays, *, event: SessionPlanned, seq: int) -> None:
    """Know a session as its newest plan has it, and have every day that it was planned on checked the day before."""
    known = await sessions.find_one(event.session_id)
    followed = known.followed if known else Followed()
    if followed.takes("plan", seq):
        sessions.save(
            PlannedSession(
                id=event.session_id,
                batch_id=event.batch_id,
                part=event.part,
                occupation_code=event.occupation_code,
                level=event.level,
                room=event.room,
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                staff=sorted({one.staff_id for one in event.staff}),
                followed=followed,
            )
        )
    day = beijing_day(event.starts_at)
    if await exam_days.find_one(identifier(event.batch_id, day)) is None:
        exam_days.save(ExamDay.plan(event.batch_id, day))


async def keep_candidate(candidates: SeatedCandidates, *, event: CandidateScheduled, seq: int) -> None:
    """Know where an application sits by its newest schedule."""
    known = await candidates.find_one(event.application_id)
    followed = known.followed if known else Followed()
    if followed.takes("schedule", seq):
        sat_in = {sitting.part: sitting.session_id for sitting in event.sittings}
        candidates.save(
            SeatedCandidate(
                id=event.application_id,
                batch_id=event.batch_id,
                theory_session=sat_in.get("theory"),
                practical_session=sat_in.get("practical"),
                followed=followed,
            )
        )


async def keep_paper(papers: SealedPapers, *, event: PaperSealed) -> None:
    """Keep which subject a sealed paper is for."""
    about = subject(event.batch_id, event.occupation_code, event.level, event.part)
    await papers.put(SealedPaper(id=event.paper_id, batch_id=event.batch_id, subject=about, form=event.form))


async def call_the_site(desk: ReadinessDesk, *, call: SiteCall, now: datetime) -> None:
    """Tell those who lead a site what goes wrong there; without a duty list nobody is known to be told."""
    roster = await desk.rosters.find_one(call.batch_id)
    about = NoticeOrigin(
        batch_id=call.batch_id, incident_id="", group=f"{call.batch_id}:{call.site}:{call.kind}", drill=False
    )
    for notify in call.notices(roster.watch(call.site, beijing_day(now))) if roster else []:
        desk.notifications.save(Notification.decide(notify, about=about, now=now))


async def check_readiness(desk: ReadinessDesk, *, id: str, now: datetime) -> None:
    """Look a day before whether every post has somebody."""
    exam_day = await desk.exam_days.get(id)
    notices = exam_day.check(await desk.rosters.find_one(exam_day.batch_id), now=now)
    desk.exam_days.save(exam_day)
    about = NoticeOrigin(batch_id=exam_day.batch_id, incident_id="", group=exam_day.id, drill=False)
    for notify in notices:
        desk.notifications.save(Notification.decide(notify, about=about, now=now))
