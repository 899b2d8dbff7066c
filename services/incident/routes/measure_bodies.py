"""What a proposal carries, one body for each measure that needs a shape of its own."""

from typing import Annotated, Literal

from pydantic import Field

from libs.contracts.event import Day, Moment, Whole
from libs.contracts.incident import Identifier
from services.incident.domain.measures import measures
from services.incident.domain.measures.measure_types import MeasureType
from services.incident.routes.bodies import Body
from services.incident.routes.parameters import Sessions, Text

Candidates = Annotated[list[Identifier], Field(max_length=1000)]


class MakeUpTimeBody(Body):
    """Lost time to be added in these sessions."""

    type: Literal["make-up-time"]
    session_ids: Sessions
    minutes: Whole
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
    copies: Whole


class StartDelayBody(Body):
    """Sessions that begin later."""

    type: Literal["start-delay"]
    session_ids: Sessions
    minutes: Whole


class RescheduleBody(Body):
    """Sessions held on another day or site."""

    type: Literal["reschedule"]
    session_ids: Sessions
    new_date: Day | None = None
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
    new_date: Day | None = None


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


class IsolationBody(Body):
    """Whose rooms are closed off since when; everybody of the sessions if nobody is named."""

    type: Literal["isolation"]
    session_ids: Sessions
    application_ids: Candidates | None = None
    since: Moment
    text: Text = ""


class OnTheSpotBody(Body):
    """What people are to do."""

    type: Literal[
        "police",
        "medical-aid",
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
    session_ids: Sessions = Field(default=[])


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
    | IsolationBody
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
    "isolation": measures.Isolation,
}


def measure_of(body: AnyMeasureBody) -> measures.Measure:
    """The same for the domain, which knows sessions and candidates in lists only."""
    said = body.model_dump()
    for one in ("session_id", "application_id"):
        if one in said:
            said[f"{one}s"] = [said.pop(one)]
    said["type"] = MeasureType(said["type"])
    return _CLASSES.get(body.type, measures.OnTheSpot)(**said)
