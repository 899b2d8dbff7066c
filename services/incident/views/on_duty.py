"""Who is on duty, how they are called, and what became of the calls."""

from datetime import date, datetime, timedelta
from typing import Self

from pydantic import BaseModel

from libs.chassis.domain import Query
from libs.contracts.beijing import beijing_day, beijing_time
from libs.contracts.event import Part
from libs.contracts.incident import Tier
from services.incident.domain.duty.errors import RosterNotFoundError
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Duty
from services.incident.domain.escalation.ladder_plans import LADDERS, LadderPlan, Needed
from services.incident.domain.measures.exam_world import PlannedSession
from services.incident.domain.notices.notice import Channel, Outcome, Urgency
from services.incident.domain.notices.notification import NoticeState, Notification
from services.incident.domain.preparation.exam_day import readiness, unprepared
from services.incident.ports import Notifications, PlannedSessions, Rosters

A_PAGE = 500


class StepLine(BaseModel):
    """One rung of a ladder."""

    post: Post
    name: str
    at_once: bool
    within_minutes: int
    must: Needed
    channels: list[Channel]


class LadderPage(BaseModel):
    """A ladder as it was decided."""

    steps: list[StepLine]
    repeat_minutes: int
    stage_report_minutes: int

    @classmethod
    def of(cls, plan: LadderPlan) -> Self:
        """The page of this ladder."""
        steps = [
            StepLine(
                post=step.post,
                name=step.post.zh,
                at_once=step.at_once,
                within_minutes=_minutes(step.within.total_seconds()),
                must=step.must,
                channels=list(step.channels),
            )
            for step in plan.steps
        ]
        return cls(
            steps=steps,
            repeat_minutes=_minutes(plan.repeat.total_seconds()),
            stage_report_minutes=_minutes(plan.stage_report.total_seconds()),
        )


class DutyLine(BaseModel):
    """One person on one post, without the addresses."""

    post: Post
    person_id: str
    name: str
    site: str
    days: list[date]
    channels: list[Channel]
    order: list[Channel]
    reachable: bool

    @classmethod
    def of(cls, duty: Duty) -> Self:
        """The line of this duty."""
        return cls(
            post=duty.post,
            person_id=duty.person_id,
            name=duty.name,
            site=duty.site,
            days=duty.days,
            channels=list(duty.addresses),
            order=duty.order,
            reachable=duty.reachable,
        )


class EvacuationLine(BaseModel):
    """What the evacuation plan of a site lacks."""

    site: str
    missing: list[str]


class EvacuationPlanLine(EvacuationLine, from_attributes=True):
    """The evacuation plan of a site as it was entered (INC-26)."""

    posted_on: date | None
    buildings_checked_on: date | None
    shelters: str
    routes: str
    drilled_on: date | None
    people_on_routes: list[str]


class RosterPage(BaseModel):
    """The duty list of a batch."""

    duties: list[DutyLine]
    evacuation: list[EvacuationPlanLine]
    entered_by: str
    entered_at: datetime


class ManningLine(BaseModel):
    """One post at one site, and who is on it."""

    post: Post
    name: str
    site: str
    people: list[str]
    gap: bool


class ReadinessPage(BaseModel):
    """Whether every post has somebody on that day."""

    day: date
    posts: list[ManningLine]
    evacuation: list[EvacuationLine]
    gaps: int


class AttemptLine(BaseModel):
    """One answer of one channel."""

    channel: Channel
    outcome: Outcome
    at: str
    detail: str


class NoticeLine(BaseModel):
    """What became of one notice."""

    id: str
    person_id: str
    urgency: Urgency
    title: str
    state: NoticeState
    channels: list[Channel]
    decided_at: datetime
    attempts: list[AttemptLine]

    @classmethod
    def of(cls, notification: Notification) -> Self:
        """The line of this notice."""
        attempts = [
            AttemptLine(channel=one.channel, outcome=one.outcome, at=one.at.isoformat(), detail=one.detail)
            for one in notification.attempts
        ]
        return cls(
            id=notification.id,
            person_id=notification.person_id,
            urgency=notification.urgency,
            title=notification.title,
            state=notification.state,
            channels=notification.channels,
            decided_at=notification.decided_at,
            attempts=attempts,
        )


