"""Seeing: kinds, what is open, the register, one incident, and everything live."""

from typing import Annotated

from fastapi import Header, Query, Response
from fastapi.responses import StreamingResponse

from libs.chassis.web.http import Cursor, Limit, Now, Routes, Stopping, provided, versioned
from libs.contracts.event import Moment
from libs.contracts.incident import Tier
from services.incident.domain.classification.classification import Facts
from services.incident.domain.record.discovery import Discovery
from services.incident.ports import Changes, Screens, Sender, ToShow
from services.incident.routes.live import EARLIEST, Reader, live, position
from services.incident.routes.parameters import Incidents, Overseer, Printer, RegisterReader, Staff, person
from services.incident.views import lines, on_duty, pages, paper, plan, registers, similar
from services.incident.views.lines import OpenIncidents, Register
from services.incident.views.on_duty import LadderPage
from services.incident.views.pages import IncidentPage
from services.incident.views.plan import KindLine, Proposal
from services.incident.views.similar import SimilarIncidents
from services.incident.views.statistics import Statistics, StatisticsPage

router = Routes(prefix="/incidents", tags=["watching"], dependencies=[versioned(incident_id="incidents")])


@router.get("/kinds")
async def list_kinds(_actor: Staff) -> list[KindLine]:
    """The kinds to pick from, how each is handled, and what may be done about it."""
    return plan.list_kinds()


@router.get("/ladders")
async def show_ladders(_actor: Staff) -> dict[Tier, LadderPage]:
    """Who is called by when, for each tier."""
    return on_duty.show_ladders()


@router.get("/classification")
async def propose_classification(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    _actor: Staff,
    kind: str | None = None,
    exam_can_go_on: bool | None = None,
    grave_harm: bool | None = None,
    rooms_in_disorder: Annotated[int | None, Query(ge=0)] = None,
    outage_minutes: Annotated[int | None, Query(ge=0)] = None,
    region_wide: bool = False,
) -> Proposal:
    """What a report would become, and the rule that decides."""
    facts = Facts(
        exam_can_go_on=exam_can_go_on,
        grave_harm=grave_harm,
        rooms_in_disorder=rooms_in_disorder,
        outage_minutes=outage_minutes,
        region_wide=region_wide,
    )
    return plan.show_proposal(kind, facts)


@router.get("/similar")
async def list_similar_incidents(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    batch_id: str,
    site: str,
    discovered_at: Moment,
    incidents: Incidents,
    now: Now,
    actor: Staff,
    room: str = "",
    kind: str | None = None,
    session_ids: Annotated[list[str], Query(max_length=1000)] = [],  # noqa: B006 -- FastAPI copies it
    drill: bool = False,
    exam_can_go_on: bool | None = None,
    grave_harm: bool | None = None,
    rooms_in_disorder: Annotated[int | None, Query(ge=0)] = None,
) -> SimilarIncidents:
    """Which open incidents a report may be about; it joins the one that it names in `joins`."""
    facts = Facts(exam_can_go_on=exam_can_go_on, grave_harm=grave_harm, rooms_in_disorder=rooms_in_disorder)
    found = Discovery(
        batch_id=batch_id,
        site=site,
        room=room,
        kind=kind,
        description="",
        discovered_at=discovered_at,
        session_ids=session_ids,
        facts=facts,
        drill=drill,
    )
    return await similar.list_similar_incidents(incidents, found, reader=person(actor), now=now)


@router.get("/open")
async def list_open_incidents(incidents: Incidents, _actor: Overseer, drill: bool = False) -> OpenIncidents:
    """What is open, the next deadline first."""
    return await lines.list_open_incidents(incidents, drill=drill)


@router.get("/stream")
async def stream_incidents(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    changes: Annotated[Changes, provided("changes")],
    screens: Annotated[Screens, provided("screens")],
    to_show: Annotated[ToShow, provided("to_show")],
    sender: Annotated[Sender, provided("sender")],
    stopping: Stopping,
    now: Now,
    actor: Overseer,
    after: str | None = None,
    confirms: bool = False,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Every incident that is new or changes, within a second, and what the reader is told, as server-sent events."""
    cursor = last_event_id or after
    since = position(cursor) if cursor else EARLIEST
    reader = Reader(person_id=actor.id, since=since, now=now, confirms=confirms)
    events = live(changes, to_show, screens, sender, stopping, reader=reader)
    return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/register.csv")
async def export_register(batch_id: str, incidents: Incidents, _actor: RegisterReader) -> Response:
    """The incident register of a batch."""
    content = await registers.show_register_csv(incidents, batch_id=batch_id)
    return Response(content, media_type="text/csv; charset=utf-8")


@router.get("/register.pdf")
async def print_register(
    batch_id: str, incidents: Incidents, printer: Printer, now: Now, actor: RegisterReader
) -> Response:
    """The incident register of a batch on paper."""
    content = await paper.show_register_on_paper(incidents, batch_id=batch_id, reader=person(actor), now=now)
    return Response(await printer.print("register", content, at=now), media_type="application/pdf")


@router.get("/statistics")
async def show_statistics(
    statistics: Annotated[Statistics, provided("statistics")], _actor: RegisterReader
) -> StatisticsPage:
    """What the incidents of past batches show."""
    return await statistics.page()


@router.get("")
async def list_incidents(
    batch_id: str,
    incidents: Incidents,
    _actor: RegisterReader,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Register:
    """The register of a batch."""
    return await lines.list_incidents(incidents, batch_id=batch_id, cursor=cursor, limit=limit)


@router.get("/{incident_id}")
async def show_incident(incident_id: str, incidents: Incidents, actor: Staff) -> IncidentPage:
    """One incident with its timeline."""
    return await pages.show_incident(incidents, id=incident_id, reader=person(actor))
