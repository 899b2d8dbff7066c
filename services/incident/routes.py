"""The HTTP face of the incident service."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from libs.chassis.http import Actor, Now, Routes, allow, repository
from libs.contracts.event import Moment
from services.incident import use_cases, views
from services.incident.domain.first_report import Hop
from services.incident.domain.measures import MakeUpTime, SparePaper
from services.incident.domain.people import Person
from services.incident.domain.report import ClosingReport, Discovery
from services.incident.ports import Incidents as IncidentsPort

router = Routes(prefix="/incidents", tags=["incidents"])

Incidents = Annotated[IncidentsPort, repository("incidents")]
Identifier = Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(max_length=4000)]
Sessions = Annotated[list[Identifier], Field(max_length=1000)]

Staff = Annotated[Actor, allow.staff()]
Command = Annotated[Actor, allow("exam-affairs", "leading-group")]
CalledLevel = Annotated[Actor, allow("leading-group", "director")]
Proposer = Annotated[
    Actor, allow("invigilator", "examiner", "supervisor", "site-head", "exam-affairs", "leading-group")
]
Approver = Annotated[Actor, allow("supervisor", "site-head", "exam-affairs", "leading-group", "director")]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
RegisterReader = Annotated[
    Actor,
    allow(
        "site-head", "supervisor", "exam-affairs", "leading-group", "director", "quality", "general-office", "auditor"
    ),
]


class Body(BaseModel, extra="forbid"):
    """What a command carries."""


class DiscoveryBody(Body):
    """What was discovered. `rooms_in_disorder` counts rooms in disorder with cheating."""

    batch_id: Identifier
    site: Name
    kind: Name
    description: Text
    discovered_at: Moment
    room: Annotated[str, Field(max_length=100)] = ""
    session_ids: Sessions = []
    rooms_in_disorder: Annotated[int | None, Field(ge=0)] = None
    outage_minutes: Annotated[int | None, Field(ge=0)] = None


class FirstReportBody(Body):
    """To whom the first report went, and when; without a time, just now."""

    to: Hop = Hop.LEADING_GROUP
    told_at: Moment | None = None


class CorrectionBody(Body):
    """The right time of discovery, and why the first one was wrong."""

    discovered_at: Moment
    reason: Text


class MakeUpTimeBody(Body):
    """Lost time to be added in these sessions."""

    type: Literal["make-up-time"]
    session_ids: Sessions
    minutes: int
    interrupted_at: Moment
    restored_at: Moment

    def measure(self) -> MakeUpTime:
        """The same for the domain."""
        return MakeUpTime(**self.model_dump(exclude={"type"}))


class SparePaperBody(Body):
    """Sessions that need the spare paper."""

    type: Literal["spare-paper"]
    session_ids: Sessions

    def measure(self) -> SparePaper:
        """The same for the domain."""
        return SparePaper(session_ids=self.session_ids)


MeasureBody = Annotated[MakeUpTimeBody | SparePaperBody, Field(discriminator="type")]


class RefusalBody(Body):
    """Why a disposition is turned down."""

    reason: Text


class ClosingReportBody(Body):
    """Cause, course, outcome and social effect."""

    cause: Text
    course: Text
    result: Text
    social_impact: Text


class DispositionNumber(BaseModel):
    """How the new disposition is called from now on."""

    number: int


@router.get("/kinds")
async def list_kinds(_actor: Staff) -> list[views.KindLine]:
    """The kinds to pick from."""
    return views.kinds()


@router.get("")
async def list_incidents(
    batch_id: str,
    incidents: Incidents,
    _actor: RegisterReader,
    cursor: str | None = None,
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> views.Register:
    """The register of a batch."""
    return await views.register(incidents, batch_id=batch_id, cursor=cursor, limit=limit)


@router.get("/{incident_id}")
async def show_incident(incident_id: str, incidents: Incidents, actor: Staff) -> views.IncidentPage:
    """One incident with its timeline."""
    return await views.incident_page(incidents, id=incident_id, reader=_person(actor))


@router.post("", status_code=201)
async def report_incident(body: DiscoveryBody, incidents: Incidents, now: Now, actor: Staff) -> views.IncidentPage:
    """Report; anybody on the staff may. The same report again answers with the same incident."""
    incident = await use_cases.report_incident(
        incidents, discovery=Discovery(**body.model_dump()), by=_person(actor), now=now
    )
    return views.IncidentPage.of(incident)


@router.post("/{incident_id}/first-report", status_code=204)
async def tell_first_report(
    incident_id: str, body: FirstReportBody, incidents: Incidents, now: Now, actor: Staff
) -> None:
    """Pass the first report on, to the site head or to the leading group."""
    await use_cases.tell_first_report(
        incidents, id=incident_id, hop=body.to, told_at=body.told_at or now, by=_person(actor), now=now
    )


@router.post("/{incident_id}/corrections", status_code=204)
async def correct_discovery(
    incident_id: str, body: CorrectionBody, incidents: Incidents, now: Now, actor: Command
) -> None:
    """Put the time of discovery right."""
    await use_cases.correct_discovery(
        incidents,
        id=incident_id,
        discovered_at=body.discovered_at,
        reason=body.reason,
        by=_person(actor),
        now=now,
    )


@router.post("/{incident_id}/acknowledgements", status_code=204)
async def acknowledge_incident(incident_id: str, incidents: Incidents, now: Now, actor: CalledLevel) -> None:
    """Take the incident over."""
    await use_cases.acknowledge_incident(incidents, id=incident_id, by=_person(actor), now=now)


@router.post("/{incident_id}/dispositions", status_code=201)
async def propose_disposition(
    incident_id: str, body: MeasureBody, incidents: Incidents, now: Now, actor: Proposer
) -> DispositionNumber:
    """Propose a measure; the plan says who may, for which kind."""
    number = await use_cases.propose_disposition(
        incidents, id=incident_id, measure=body.measure(), by=_person(actor), now=now
    )
    return DispositionNumber(number=number)


@router.post("/{incident_id}/dispositions/{number}/approval", status_code=204)
async def approve_disposition(incident_id: str, number: int, incidents: Incidents, now: Now, actor: Approver) -> None:
    """Approve a measure; the plan says who may."""
    await use_cases.approve_disposition(incidents, id=incident_id, number=number, by=_person(actor), now=now)


@router.post("/{incident_id}/dispositions/{number}/refusal", status_code=204)
async def refuse_disposition(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    incident_id: str, number: int, body: RefusalBody, incidents: Incidents, now: Now, actor: Approver
) -> None:
    """Turn a measure down."""
    await use_cases.refuse_disposition(
        incidents, id=incident_id, number=number, reason=body.reason, by=_person(actor), now=now
    )


@router.post("/{incident_id}/closure", status_code=204)
async def close_incident(
    incident_id: str, body: ClosingReportBody, incidents: Incidents, now: Now, actor: ExamAffairs
) -> None:
    """End the incident with its report to the director."""
    await use_cases.close_incident(
        incidents, id=incident_id, report=ClosingReport(**body.model_dump()), by=_person(actor), now=now
    )


def _person(actor: Actor) -> Person:
    return Person(actor.id, actor.roles)