class SessionLine(BaseModel):
    """One session of a day, and whether the reader is on duty in it."""

    session_id: str
    batch_id: str
    room: str
    part: Part
    starts_at: datetime
    ends_at: datetime | None
    mine: bool

    @classmethod
    def of(cls, session: PlannedSession, *, reader_id: str) -> Self:
        """The line of this session for whoever reads it."""
        return cls(
            session_id=session.id,
            batch_id=session.batch_id,
            room=session.room,
            part=session.part,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            mine=reader_id in session.staff,
        )


class DayPage(BaseModel):
    """The sessions of a day and the sites of their batches: to choose from, where else one would have to type."""

    day: date
    sessions: list[SessionLine]
    sites: list[str]


async def show_day(
    sessions: PlannedSessions, rosters: Rosters, *, day: date | None, now: datetime, reader_id: str
) -> DayPage:
    """Every session that begins on this day; with none named today, and what began before midnight and still runs."""
    begins = beijing_time(day or beijing_day(now))
    held = await _of_day(sessions, begins)
    if day is None:
        evening = await _of_day(sessions, begins - timedelta(days=1))
        held = [session for session in evening if session.ends_at and session.ends_at > now] + held
    lists = [await rosters.find_one(batch_id) for batch_id in sorted({one.batch_id for one in held})]
    lines = [SessionLine.of(one, reader_id=reader_id) for one in held]
    return DayPage(
        day=begins.date(), sessions=lines, sites=sorted({site for one in lists if one for site in one.sites} - {""})
    )


async def _of_day(sessions: PlannedSessions, begins: datetime) -> list[PlannedSession]:
    page = await sessions.find(
        Query(
            at_least={"starts_at": begins},
            below={"starts_at": begins + timedelta(days=1)},
            order_by="starts_at",
            limit=A_PAGE,
        )
    )
    return list(page.items)


def show_ladders() -> dict[Tier, LadderPage]:
    """The ladder of each tier."""
    return {tier: LadderPage.of(plan) for tier, plan in LADDERS.items()}


async def show_roster(rosters: Rosters, *, batch_id: str) -> RosterPage:
    """The duty list of a batch, for people; addresses stay sealed."""
    roster = await rosters.find_one(batch_id)
    if roster is None:
        raise RosterNotFoundError(batch_id)
    return RosterPage(
        duties=[DutyLine.of(duty) for duty in roster.duties],
        evacuation=[EvacuationPlanLine.model_validate(plan) for plan in roster.evacuation],
        entered_by=roster.entered_by,
        entered_at=roster.entered_at,
    )


async def show_readiness(rosters: Rosters, *, batch_id: str, day: date) -> ReadinessPage:
    """Whether every post has somebody and every site its plan; a batch without a list has nothing."""
    roster = await rosters.find_one(batch_id)
    lines = [
        ManningLine(post=one.post, name=one.post.zh, site=one.site, people=one.people, gap=one.is_gap)
        for one in readiness(roster, day)
    ]
    plans = [EvacuationLine(site=site, missing=missing) for site, missing in unprepared(roster).items()]
    return ReadinessPage(day=day, posts=lines, evacuation=plans, gaps=sum(one.gap for one in lines) + len(plans))


async def list_notices(notifications: Notifications, *, incident_id: str) -> list[NoticeLine]:
    """What was said about an incident to whom, and whether it arrived."""
    page = await notifications.find(Query({"incident_id": incident_id}, order_by="decided_at", limit=A_PAGE))
    return [NoticeLine.of(notification) for notification in page.items]


def _minutes(seconds: float) -> int:
    return round(seconds / 60)
