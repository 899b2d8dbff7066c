"""What commands carry."""

from typing import Annotated

from pydantic import BaseModel, Field

from libs.chassis.web.http import Strict
from libs.contracts.event import Day, Moment
from libs.contracts.incident import Discovered, Figures, Identifier, Place
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.notices.notice import Channel
from services.incident.domain.preparation.leading_group import Office
from services.incident.domain.preparation.preparation import PreparationKind
from services.incident.domain.record.reports import FollowUpKind, ReportForm, Secrecy
from services.incident.routes.parameters import Name, Text


class DiscoveryBody(Discovered, Strict):
    """What was discovered: of a kind of the plan, or with the answers to the three questions."""

    description: Text


class MergerBody(Strict):
    """Which other incident is this one too, and how that is known."""

    incident_id: Identifier
    reason: Text


class Merged(BaseModel):
    """The incident that goes on for both."""

    incident_id: str


class FirstReportBody(Strict):
    """To whom the first report went, when, and how; without a time, just now."""

    to: Hop = Hop.LEADING_GROUP
    told_at: Moment | None = None
    form: ReportForm = ReportForm.PHONE


class CorrectionBody(Strict):
    """The right time of discovery, and why the first one was wrong."""

    discovered_at: Moment
    reason: Text


class ReclassificationBody(Figures, Strict):
    """What it turned out to be, and why."""

    kind: Name | None = None
    reason: Text


class ReporterBody(Strict):
    """Who reports how things stand."""

    person_id: Identifier


class StageReportBody(Strict):
    """How things stand at this stage, in words."""

    text: Text
    form: ReportForm = ReportForm.WRITTEN


class ApprovalBody(Strict):
    """The digest of the preview that was seen."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReasonBody(Strict):
    """Why somebody decides as he does."""

    reason: Text


class CompletionBody(Strict):
    """What was done, and when; without a time, just now."""

    note: Text = ""
    at: Moment | None = None


class TextBody(Strict):
    """Words that go on record."""

    text: Text


class SecrecyBody(Strict):
    """Who may read, and why."""

    level: Secrecy
    reason: Text


class FollowUpBody(Strict):
    """A part of the aftermath."""

    kind: FollowUpKind
    text: Text


class ClosingReportBody(Strict):
    """Cause, course, outcome and social effect."""

    cause: Text
    course: Text
    result: Text
    social_impact: Text


class DutyBody(Strict):
    """One person on one post, with the addresses as people write them."""

    post: Post
    person_id: Identifier
    name: Annotated[Place, Field(max_length=50)] = ""
    site: Place = ""
    days: Annotated[list[Day], Field(max_length=60)] = Field(default=[])
    addresses: dict[Channel, Annotated[str, Field(min_length=1, max_length=500)]] = Field(default={})
    order: Annotated[list[Channel], Field(max_length=10)] = Field(default=[])
    reachable: bool = True


class EvacuationBody(Strict):
    """What a site has prepared for earthquake, fire and flood."""

    site: Place = ""
    posted_on: Day | None = None
    buildings_checked_on: Day | None = None
    shelters: Annotated[str, Field(max_length=500)] = ""
    routes: Annotated[str, Field(max_length=2000)] = ""
    drilled_on: Day | None = None
    people_on_routes: Annotated[list[Identifier], Field(max_length=100)] = Field(default=[])


class RosterBody(Strict):
    """The duty list of a batch, and the evacuation plans of its sites."""

    evacuation: Annotated[list[EvacuationBody], Field(max_length=100)] = Field(default=[])
    duties: Annotated[list[DutyBody], Field(max_length=1000)]


class MemberBody(Strict):
    """One person of the leading group, and what of prevention this person answers for."""

    person_id: Identifier
    name: Name
    office: Office
    department: Annotated[str, Field(max_length=100)] = ""
    duty: Text


class LeadingGroupBody(Strict):
    """By which document the leading group was founded, and with whom."""

    founded_on: Day
    document: Name
    members: Annotated[list[MemberBody], Field(max_length=100)]


class PrecautionBody(Strict):
    """What is decided, and which member sees to it."""

    text: Text
    person_id: Identifier


class CheckBody(Strict):
    """What somebody found who looked."""

    carried_out: bool
    note: Text = ""


class PreparationBody(Strict):
    """What was held, when, and who was there."""

    kind: PreparationKind
    held_on: Day
    subject: Name
    attended_by: Annotated[list[Identifier], Field(max_length=1000)] = Field(default=[])
    incident_id: Identifier | None = None


class Numbered(BaseModel):
    """How something new is called from now on."""

    number: int


class PhotoAdded(BaseModel):
    """Under which digest the picture is found."""

    sha256: str


class Recorded(BaseModel):
    """Under which id it is kept."""

    id: str
