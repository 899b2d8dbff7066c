"""The list of people who may not apply."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Decision
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, versioned
from libs.contracts.event import Day
from services.registration.domain.bars.bar import BarGround, BarredPerson, BarState
from services.registration.routes.parameters import REGISTRARS, AtDesk, BatchId, ShortText
from services.registration.use_cases import bars
from services.registration.views import bars as views

router = Routes(prefix="/bars", tags=["bars"], dependencies=[versioned(bar_id="bars")])

BarReader = Annotated[Actor, allow(*REGISTRARS, "quality", "director", "auditor")]
Barring = Annotated[Actor, allow("exam-affairs", "quality")]
Said = Annotated[ShortText, Field(min_length=2)]


class BarBody(Strict):
    """`clause` is told to whoever is refused, `document` is what the entry rests on."""

    bar_id: BatchId
    name: Said
    id_number: Said
    clause: Said
    document: Said
    until: Day | None = None

    def whom(self) -> BarredPerson:
        return BarredPerson(name=self.name, id_number=self.id_number)

    def ground(self) -> BarGround:
        return BarGround(clause=self.clause, document=self.document, until=self.until)


class ReviewBody(Strict):
    confirmed: bool


class LiftingBody(Strict):
    reason: Said


@router.get("")
async def list_bars(
    desk: AtDesk, actor: BarReader, state: BarState | None = None, cursor: Cursor = None, limit: Limit = 100
) -> views.BarPage:
    """All entries or those of a state, the newest first."""
    whole = actor.has_any(*REGISTRARS)
    return await views.list_bars(desk, state=state, after=cursor, limit=limit, whole=whole)


@router.post("", status_code=201)
async def propose_bar(body: BarBody, desk: AtDesk, now: Now, actor: Barring) -> None:
    """Enter somebody; it holds once another person has confirmed it."""
    await bars.propose_bar(desk, id=body.bar_id, whom=body.whom(), ground=body.ground(), act=Act(actor.id, now))


@router.post("/{bar_id}/review", status_code=204)
async def review_bar(bar_id: str, body: ReviewBody, desk: AtDesk, now: Now, actor: Barring) -> None:
    """Confirm or drop what somebody else entered."""
    await bars.review_bar(desk, id=bar_id, confirmed=body.confirmed, act=Act(actor.id, now))


@router.post("/{bar_id}/lifting", status_code=204)
async def lift_bar(
    bar_id: str, body: LiftingBody, desk: AtDesk, now: Now, actor: Annotated[Actor, allow("director")]
) -> None:
    """End it before its day."""
    await bars.lift_bar(desk, id=bar_id, decision=Decision(actor.id, now, body.reason))
