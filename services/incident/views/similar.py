"""What somebody who reports is asked first: is it one of these?"""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from libs.contracts.incident import Tier
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.incident import Incident
from services.incident.domain.people import Person
from services.incident.domain.record.discovery import Discovery
from services.incident.domain.record.joining import SAME_WITHIN
from services.incident.ports import Incidents

OFFERED = 5
LOOKED_AT = 200


class SimilarLine(BaseModel):
    """As much as tells somebody on site whether it is the same."""

    incident_id: str
    name: str
    tier: Tier
    site: str
    room: str
    discovered_at: datetime
    reports: int


class SimilarIncidents(BaseModel):
    """The one discovered nearest in time first."""

    items: list[SimilarLine]


async def list_similar_incidents(
    incidents: Incidents, found: Discovery, *, reader: Person, now: datetime
) -> SimilarIncidents:
    """The open incidents that what was found may be, of those that the reader may read."""
    said = min(found.discovered_at, now)
    page: Page[Incident] = await incidents.find(
        Query(
            {"batch_id": found.batch_id, "is_drill": found.drill, "is_open": True},
            order_by="discovered_at",
            at_least={"discovered_at": said - SAME_WITHIN},
            limit=LOOKED_AT,
        )
    )
    same = [one for one in page.items if one.may_be(found, by=reader, now=now)]
    nearest = sorted(same, key=lambda one: abs(one.first_report.discovered_at - said))
    return SimilarIncidents(items=[_line(one) for one in nearest[:OFFERED]])


def _line(incident: Incident) -> SimilarLine:
    return SimilarLine(
        incident_id=incident.id,
        name=KINDS[incident.classification.category].name,
        tier=incident.classification.tier,
        site=incident.discovery.site,
        room=incident.discovery.room,
        discovered_at=incident.first_report.discovered_at,
        reports=1 + len(incident.further_reports),
    )
