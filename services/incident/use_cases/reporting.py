"""Reporting an incident, passing it on, putting it right, taking it over, saying how it stands."""

from datetime import datetime

from services.incident.domain.classification.classification import Finding
from services.incident.domain.escalation.first_report import PassedOn
from services.incident.domain.incident import Incident
from services.incident.domain.people import Person, StaffAct
from services.incident.domain.record.discovery import Discovery, JoinedReport
from services.incident.domain.record.reports import ReportForm
from services.incident.ports import IncidentDesk
from services.incident.use_cases.desk import open_incident, save_and_notify, who_is_on_duty


async def report_incident(
    desk: IncidentDesk, *, discovery: Discovery, by: Person, now: datetime, joins: str | None = None
) -> Incident:
    """Enter an incident, or another report of the one that it joins; what cannot join becomes an incident of its own.

    The same report sent again answers with the incident it made or joined the first time.
    """
    report_id = discovery.incident_id(by.id)
    known = await desk.incidents.find_one(report_id)
    if known is not None:
        return known
    joined = await desk.joined_reports.find_one(report_id)
    if joined is not None:
        return await desk.incidents.get(joined.incident_id)

    incident = await _goes_on_as(desk, joins)
    if incident is not None and incident.may_be(discovery, by=by, now=now):
        incident.join(discovery, by=by, now=now, watch=await who_is_on_duty(desk, incident.discovery, now))
        desk.joined_reports.save(JoinedReport(id=report_id, incident_id=incident.id))
    else:
        watch = await who_is_on_duty(desk, discovery, now)
        incident = Incident.report(discovery, by=by, now=now, watch=watch, meant=joins)
    save_and_notify(desk, incident, now=now)
    return incident


async def _goes_on_as(desk: IncidentDesk, id: str | None) -> Incident | None:
    """The incident of this id, or the one into which it was merged."""
    incident = await desk.incidents.find_one(id) if id else None
    while incident is not None and incident.merged_into:
        incident = await desk.incidents.find_one(incident.merged_into)
    return incident


async def merge_incidents(desk: IncidentDesk, *, id: str, other_id: str, reason: str, act: StaffAct) -> str:
    """Take two incidents for one; answers which of them goes on."""
    one, other = await desk.incidents.get(id), await desk.incidents.get(other_id)
    stays, goes = sorted((one, other), key=lambda incident: incident.precedence)
    stays.absorb(goes, reason=reason, by=act.by, now=act.at, watch=await who_is_on_duty(desk, stays.discovery, act.at))
    save_and_notify(desk, goes, now=act.at)
    save_and_notify(desk, stays, now=act.at)
    return stays.id


async def tell_first_report(desk: IncidentDesk, *, id: str, word: PassedOn, act: StaffAct) -> None:
    """Enter that the first report reached the site head or the leading group."""
    incident, watch = await open_incident(desk, id, act.at)
    incident.tell(word, by=act.by, now=act.at, watch=watch)
    save_and_notify(desk, incident, now=act.at)


async def remind_of_first_report(desk: IncidentDesk, *, id: str, now: datetime) -> None:
    """Remind whoever has not passed it on."""
    incident, watch = await open_incident(desk, id, now)
    incident.remind(now=now, watch=watch)
    save_and_notify(desk, incident, now=now)


async def call_overdue(desk: IncidentDesk, *, id: str, now: datetime) -> None:
    """Ten minutes are over and the leading group does not know: call past whoever is silent."""
    incident, watch = await open_incident(desk, id, now)
    incident.call_overdue(now=now, watch=watch)
    save_and_notify(desk, incident, now=now)


async def ring_ladder(desk: IncidentDesk, *, id: str, now: datetime) -> None:
    """Call on, because nobody took over or nobody reported."""
    incident, watch = await open_incident(desk, id, now)
    incident.ring_ladder(now=now, watch=watch)
    save_and_notify(desk, incident, now=now)


async def correct_discovery(
    desk: IncidentDesk, *, id: str, discovered_at: datetime, reason: str, act: StaffAct
) -> None:
    """Put the time of discovery right."""
    incident, watch = await open_incident(desk, id, act.at)
    incident.correct_discovery(discovered_at, reason=reason, by=act.by, now=act.at, watch=watch)
    save_and_notify(desk, incident, now=act.at)


async def reclassify_incident(desk: IncidentDesk, *, id: str, finding: Finding, reason: str, act: StaffAct) -> None:
    """Take an incident for what it turned out to be."""
    incident, watch = await open_incident(desk, id, act.at)
    incident.reclassify(finding, reason=reason, by=act.by, now=act.at, watch=watch)
    save_and_notify(desk, incident, now=act.at)


async def acknowledge_incident(desk: IncidentDesk, *, id: str, by: Person, now: datetime) -> None:
    incident, watch = await open_incident(desk, id, now)
    incident.acknowledge(by=by, now=now, watch=watch)
    save_and_notify(desk, incident, now=now)


async def designate_reporter(desk: IncidentDesk, *, id: str, person_id: str, by: Person, now: datetime) -> None:
    """Name who reports how things stand."""
    incident, watch = await open_incident(desk, id, now)
    incident.designate_reporter(person_id, by=by, now=now, watch=watch)
    save_and_notify(desk, incident, now=now)


async def file_stage_report(desk: IncidentDesk, *, id: str, text: str, form: ReportForm, act: StaffAct) -> int:
    """Say how things stand; answers the report's number."""
    incident, _ = await open_incident(desk, id, act.at)
    report = incident.file_stage_report(text, form=form, by=act.by, now=act.at)
    save_and_notify(desk, incident, now=act.at)
    return report.number
