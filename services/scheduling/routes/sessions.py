"""Routes of a session: its view, and what its own staff do in it."""

import secrets
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Body, Depends, Path, Request
from pydantic import AfterValidator, BaseModel, Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.time.clock import not_early
from libs.chassis.web.http import Cursor, EarlyNow, Limit, Now, Routes, Strict, versioned
from libs.chassis.web.served import service_of
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Day, Moment, Part
from libs.contracts.plain_text import in_one_line
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.checklist import StepSigning
from services.scheduling.domain.sessions.lots import DoorCheck, Draw
from services.scheduling.domain.sessions.misconduct import Observed, SiteRuling
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.signal import Signal
from services.scheduling.routes.access import (
    INSPECTORS,
    OVERSEERS,
    SITE_OFFICES,
    ExamAffairs,
    InspectorOrOnDuty,
    OnDuty,
    OnSite,
    OverseerOrOnDuty,
    Plans,
    ShortText,
    SiteOffice,
    Tickets,
    for_the_site,
)
from services.scheduling.use_cases import exam_day
from services.scheduling.views import sessions as views
from services.scheduling.views.sessions import (
    AdmittedView,
    CheckpointView,
    DepartureView,
    LotView,
    MisconductView,
    MissingPapersView,
    SessionDetails,
    SessionView,
    Viewer,
)

Count = Annotated[int, Field(ge=0, le=9999)]
Number = Annotated[int, Path(ge=1, le=9999)]

router = Routes(prefix="/sessions", tags=["sessions"], dependencies=[versioned(session_id="sessions")])


class ArrivalsBody(Strict):
    application_ids: list[ShortText] = Field(min_length=1, max_length=99)


class ArrivalBody(Strict):
    """`admitted_at` is when the candidate came in, by the clock of the room; `offline`: it waited there to be sent."""

    admitted_at: Moment | None = None
    offline: bool = False


class SignatureBody(Strict):
    """What was counted, by the names of the step's figures, and the seats of those who witnessed it."""

    figures: dict[ShortText, Count] = Field(default_factory=dict, max_length=4)
    witnesses: list[Count] = Field(default_factory=list, max_length=2)


class SignalBody(Strict):
    """`at`: the moment at which the rooms that it is for begin, or end."""

    site: ShortText
    signal: Literal["start", "end"]
    at: Moment


class Heard(BaseModel):
    session_ids: list[str]


class MissingBody(Strict):
    missing: Annotated[int, Field(ge=1, le=9999)]


class SearchEndedBody(Strict):
    """How many of the missing papers stay lost, and what was found out."""

    lost: Count
    reason: Annotated[str, AfterValidator(in_one_line), Field(min_length=2, max_length=200)]


class MisconductBody(Strict):
    """`act`: its number in the rules of conduct."""

    application_id: ShortText
    act: Literal[
        "1-1", "1-2", "1-3", "1-4", "1-5", "2-1", "2-2", "2-3", "2-4", "3-1", "3-2", "3-3", "3-4", "3-5", "after-stop"
    ]
    facts: Annotated[str, AfterValidator(in_one_line), Field(min_length=2, max_length=500)]


class RulingBody(Strict):
    upheld: bool
    opinion: Annotated[str, AfterValidator(in_one_line), Field(min_length=2, max_length=200)]


class AdmissionBody(Strict):
    """What an examiner checked before the lot."""

    id_card: bool
    ticket: bool
    tools: bool


class Arrived(BaseModel):
    present: int
    candidates: int


