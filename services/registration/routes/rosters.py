"""Rosters: checked, taken in, and listed."""

from typing import Annotated

from fastapi import Header, Response

from libs.chassis.domain import Act
from libs.chassis.web.http import Cursor, Limit, Now, RawBody, Routes, asks, versioned
from services.registration.routes.parameters import AtDesk, Reader, Registrar
from services.registration.use_cases import registering
from services.registration.views import rosters as views

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = Routes(prefix="/batches/{batch_id}", tags=["batches"], dependencies=[versioned(batch_id="batches")])


@router.post("/roster")
async def import_roster(batch_id: str, body: RawBody, desk: AtDesk, now: Now, actor: Registrar) -> views.ImportView:
    """Take an XLSX or CSV roster, sent as the raw body; every row is answered for."""
    judged = await registering.import_roster(desk, batch_id=batch_id, body=body, act=Act(actor.id, now))
    return views.show_import(judged)


@router.post(
    "/roster/check",
    dependencies=[asks],
    response_model=views.CheckView,
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def check_roster(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    batch_id: str,
    body: RawBody,
    desk: AtDesk,
    now: Now,
    actor: Registrar,
    accept: Annotated[str, Header(max_length=1000)] = "",
) -> views.CheckView | Response:
    """What would become of every row of a roster; nothing is taken in.

    Whoever accepts XLSX gets the roster back as a workbook of text cells, with the verdicts in two further columns.
    """
    judged = await registering.judge_roster(desk, batch_id=batch_id, body=body, act=Act(actor.id, now))
    if XLSX in accept:
        return Response(await desk.roster_files.annotated(judged.roster, views.list_notes(judged)), media_type=XLSX)
    return views.show_check(judged)


@router.get(
    "/roster/template",
    response_class=Response,
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def show_template(batch_id: str, desk: AtDesk, _: Registrar) -> Response:
    """An empty roster with an example and the lists to choose from."""
    batch = await desk.batches.get(batch_id)
    return Response(await desk.roster_files.template(batch.plan.offers), media_type=XLSX)


@router.get("/rosters")
async def list_rosters(
    batch_id: str, desk: AtDesk, _: Reader, cursor: Cursor = None, limit: Limit = 100
) -> views.RosterPage:
    """The rosters that were taken in: by whom, when, and how they came out."""
    return await views.list_rosters(desk.uploads, batch_id=batch_id, after=cursor, limit=limit)
