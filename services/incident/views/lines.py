"""One incident on one line: for the console and for the register of a batch."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from libs.chassis.domain import Query
from libs.contracts.incident import Tier
from services.incident.domain.agenda import Agenda, DueAct
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.duty.post import Post
from services.incident.domain.incident import Incident
from services.incident.domain.people import DisplayName
from services.incident.domain.record.reports import Secrecy
from services.incident.ports import Incidents

SHOWN_AT_ONCE = 500


class PersonLine(BaseModel):
    """A person as the duty list names them, or at least by office."""

    person_id: str
    name: str
    office: str


class CalledLine(PersonLine):
    """A person who was called: for which post, and whether no channel has reached them."""

    post: Post
    unreached: bool


class UnreachedLine(BaseModel):
    """A post of which nobody could be told."""

    post: Post
    name: str


class Line(BaseModel):
    """One incident; it names no person but who was called, reported or took over, and quotes no description.

    `unreached_since` is set while nobody of one of the posts that were called could be told, which must be seen first.
    """

    incident_id: str
    batch_id: str
    site: str
    room: str
    category: str
    name: str
    tier: Tier
    drill: bool
    secrecy: Secrecy
    discovered_at: datetime
    first_report_due_at: datetime
    first_report_at: datetime | None
    overdue_at: datetime | None
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    merged_into: str | None
    step: Post
    held_by: list[str]
    people: list[PersonLine]
    called: list[CalledLine]
    unreached_since: datetime | None
    unreached: list[UnreachedLine]
    overdue: DueAct | None
    overdue_since: datetime | None
    next_act: DueAct | None
    next_act_due_at: datetime | None
    next_due: str | None
    next_due_at: datetime | None
    open_dispositions: int
    revision: int

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The line of this incident."""
        return cls.model_validate(show_summary(incident))


class Register(BaseModel):
    """A page of the register, in order of discovery."""

    items: list[Line]
    next: str | None


class OpenIncidents(BaseModel):
    """What is open, the next deadline first."""

    items: list[Line]


def show_summary(incident: Incident) -> dict[str, object]:
    """The fields of a line."""
    clock, found = incident.first_report, incident.discovery
    coming = sorted((moment, name) for name, moment in incident.next_due.items())
    next_due_at, next_due = coming[0] if coming else (None, None)
    unreached_since = incident.unreached_since if incident.is_open else None
    agenda = Agenda.of(incident)
    return {
        "incident_id": incident.id,
        "batch_id": incident.batch_id,
        "site": found.site,
        "room": found.room,
        "category": incident.classification.category,
        "name": KINDS[incident.classification.category].name,
        "tier": incident.classification.tier,
        "drill": incident.is_drill,
        "secrecy": incident.secrecy,
        "discovered_at": clock.discovered_at,
        "first_report_due_at": clock.due_at,
        "first_report_at": clock.received_at,
        "overdue_at": clock.overdue_at,
        "escalated_at": next((escalation.at for escalation in incident.escalations), None),
        "acknowledged_at": next((acknowledgement.at for acknowledgement in incident.acknowledgements), None),
        "closed_at": incident.closed_at,
        "merged_into": incident.merged_into,
        "step": incident.ladder.step.post,
        "held_by": incident.ladder.holders,
        "people": [_person(incident, who) for who in incident.people],
        "called": [
            {**_person(incident, who), "post": one.post, "unreached": one.unreached}
            for who, one in incident.ladder.called.items()
        ],
        "unreached_since": unreached_since,
        "unreached": [{"post": post, "name": post.zh} for post in incident.ladder.unreached if unreached_since],
        "overdue": agenda.overdue,
        "overdue_since": agenda.overdue_since,
        "next_act": agenda.next_act,
        "next_act_due_at": agenda.next_act_due_at,
        "next_due": next_due,
        "next_due_at": next_due_at,
        "open_dispositions": len(incident.dispositions.open_numbers),
        "revision": incident.revision,
    }


def _person(incident: Incident, person_id: str) -> dict[str, str]:
    shown = incident.people.get(person_id, DisplayName())
    return {"person_id": person_id, "name": shown.name, "office": shown.office}


async def list_incidents(incidents: Incidents, *, batch_id: str, cursor: str | None, limit: int) -> Register:
    """The incidents of a batch; a drill is none, and what was merged is a part of another."""
    where = {"batch_id": batch_id, "is_drill": False}
    page = await incidents.find(Query(where, order_by="discovered_at", after=cursor, limit=limit))
    return Register(items=[Line.of(incident) for incident in page.items if not incident.merged_into], next=page.next)


async def list_open_incidents(incidents: Incidents, *, drill: bool) -> OpenIncidents:
    """What is open, as far as a screen can show it."""
    where = {"is_open": True, "is_drill": drill}
    page = await incidents.find(Query(where, order_by="next_due_at", limit=SHOWN_AT_ONCE))
    return OpenIncidents(items=[Line.of(incident) for incident in page.items])
