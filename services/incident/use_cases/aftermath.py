"""Secrecy, the press, photos, follow-up, closing."""

from datetime import datetime

from libs.chassis.domain import Files
from services.incident.domain.people import Person, StaffAct
from services.incident.domain.record.photos import Photo
from services.incident.domain.record.pictures import cleaned
from services.incident.domain.record.reports import ClosingReport, FollowUpKind, Secrecy
from services.incident.ports import Incidents


async def classify_secrecy(incidents: Incidents, *, id: str, level: Secrecy, reason: str, act: StaffAct) -> None:
    """Widen or narrow who may read."""
    incident = await incidents.get(id)
    incident.classify_secrecy(level, reason=reason, by=act.by, now=act.at)
    incidents.save(incident)


async def release_statement(incidents: Incidents, *, id: str, text: str, by: Person, now: datetime) -> int:
    """Tell the press; answers the statement's number."""
    incident = await incidents.get(id)
    statement = incident.release_statement(text, by=by, now=now)
    incidents.save(incident)
    return statement.number


async def record_follow_up(incidents: Incidents, *, id: str, kind: FollowUpKind, text: str, act: StaffAct) -> None:
    """Put a part of the aftermath on record."""
    incident = await incidents.get(id)
    incident.follow_up(kind, text, by=act.by, now=act.at)
    incidents.save(incident)


async def add_photo(incidents: Incidents, photos: Files, *, id: str, content: bytes, act: StaffAct) -> str:
    """Put a picture into the file, without where it was taken; answers its digest."""
    incident = await incidents.get(id)
    picture, media_type = cleaned(content)
    photo = Photo.of(picture, media_type, by=act.by, now=act.at)
    incident.add_photo(photo, by=act.by)
    await photos.put(picture)
    incidents.save(incident)
    return photo.sha256


async def close_incident(incidents: Incidents, *, id: str, report: ClosingReport, by: Person, now: datetime) -> None:
    """End an incident with its report."""
    incident = await incidents.get(id)
    incident.close(report, by=by, now=now)
    incidents.save(incident)
