"""Routes of a batch: its plan, its progress and its tickets."""

from datetime import time

from pydantic import BaseModel, Field

from libs.chassis.domain import Act, Page, Progress
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, asks
from libs.contracts.event import Day, Level, OccupationCode, Whole
from services.scheduling.domain.batches.timetable import (
    PRACTICAL_MINUTES,
    PRACTICAL_STARTS,
    THEORY_MINUTES,
    THEORY_STARTS,
    Timetable,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.orders.amendment import Change, Loss, PlanDifference
from services.scheduling.domain.orders.gaps import Gap
from services.scheduling.domain.orders.latecomers import LateSeat
from services.scheduling.domain.planning.mending import Lack
from services.scheduling.routes.access import ExamAffairs, Orders, Overseer, Plans, ShortText, TicketPrinter, Tickets
from services.scheduling.use_cases import amendments, plans
from services.scheduling.views import plans as plan_views
from services.scheduling.views import tickets
from services.scheduling.views.tickets import TicketView

router = Routes(tags=["batches"])


class LengthBody(Strict):
    """How long an occupation and level is examined, where it is not the usual time."""

    occupation_code: OccupationCode
    level: Level
    theory_minutes: Whole = THEORY_MINUTES
    practical_minutes: Whole = PRACTICAL_MINUTES


class TimetableBody(Strict):
    theory_days: list[Day] = Field(max_length=60)
    practical_days: list[Day] = Field(max_length=60)
    theory_starts: list[time] = Field(default=list(THEORY_STARTS), max_length=12)
    practical_starts: list[time] = Field(default=list(PRACTICAL_STARTS), max_length=12)
    lengths: list[LengthBody] = Field(default=[], max_length=500)

    def timetable(self) -> Timetable:
        """In the words of the domain."""
        return Timetable(
            theory_days=tuple(self.theory_days),
            practical_days=tuple(self.practical_days),
            theory_starts=tuple(self.theory_starts),
            practical_starts=tuple(self.practical_starts),
            theory_minutes={
                ExamSubject(length.occupation_code, length.level): length.theory_minutes for length in self.lengths
            },
            practical_minutes={
                ExamSubject(length.occupation_code, length.level): length.practical_minutes for length in self.lengths
            },
        )


class TicketSearchBody(Strict):
    ticket_number: ShortText


class LossBody(Strict):
    """Who cannot come, and which rooms cannot be used."""

    away: list[ShortText] = Field(default=[], max_length=200)
    lost_rooms: list[ShortText] = Field(default=[], max_length=200)

    def loss(self) -> Loss:
        """In the words of the domain."""
        return Loss(away=frozenset(self.away), rooms=frozenset(self.lost_rooms))


class AmendmentBody(LossBody):
    """`digest`: of the difference that was looked at."""

    digest: ShortText


class AmendmentView(BaseModel):
    """The difference; `complete` if it leaves nothing open. `late`: seats of those who came after publication."""

    digest: str
    complete: bool
    changes: list[Change]
    late: list[LateSeat]
    short: str | None

    @classmethod
    def of(cls, amendment: PlanDifference) -> "AmendmentView":
        """What is shown of a difference."""
        return cls(
            digest=amendment.digest,
            complete=amendment.is_complete,
            changes=list(amendment.changes),
            late=list(amendment.late.seats),
            short=amendment.late.short,
        )


class Planned(BaseModel):
    sessions: int
    candidates: int


@router.post("/batches/{batch_id}/plan", status_code=201)
async def plan_batch(
    batch_id: str,
    body: TimetableBody,
    desk: Plans,
    now: Now,
    actor: ExamAffairs,
) -> Planned:
    """Seat everybody and put every room on duty, or refuse and say what is short."""
    plan = await plans.plan_batch(
        desk,
        batch_id=batch_id,
        timetable=body.timetable(),
        act=Act(actor.id, now),
    )
    return Planned(sessions=plan.sessions, candidates=plan.candidates)


@router.post("/batches/{batch_id}/plan/lacks", dependencies=[asks])
async def find_lacks(batch_id: str, body: TimetableBody, desk: Plans, now: Now, _: ExamAffairs) -> list[Lack]:
    """What is short for a plan on these days, how many of each, and what would mend it; empty if there is a plan.

    Of what is answered nothing can be spared and no figure can be smaller.
    """
    return await plans.find_lacks(desk, batch_id=batch_id, timetable=body.timetable(), now=now)


@router.get("/batches/{batch_id}/plan")
async def show_plan(batch_id: str, desk: Plans, _: Overseer) -> plan_views.PlanView:
    """The figures of a plan."""
    return await plan_views.show_plan(desk.plans, desk.sessions, batch_id)


@router.post("/batches/{batch_id}/plan/publication")
async def publish_plan(batch_id: str, desk: Plans, now: Now, _: ExamAffairs, limit: Limit = 300) -> Progress:
    """Announce the next part of the plan; repeat until `remaining` is 0."""
    return await plans.publish_plan(desk, batch_id=batch_id, most=limit, now=now)


@router.post("/batches/{batch_id}/amendments/draft", dependencies=[asks])
async def draft_amendment(batch_id: str, body: LossBody, desk: Orders, now: Now, _: ExamAffairs) -> AmendmentView:
    """What would change in the announced plan after a loss; nothing is changed yet."""
    return AmendmentView.of(await amendments.draft_amendment(desk, batch_id=batch_id, loss=body.loss(), now=now))


@router.post("/batches/{batch_id}/amendments")
async def publish_amendment(
    batch_id: str, body: AmendmentBody, desk: Orders, now: Now, _: ExamAffairs
) -> AmendmentView:
    """Announce the difference that was looked at; if it would be another one now, it is refused."""
    return AmendmentView.of(
        await amendments.publish_amendment(desk, batch_id=batch_id, loss=body.loss(), digest=body.digest, now=now)
    )


@router.get("/batches/{batch_id}/progress")
async def show_progress(batch_id: str, desk: Plans, _: Overseer) -> plan_views.ProgressView:
    """How far a batch is."""
    return await plan_views.show_progress(desk.enrolments, desk.sessions, batch_id)


@router.get("/batches/{batch_id}/gaps")
async def list_gaps(batch_id: str, desk: Plans, now: Now, _: Overseer) -> list[Gap]:
    """What of the announced plan does not hold any more, and has to be put right by a person."""
    return await plan_views.list_gaps(desk, batch_id=batch_id, now=now)


@router.get("/batches/{batch_id}/tickets")
async def list_tickets(
    batch_id: str, desk: Tickets, _: TicketPrinter, cursor: Cursor = None, limit: Limit = 100
) -> Page[TicketView]:
    """What is printed on the tickets."""
    return await tickets.list_tickets(desk, batch_id, after=cursor, limit=limit)


@router.post("/enrolments/search", dependencies=[asks])
async def search_tickets(body: TicketSearchBody, desk: Tickets, _: TicketPrinter) -> Page[TicketView]:
    """The ticket of this number, if there is one."""
    return await tickets.list_tickets_of_number(desk, body.ticket_number)


@router.get("/enrolments/{application_id}/ticket")
async def show_ticket(application_id: str, desk: Tickets, _: TicketPrinter) -> TicketView:
    """What is printed on the ticket of one candidate."""
    return await tickets.show_ticket(desk, application_id)
