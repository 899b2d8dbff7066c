"""Reporting an incident, passing it on, putting it right, taking it over, saying how it stands."""

from datetime import datetime

from services.incident.domain.classification import Facts
from services.incident.domain.first_report import Hop, ReportForm
from services.incident.domain.incident import Incident
from services.incident.domain.people import Person
from services.incident.domain.report import Discovery
from services.incident.use_cases.desk import Desk


async def report_incident(desk: Desk, *, discovery: Discovery, by: Person, now: datetime) -> Incident:
    """Enter an incident; the same report sent again answers with the incident it made the first time."""
    known = await desk.incidents.find_one(discovery.incident_id(by.id))
    if known is not None:
        return known

    incident = Incident.report(discovery, by=by, now=now, watch=await desk.watch(discovery, now))
    desk.file(incident, now=now)
    return incident


async def tell_first_report(  # noqa: PLR0913 -- a hop is signed, dated twice and has a form
    desk: Desk, *, id: str, hop: Hop, told_at: datetime | None, form: ReportForm, by: Person, now: datetime
) -> None:
    """Enter that the first report reached the site head or the leading group."""
    incident, watch = await desk.open(id, now)
    incident.tell(hop, told_at=told_at, by=by, now=now, form=form, watch=watch)
    desk.file(incident, now=now)


async def remind_of_first_report(desk: Desk, *, id: str, now: datetime) -> None:
    """Remind whoever has not passed it on."""
    incident, watch = await desk.open(id, now)
    incident.remind(now=now, watch=watch)
    desk.file(incident, now=now)


async def call_overdue(desk: Desk, *, id: str, now: datetime) -> None:
    """Ring the ten-minute clock."""
    incident, watch = await desk.open(id, now)
    incident.call_overdue(now=now, watch=watch)
    desk.file(incident, now=now)


async def ring_ladder(desk: Desk, *, id: str, now: datetime) -> None:
    """Call on, because nobody took over or nobody reported."""
    incident, watch = await desk.open(id, now)
    incident.ring_ladder(now=now, watch=watch)
    desk.file(incident, now=now)


async def correct_discovery(  # noqa: PLR0913 -- a correction is signed, dated and explained
    desk: Desk, *, id: str, discovered_at: datetime, reason: str, by: Person, now: datetime
) -> None:
    """Put the time of discovery right."""
    incident, watch = await desk.open(id, now)
    incident.correct_discovery(discovered_at, reason=reason, by=by, now=now, watch=watch)
    desk.file(incident, now=now)


async def reclassify_incident(  # noqa: PLR0913 -- a decision is signed, dated and explained
    desk: Desk, *, id: str, kind: str | None, facts: Facts, reason: str, by: Person, now: datetime
) -> None:
    """Take an incident for what it turned out to be."""
    incident, watch = await desk.open(id, now)
    incident.reclassify(kind, facts, reason=reason, by=by, now=now, watch=watch)
    desk.file(incident, now=now)


async def acknowledge_incident(desk: Desk, *, id: str, by: Person, now: datetime) -> None:
    """Take an incident over."""
    incident, watch = await desk.open(id, now)
    incident.acknowledge(by=by, now=now, watch=watch)
    desk.file(incident, now=now)


async def designate_reporter(desk: Desk, *, id: str, person_id: str, by: Person, now: datetime) -> None:
    """Name who reports how things stand."""
    incident, watch = await desk.open(id, now)
    incident.designate_reporter(person_id, by=by, now=now, watch=watch)
    desk.file(incident, now=now)


async def file_stage_report(  # noqa: PLR0913 -- a report is signed, dated and has a form
    desk: Desk, *, id: str, text: str, form: ReportForm, by: Person, now: datetime
) -> int:
    """Say how things stand; answers the report's number."""
    incident, _ = await desk.open(id, now)
    report = incident.file_stage_report(text, form=form, by=by, now=now)
    desk.file(incident, now=now)
    return report.number
