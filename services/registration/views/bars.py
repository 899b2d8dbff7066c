"""What people see of the list of those who may not apply."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Query
from libs.contracts.sealing import Purpose
from services.registration.domain.bars.bar import Bar, BarState
from services.registration.domain.resident_number import mask_name, mask_number
from services.registration.ports import RegistrationDesk


class BarView(BaseModel):
    """An entry; name and number are whole for those who register people alone."""

    bar_id: str
    name: str
    id_number: str
    clause: str
    document: str
    until: date | None
    state: BarState
    proposed_by: str
    proposed_at: datetime
    reviewed_by: str | None
    reviewed_at: datetime | None
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_why: str


class BarPage(BaseModel):
    items: list[BarView]
    next: str | None


async def list_bars(
    desk: RegistrationDesk, *, state: BarState | None, after: str | None, limit: int, whole: bool
) -> BarPage:
    where = {"state": state} if state else {}
    page = await desk.bars.find(Query(where, order_by="newest", after=after, limit=limit))
    return BarPage(items=[_show(bar, desk.cipher, whole=whole) for bar in page.items], next=page.next)


def _show(bar: Bar, cipher: Cipher, *, whole: bool) -> BarView:
    name = cipher.open(bar.name, purpose=Purpose.CANDIDATE_NAME, owner=bar.id)
    number = cipher.open(bar.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=bar.id)
    return BarView(
        bar_id=bar.id,
        name=name if whole else mask_name(name),
        id_number=number if whole else mask_number(number),
        clause=bar.ground.clause,
        document=bar.ground.document,
        until=bar.ground.until,
        state=bar.state,
        proposed_by=bar.proposed_by,
        proposed_at=bar.proposed_at,
        reviewed_by=bar.reviewed_by,
        reviewed_at=bar.reviewed_at,
        lifted_by=bar.lifted_by,
        lifted_at=bar.lifted_at,
        lifted_why=bar.lifted_why,
    )
