"""Records: where they stand, and what people decide of those that the platform refused or said nothing of."""

from typing import Annotated

from fastapi import Depends

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.web.http import Cursor, Limit, Now, RawBody, Routes, Strict, versioned
from libs.contracts.beijing import beijing_day
from services.sync.routes.parameters import AtDesk, GeneralOffice, Reader, Reason
from services.sync.use_cases import comparing, sending
from services.sync.views import uploads as views

router = Routes(tags=["uploads"], dependencies=[versioned(upload_id="uploads")])


class ReasonBody(Strict):
    reason: Reason


class FoundBody(Strict):
    """What somebody saw in the platform."""

    there: bool


@router.get("/uploads")
async def list_uploads(
    filter: Annotated[views.UploadFilter, Depends()],
    desk: AtDesk,
    _: Reader,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.UploadView]:
    """Records of a batch or of all, by where they stand."""
    return await views.list_uploads(desk, filter, cursor=cursor, limit=limit)


@router.get("/batches/{batch_id}/uploads")
async def list_batch(
    filter: Annotated[views.UploadFilter, Depends()],
    desk: AtDesk,
    _: Reader,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.UploadView]:
    """The records of a batch."""
    return await views.list_uploads(desk, filter, cursor=cursor, limit=limit)


@router.get("/uploads/{upload_id}")
async def show_upload(upload_id: str, desk: AtDesk, _: Reader) -> views.UploadView:
    """One record with everything that happened to it."""
    return views.show_upload(await desk.uploads.get(upload_id))


@router.post("/uploads/{upload_id}/retry", status_code=204)
async def retry(upload_id: str, body: ReasonBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    """Send again what was refused or given up."""
    await sending.retry(desk, id=upload_id, decision=Decision(actor.id, now, body.reason))


@router.post("/uploads/{upload_id}/dismissal", status_code=204)
async def give_up(upload_id: str, body: ReasonBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    """Do not report it, for a reason."""
    await sending.give_up(desk, id=upload_id, decision=Decision(actor.id, now, body.reason))


@router.post("/uploads/{upload_id}/finding", status_code=204)
async def look_up(upload_id: str, body: FoundBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    """Say whether the platform has what was uncertain."""
    await sending.look_up(desk, id=upload_id, there=body.there, act=Act(actor.id, now))


@router.get("/batches/{batch_id}/account")
async def show_account(batch_id: str, desk: AtDesk, now: Now, _: Reader) -> views.AccountView:
    """Every certificate of a batch is accounted for; what is due, and which files were made."""
    return await views.show_account(desk, batch_id, now=now)


@router.post("/batches/{batch_id}/listing")
async def compare(batch_id: str, body: RawBody, desk: AtDesk, now: Now, _: GeneralOffice) -> views.AccountView:
    """Hold the platform's own list of a batch, as a workbook, against ours."""
    await comparing.compare(desk, batch_id=batch_id, theirs=desk.sheets.rows(body), day=beijing_day(now), now=now)
    return await views.show_account(desk, batch_id, now=now)
