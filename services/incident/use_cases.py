"""What can be done with an incident, one function each: load, ask the aggregate, save."""

from datetime import datetime

from services.incident.domain.dispositions import Answer
from services.incident.domain.first_report import Hop
from services.incident.domain.incident import Incident
from services.incident.domain.measures import Measure
from services.incident.domain.people import Person
from services.incident.domain.report import ClosingReport, Discovery
from services.incident.ports import Incidents


async def report_incident(incidents: Incidents, *, discovery: Discovery, by: Person, now: datetime) -> Incident:
    """Enter an incident; the same report sent again answers with the incident it made the first time."""
    known = await incidents.find_one(discovery.incident_id(by.id))
    if known is not None:
        return known

    incident = Incident.report(discovery, by=by, now=now)
    incidents.save(incident)
    return incident


async def tell_first_report(  # noqa: PLR0913 -- a hop is signed, and dated twice
    incidents: Incidents, *, id: str, hop: Hop, told_at: datetime, by: Person, now: datetime
) -> None:
    """Enter that the first report reached the site head or the leading group."""
    incident = await incidents.get(id)
    incident.tell(hop, told_at=told_at, by=by, now=now)
    incidents.save(incident)


async def call_overdue(incidents: Incidents, *, id: str, now: datetime) -> None:
    """Ring the ten-minute clock."""
    incident = await incidents.get(id)
    incident.call_overdue(now=now)
    incidents.save(incident)


async def correct_discovery(  # noqa: PLR0913 -- a correction is signed, dated and explained
    incidents: Incidents, *, id: str, discovered_at: datetime, reason: str, by: Person, now: datetime
) -> None:
    """Put the time of discovery right."""
    incident = await incidents.get(id)
    incident.correct_discovery(discovered_at, reason=reason, by=by, now=now)
    incidents.save(incident)


async def acknowledge_incident(incidents: Incidents, *, id: str, by: Person, now: datetime) -> None:
    """Take an incident over."""
    incident = await incidents.get(id)
    incident.acknowledge(by=by, now=now)
    incidents.save(incident)


async def propose_disposition(incidents: Incidents, *, id: str, measure: Measure, by: Person, now: datetime) -> int:
    """Put a disposition forward; answers its number."""
    incident = await incidents.get(id)
    disposition = incident.propose(measure, by=by, now=now)
    incidents.save(incident)
    return disposition.number


async def approve_disposition(incidents: Incidents, *, id: str, number: int, by: Person, now: datetime) -> None:
    """Let a disposition happen."""
    incident = await incidents.get(id)
    incident.approve(number, by=by, now=now)
    incidents.save(incident)


async def refuse_disposition(  # noqa: PLR0913 -- a refusal is signed, dated and explained
    incidents: Incidents, *, id: str, number: int, reason: str, by: Person, now: datetime
) -> None:
    """Turn a disposition down."""
    incident = await incidents.get(id)
    incident.refuse(number, reason=reason, by=by, now=now)
    incidents.save(incident)


async def note_disposition_done(incidents: Incidents, *, id: str, answer: Answer, now: datetime) -> None:
    """Enter another service's answer."""
    incident = await incidents.get(id)
    incident.note_done(answer, now=now)
    incidents.save(incident)


async def close_incident(incidents: Incidents, *, id: str, report: ClosingReport, by: Person, now: datetime) -> None:
    """End an incident with its report."""
    incident = await incidents.get(id)
    incident.close(report, by=by, now=now)
    incidents.save(incident)
