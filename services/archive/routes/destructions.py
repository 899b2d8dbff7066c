"""The destruction of what has expired, step by step, each by its own people."""

from typing import Annotated

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, EarlyNow, Limit, Now, Routes, allow, repositories, repository
from services.archive.domain.destruction import Opinion
from services.archive.domain.errors.destruction import NobodyAloneError
from services.archive.ports import DestructionDesk, Destructions
from services.archive.routes import bodies
from services.archive.routes.access import DIRECTOR, WATCHED, WATCHER, Numbered
from services.archive.routes.files import OFFICE
from services.archive.use_cases import destroying
from services.archive.views import access as views

router = Routes(tags=["archive"])

# Whoever the head names: a head of any department.
MEMBER = Annotated[Actor, allow.staff()]
DestructionStore = Annotated[Destructions, repository("destructions")]
AtDestruction = Annotated[DestructionDesk, repositories(DestructionDesk)]


@router.get("/destructions")
async def list_destructions(
    destructions: DestructionStore,
    _: WATCHED,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.DestructionView]:
    """What was reviewed, what was decided, who was there when it was destroyed."""
    return await views.list_destructions(destructions, after=cursor, limit=limit)


@router.get("/destructions/{destruction_id}")
async def show_destruction(destruction_id: str, destructions: DestructionStore, actor: MEMBER) -> views.DestructionView:
    """One review, to its group and to those who read all."""
    return await views.show_destruction(destructions, destruction_id, actor)


@router.post("/batches/{batch_id}/destructions", status_code=201)
async def propose_destruction(
    batch_id: str, body: bodies.ReviewBody, desk: AtDestruction, now: EarlyNow, actor: OFFICE
) -> Numbered:
    """Put what has expired before a group."""
    act = Act(actor.id, now)
    proposed = await destroying.propose(desk, batch_id=batch_id, side=body.side, item_ids=body.item_ids, act=act)
    return Numbered(id=proposed.id)


@router.post("/destructions/{destruction_id}/group", status_code=204)
async def appoint_group(
    destruction_id: str, body: bodies.GroupBody, desk: AtDestruction, now: Now, actor: DIRECTOR
) -> None:
    """Name the group that weighs."""
    await destroying.appoint(desk, destruction_id=destruction_id, members=body.members, act=Act(actor.id, now))


@router.post("/destructions/{destruction_id}/opinions", status_code=204)
async def give_opinion(
    destruction_id: str, body: bodies.OpinionBody, desk: AtDestruction, now: Now, actor: MEMBER
) -> None:
    """Say, as a member of the group, what it is worth and whether it will be needed."""
    opinion = Opinion(value=body.value, future_need=body.future_need, destroy=body.destroy, at=now)
    await destroying.give_opinion(desk, destruction_id=destruction_id, opinion=opinion, by=actor.id)


@router.post("/destructions/{destruction_id}/decision", status_code=204)
async def decide_destruction(
    destruction_id: str, body: bodies.VerdictBody, desk: AtDestruction, now: Now, actor: DIRECTOR
) -> None:
    """Approve what the whole group would let go, or keep it."""
    decision = Decision(actor.id, now, body.reason)
    await destroying.decide(desk, destruction_id=destruction_id, approved=body.approved, decision=decision)


@router.post("/destructions/{destruction_id}/signatures", status_code=204)
async def sign_destruction(
    destruction_id: str, body: bodies.OfficeBody, desk: AtDestruction, now: EarlyNow, actor: WATCHER
) -> None:
    """Sign that it was destroyed before one's eyes; two do, and with the second it is done."""
    if body.office not in actor.roles:
        raise NobodyAloneError
    await destroying.sign(desk, destruction_id=destruction_id, office=body.office, act=Act(actor.id, now))