@router.get("")
async def list_sessions(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    desk: Plans,
    actor: OverseerOrOnDuty,
    now: Now,
    batch_id: ShortText | None = None,
    day: Day | None = None,
    part: Part | None = None,
    site: ShortText | None = None,
    state: SessionState | None = None,
    mine: bool = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[SessionView]:
    """Sessions of a batch, or of a day (today, if neither is named); with `mine`, and to those on duty, the own."""
    own = None if actor.has_any(*OVERSEERS) and not mine else actor.id
    day = day if day or batch_id else beijing_day(now)
    asked = {"batch_id": batch_id, "day": day, "part": part, "site": site, "state": state}
    where = {name: value for name, value in asked.items() if value}
    return await views.list_sessions(desk.sessions, where, own=own, now=now, after=cursor, limit=limit)


@router.get("/{session_id}")
async def show_session(session_id: str, desk: Tickets, now: Now, actor: InspectorOrOnDuty) -> SessionDetails:
    """One session with its seats; those on duty see only their own."""
    return await views.show_session(
        desk,
        session_id,
        now=now,
        viewer=Viewer(actor.id, oversees=actor.has_any(*INSPECTORS), sees_names=actor.has_any("exam-affairs")),
    )


@router.post("/{session_id}/check-ins")
async def check_in(session_id: str, body: ArrivalsBody, desk: Plans, now: Now, actor: OnDuty) -> Arrived:
    """Admit candidates: all of the list, or none."""
    session = await exam_day.check_in(
        desk.sessions, session_id=session_id, application_ids=body.application_ids, act=Act(actor.id, now)
    )
    return Arrived(present=session.present, candidates=len(session.seats))


@router.post("/{session_id}/check-ins/{application_id}")
async def admit_candidate(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    session_id: str,
    application_id: str,
    desk: Plans,
    now: Now,
    actor: OnDuty,
    body: Annotated[ArrivalBody | None, Body()] = None,
) -> AdmittedView:
    """Admit one candidate, judged by the time that the room claims; said again, it changes nothing."""
    claim = body or ArrivalBody()
    session, is_first = await exam_day.admit_candidate(
        desk.sessions,
        session_id=session_id,
        application_id=application_id,
        arrival=Arrival(by=actor.id, received_at=now, claimed_at=claim.admitted_at, offline=claim.offline),
    )
    return views.show_arrival(session, application_id, is_first=is_first)


@router.post("/{session_id}/departures/{application_id}")
async def let_candidate_out(
    session_id: str, application_id: str, desk: Plans, now: Now, actor: OnDuty
) -> DepartureView:
    """A candidate hands in and leaves, which nobody does in the first thirty minutes of a theory examination."""
    session = await exam_day.let_candidate_out(
        desk.sessions, session_id=session_id, application_id=application_id, act=Act(actor.id, now)
    )
    return views.show_departure(session, application_id)


@router.post("/{session_id}/steps/{name}")
async def sign_step(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    session_id: str,
    name: str,
    desk: Plans,
    now: Now,
    actor: OnSite,
    body: Annotated[SignatureBody | None, Body()] = None,
) -> CheckpointView:
    """Sign a step of the day; those of the room by their duty, those of the site by their office."""
    told = body or SignatureBody()
    signing = StepSigning(
        act=Act(actor.id, now),
        offices=frozenset(office for office in SITE_OFFICES if actor.has_any(office)),
        figures=told.figures,
        witnesses=told.witnesses,
    )
    session = await exam_day.sign_step(desk.sessions, session_id=session_id, name=name, signing=signing)
    return views.show_step(session, name, now=now)


@router.post("/{session_id}/missing-papers")
async def report_missing_papers(
    session_id: str, body: MissingBody, desk: Plans, now: Now, actor: OnDuty
) -> MissingPapersView:
    """Papers are missing in the room: the examination office is told at once."""
    session = await exam_day.report_missing_papers(
        desk.sessions, session_id=session_id, missing=body.missing, act=Act(actor.id, now)
    )
    return views.show_missing_papers(session)


@router.post("/{session_id}/missing-papers/settlement")
async def settle_missing_papers(
    session_id: str, body: SearchEndedBody, desk: Plans, now: Now, actor: ExamAffairs
) -> MissingPapersView:
    """The search is over; what stays lost is not counted any more."""
    session = await exam_day.settle_missing_papers(
        desk.sessions, session_id=session_id, lost=body.lost, decision=Decision(actor.id, now, body.reason)
    )
    return views.show_missing_papers(session)


@router.post("/{session_id}/lots/{application_id}")
async def draw_lot(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    session_id: str, application_id: str, body: AdmissionBody, desk: Plans, now: Now, actor: OnDuty
) -> LotView:
    """A candidate who was checked draws a workstation; said again, it stays the same."""
    draw = Draw(
        application_id=application_id,
        check=DoorCheck(id_card=body.id_card, ticket=body.ticket, tools=body.tools),
        act=Act(actor.id, now),
        seed=secrets.token_hex(32),
    )
    session = await exam_day.draw_lot(desk.sessions, session_id=session_id, draw=draw)
    return views.show_lot(session, application_id)


@router.post("/{session_id}/lots/{application_id}/signature")
async def sign_lot(session_id: str, application_id: str, desk: Plans, now: Now, actor: OnDuty) -> LotView:
    """The candidate has signed for the workstation."""
    session = await exam_day.sign_lot(
        desk.sessions, session_id=session_id, application_id=application_id, act=Act(actor.id, now)
    )
    return views.show_lot(session, application_id)


@router.post("/{session_id}/misconduct", status_code=201)
async def report_misconduct(
    session_id: str, body: MisconductBody, desk: Plans, now: Now, actor: OnDuty
) -> MisconductView:
    """A candidate acts against the rules; what follows is told at once."""
    observed = Observed(application_id=body.application_id, act=body.act, facts=body.facts, seen=Act(actor.id, now))
    return MisconductView.of(await exam_day.report_misconduct(desk.sessions, session_id=session_id, observed=observed))


@router.post("/{session_id}/misconduct/{number}/decision")
async def decide_misconduct(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    session_id: str, number: Number, body: RulingBody, desk: Plans, now: Now, actor: SiteOffice
) -> MisconductView:
    """Whoever leads the site confirms what follows, or not."""
    ruling = SiteRuling(actor=for_the_site(actor, now), upheld=body.upheld, opinion=body.opinion)
    decided = await exam_day.decide_misconduct(desk, session_id=session_id, number=number, ruling=ruling)
    return MisconductView.of(decided)


async def _heard_at(body: SignalBody, request: Request, now: Now) -> datetime:
    """An end must not come early; a start that comes late harms everybody."""
    return not_early(service_of(request).clock) if body.signal == "end" else now


@router.post("/signals")
async def give_signal(
    body: SignalBody, desk: Plans, now: Annotated[datetime, Depends(_heard_at)], actor: SiteOffice
) -> Heard:
    """Start, or end, all theory rooms of a site that do so at this moment."""
    heard = await exam_day.signal(
        desk,
        signal=Signal(kind=body.signal, site=body.site, at=body.at),
        actor=for_the_site(actor, now),
    )
    return Heard(session_ids=heard)


@router.post("/{session_id}/start", status_code=204)
async def start_session(session_id: str, desk: Plans, now: Now, actor: OnDuty) -> None:
    """Give the start signal of a practical; from then on lateness counts."""
    await exam_day.start_session(desk.sessions, session_id=session_id, act=Act(actor.id, now))


@router.post("/{session_id}/finish", status_code=204)
async def finish_session(session_id: str, desk: Plans, now: EarlyNow, actor: OnDuty) -> None:
    """Give the end signal of a practical; who has not come was absent."""
    await exam_day.finish_session(desk.sessions, session_id=session_id, act=Act(actor.id, now))
