"""What commands carry."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from libs.contracts.event import Moment
from services.incident.domain import measures
from services.incident.domain.classification import Facts
from services.incident.domain.first_report import Hop, ReportForm
from services.incident.domain.measure_types import MeasureType
from services.incident.domain.notices import Channel
from services.incident.domain.report import Discovery, FollowUpKind, Secrecy
from services.incident.domain.roster import Post
from services.incident.routes.parameters import Identifier, Name, Sessions, Text

Candidates = Annotated[list[Identifier], Field(max_length=1000)]


class Body(BaseModel, extra="forbid"):
    """What a command carries."""


class Answers(Body):
    """Two of the three questions; the third is how many rooms are in disorder with cheating."""

    exam_can_go_on: bool
    grave_harm: bool


class Figures(Body):
    """What the thresholds of the plan look at."""

    rooms_in_disorder: Annotated[int | None, Field(ge=0)] = None
    outage_minutes: Annotated[int | None, Field(ge=0)] = None
    region_wide: bool = False
    answers: Answers | None = None

    def facts(self) -> Facts:
        """The same for the domain."""
        answers = self.answers.model_dump() if self.answers else {}
        return Facts(
            rooms_in_disorder=self.rooms_in_disorder,
            outage_minutes=self.outage_minutes,
            region_wide=self.region_wide,
            **answers,
        )


class DiscoveryBody(Figures):
    """What was discovered: of a kind of the plan, or with the answers to the three questions."""

    batch_id: Identifier
    site: Name
    description: Text
    discovered_at: Moment
    kind: Name | None = None
    room: Annotated[str, Field(max_length=100)] = ""
    session_ids: Sessions = []
    drill: bool = False

    def discovery(self) -> Discovery:
        """The same for the domain."""
        return Discovery(
            batch_id=self.batch_id,
            site=self.site,
            room=self.room,
            kind=self.kind,
            description=self.description,
            discovered_at=self.discovered_at,
            session_ids=self.session_ids,
            facts=self.facts(),
            drill=self.drill,
        )


class FirstReportBody(Body):
    """To whom the first report went, when, and how; without a time, just now."""

    to: Hop = Hop.LEADING_GROUP
    told_at: Moment | None = None
    form: ReportForm = ReportForm.PHONE


class CorrectionBody(Body):
    """The right time of discovery, and why the first one was wrong."""

    discovered_at: Moment
    reason: Text


class ReclassificationBody(Figures):
    """What it turned out to be, and why."""

    kind: Name | None = None
    reason: Text


class ReporterBody(Body):
    """Who reports how things stand."""

    person_id: Identifier


class StageReportBody(Body):
    """How things stand."""

    text: Text
    form: ReportForm = ReportForm.WRITTEN


class MakeUpTimeBody(Body):
    """Lost time to be added in these sessions."""

    type: Literal["make-up-time"]
    session_ids: Sessions
    minutes: int
    interrupted_at: Moment
    restored_at: Moment


class SparePaperBody(Body):
    """Sessions that need the spare paper."""

    type: Literal["spare-paper"]
    session_ids: Sessions


class ReprintBody(Body):
    """Sessions that need papers printed."""

    type: Literal["reprint"]
    session_ids: Sessions
    source: Literal["spare", "copy"]
    copies: int


class StartDelayBody(Body):
    """Sessions that begin later."""

    type: Literal["start-delay"]
    session_ids: Sessions
    minutes: int


class RescheduleBody(Body):
    """Sessions held on another day or site."""

    type: Literal["reschedule"]
    session_ids: Sessions
    new_date: date | None = None
    site: Annotated[str, Field(max_length=100)] = ""
    use_spare: bool = False


class CancellationBody(Body):
    """Sessions stopped or not held."""

    type: Literal["cancellation"]
    session_ids: Sessions


class ReplaceStaffBody(Body):
    """Who leaves a session and who comes."""

    type: Literal["replace-staff"]
    session_id: Identifier
    leaving: Identifier
    arriving: Identifier


class ResitBody(Body):
    """Who sits again; all of the sessions if nobody is named."""

    type: Literal["resit"]
    session_ids: Sessions
    application_ids: Candidates | None = None
    new_date: date | None = None


class VoidResultsBody(Body):
    """Whose results are void; all of the sessions if nobody is named."""

    type: Literal["void-results"]
    session_ids: Sessions
    application_ids: Candidates | None = None


class ZeroScoreBody(Body):
    """Whose score of which session is proposed to be zero."""

    type: Literal["zero-score"]
    session_id: Identifier
    application_id: Identifier


class FeeWaiverBody(Body):
    """Sessions whose candidates sit the next time for nothing."""

    type: Literal["fee-waiver"]
    session_ids: Sessions
    application_ids: Candidates | None = None


class OnTheSpotBody(Body):
    """What people are to do."""

    type: Literal[
        "police",
        "medical-aid",
        "isolation",
        "evacuation",
        "scene-protection",
        "site-closure",
        "work-group",
        "calming",
        "delivery",
        "paper-return",
        "correction",
        "repair",
        "script-analysis",
        "continue",
        "other",
    ]
    text: Text
    session_ids: Sessions = []


AnyMeasureBody = (
    MakeUpTimeBody
    | SparePaperBody
    | ReprintBody
    | StartDelayBody
    | RescheduleBody
    | CancellationBody
    | ReplaceStaffBody
    | ResitBody
    | VoidResultsBody
    | ZeroScoreBody
    | FeeWaiverBody
    | OnTheSpotBody
)
MeasureBody = Annotated[AnyMeasureBody, Field(discriminator="type")]
_CLASSES: dict[str, type[measures.Measure]] = {
    "make-up-time": measures.MakeUpTime,
    "spare-paper": measures.SparePaper,
    "reprint": measures.Reprint,
    "start-delay": measures.StartDelay,
    "reschedule": measures.Reschedule,
    "cancellation": measures.Cancellation,
    "replace-staff": measures.ReplaceStaff,
    "resit": measures.Resit,
    "void-results": measures.VoidResults,
    "zero-score": measures.ZeroScore,
    "fee-waiver": measures.FeeWaiver,
}


def measure_of(body: AnyMeasureBody) -> measures.Measure:
    """The same for the domain, which knows sessions and candidates in lists only."""
    said = body.model_dump()
    for one in ("session_id", "application_id"):
        if one in said:
            said[f"{one}s"] = [said.pop(one)]
    said["type"] = MeasureType(said["type"])
    return _CLASSES.get(body.type, measures.OnTheSpot)(**said)


class ApprovalBody(Body):
    """The digest of the preview that was seen."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReasonBody(Body):
    """Why."""

    reason: Text


class NoteBody(Body):
    """What was done."""

    note: Text = ""


class TextBody(Body):
    """Words."""

    text: Text


class SecrecyBody(Body):
    """Who may read, and why."""

    level: Secrecy
    reason: Text


class FollowUpBody(Body):
    """A part of the aftermath."""

    kind: FollowUpKind
    text: Text


class ClosingReportBody(Body):
    """Cause, course, outcome and social effect."""

    cause: Text
    course: Text
    result: Text
    social_impact: Text


class DutyBody(Body):
    """One person on one post, with the addresses as people write them."""

    post: Post
    person_id: Identifier
    name: Annotated[str, Field(max_length=50)] = ""
    site: Annotated[str, Field(max_length=100)] = ""
    days: Annotated[list[date], Field(max_length=60)] = []
    addresses: dict[Channel, Annotated[str, Field(min_length=1, max_length=500)]] = {}
    order: Annotated[list[Channel], Field(max_length=10)] = []
    reachable: bool = True


class RosterBody(Body):
    """The duty list of a batch."""

    duties: Annotated[list[DutyBody], Field(max_length=1000)]


class Numbered(BaseModel):
    """How something new is called from now on."""

    number: int
