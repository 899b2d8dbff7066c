"""Where every use case of an incident begins and ends: the file, who is on duty, and what is to be said."""

from datetime import datetime

from libs.contracts.beijing import beijing_day
from services.incident.domain.duty.roster import NO_DUTY_LIST, Watch
from services.incident.domain.incident import Incident
from services.incident.domain.notices.notification import NoticeOrigin, Notification
from services.incident.domain.record.discovery import Discovery
from services.incident.ports import IncidentDesk


async def open_incident(desk: IncidentDesk, id: str, now: datetime) -> tuple[Incident, Watch]:
    """An incident and who is on duty for it now."""
    incident = await desk.incidents.get(id)
    return incident, await who_is_on_duty(desk, incident.discovery, now)


async def who_is_on_duty(desk: IncidentDesk, discovery: Discovery, now: datetime) -> Watch:
    """Who is on duty now where something was discovered; everybody of a role if nobody was listed."""
    roster = await desk.rosters.find_one(discovery.batch_id)
    return roster.watch(discovery.site, beijing_day(now)) if roster else NO_DUTY_LIST


def save_and_notify(desk: IncidentDesk, incident: Incident, *, now: datetime) -> None:
    """Save it, and put on its way what is to be said."""
    desk.incidents.save(incident)
    group = f"{incident.batch_id}:{incident.discovery.site}:{incident.classification.category}"
    if incident.classification.tier == "major":
        group += f":{incident.discovery.room}"
    about = NoticeOrigin(
        batch_id=incident.batch_id,
        incident_id=incident.id,
        group=group,
        drill=incident.is_drill,
        place=incident.place,
    )
    for notify in incident.collect_notices():
        desk.notifications.save(Notification.decide(notify, about=about, now=now))
