"""What the incident service announces: reports, missed clocks, escalations, approved dispositions; and its command."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, Field

from libs.contracts.command import Command
from libs.contracts.event import Event, Fact, Moment, Part, Sealed
from libs.contracts.plain_text import in_one_line

Tier = Literal["major", "general"]
Identifier = Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")]
Place = Annotated[str, AfterValidator(in_one_line), Field(max_length=100)]
LONGEST_SEALED = 22_000  # 4,000 characters of Chinese


class Answers(Fact):
    """Two of the three questions; the third is how many rooms are in disorder with cheating."""

    exam_can_go_on: bool
    grave_harm: bool


class Figures(BaseModel):
    """What the thresholds of the plan look at."""

    rooms_in_disorder: Annotated[int | None, Field(ge=0)] = None
    outage_minutes: Annotated[int | None, Field(ge=0)] = None
    region_wide: bool = False
    answers: Answers | None = None


class Discovered(Figures):
    """What was discovered, but for its description: of a kind of the plan, or with the answers to the questions."""

    batch_id: Identifier
    site: Annotated[Place, Field(min_length=1)]
    discovered_at: Moment
    kind: Annotated[Place | None, Field(min_length=1)] = None
    room: Place = ""
    session_ids: Annotated[list[Identifier], Field(max_length=1000)] = []
    heading: Literal["transport", "safekeeping", "room", "other"] | None = None
    drill: bool = False
    joins: Annotated[Identifier | None, Field(description="The open incident that this is another report of.")] = None


class ReportIncident(Command, Discovered):
    """Anybody on the staff reports what went wrong on site, as over HTTP; the incident service takes it.

    A copy reports nothing anew, by whichever way it comes. What is refused is parked with its reason.
    """

    routing_key: ClassVar[str] = "incident.report-incident.v1"

    description: Annotated[Sealed, Field(max_length=LONGEST_SEALED)]


class Order(BaseModel):
    """What every approved disposition says. The service that carries it out answers under `disposition`."""

    incident_id: str
    batch_id: str
    disposition: int
    approved_by: str
    approved_at: Moment


class IncidentReported(Event):
    """Something went wrong on site. `first_report_due_at` is ten minutes after discovery (INC-06)."""

    routing_key: ClassVar[str] = "incident.incident-reported.v1"

    incident_id: str
    batch_id: str
    session_ids: list[str]
    category: str
    tier: Tier
    discovered_at: Moment
    reported_at: Moment
    first_report_due_at: Moment


class ReportJoined(Event):
    """Somebody else reported the same incident: it stays one, and its clock counts from the earlier discovery.

    If this discovery was the earlier one, `DiscoveryCorrected` follows.
    """

    routing_key: ClassVar[str] = "incident.report-joined.v1"

    incident_id: str
    batch_id: str
    report_id: str
    session_ids: list[str]
    discovered_at: Moment
    joined_by: str
    joined_at: Moment


class IncidentMerged(Event):
    """Two incidents turned out to be one. This one has ended; `merged_into` goes on, since the earlier discovery."""

    routing_key: ClassVar[str] = "incident.incident-merged.v1"

    incident_id: str
    batch_id: str
    merged_into: str
    merged_by: str
    merged_at: Moment


class FirstReportReceived(Event):
    """The leading group has the first report of an incident."""

    routing_key: ClassVar[str] = "incident.first-report-received.v1"

    incident_id: str
    batch_id: str
    received_at: Moment


class FirstReportOverdue(Event):
    """Ten minutes after discovery the first report had not reached the leading group (INC-06)."""

    routing_key: ClassVar[str] = "incident.first-report-overdue.v1"

    incident_id: str
    batch_id: str
    due_at: Moment
    overdue_at: Moment
    skipped: list[str] = Field(default=[])


class FirstReportReminded(Event):
    """Five or eight minutes after discovery somebody had not passed the first report on, and was reminded (INC-06)."""

    routing_key: ClassVar[str] = "incident.first-report-reminded.v1"

    incident_id: str
    batch_id: str
    minutes: int
    waiting_for: list[str]
    reminded_at: Moment


class DiscoveryCorrected(Event):
    """The time of discovery was wrong and is put right; the ten minutes count from the corrected one (INC-06)."""

    routing_key: ClassVar[str] = "incident.discovery-corrected.v1"

    incident_id: str
    batch_id: str
    discovered_at: Moment
    first_report_due_at: Moment
    corrected_by: str
    corrected_at: Moment


class IncidentEscalated(Event):
    """The next level up is called: because the incident is major, or because nobody reported in time."""

    routing_key: ClassVar[str] = "incident.incident-escalated.v1"

    incident_id: str
    batch_id: str
    tier: Tier
    reason: Literal["major", "first-report-overdue"]
    escalated_to: str
    escalated_at: Moment
    step: str | None = None
    skipped: list[str] = Field(default=[])


class LadderStepCalled(Event):
    """A step of the ladder is called, or called again: `reason` says why, `round` counts repetitions from 0.

    `skipped` are the steps nobody was on. Unless somebody takes over by `due_at`, the next step is called.
    """

    routing_key: ClassVar[str] = "incident.ladder-step-called.v1"

    incident_id: str
    batch_id: str
    tier: Tier
    step: str
    reason: str
    round: int
    skipped: list[str]
    called_at: Moment
    due_at: Moment


class IncidentReclassified(Event):
    """Kind or tier turned out otherwise; open steps are planned anew, the clocks stay anchored at discovery."""

    routing_key: ClassVar[str] = "incident.incident-reclassified.v1"

    incident_id: str
    batch_id: str
    category: str
    tier: Tier
    previous_category: str
    previous_tier: Tier
    rule: str
    reclassified_by: str
    reclassified_at: Moment


class IncidentAcknowledged(Event):
    """Somebody of the called level took the incident over."""

    routing_key: ClassVar[str] = "incident.incident-acknowledged.v1"

    incident_id: str
    batch_id: str
    acknowledged_by: str
    acknowledged_at: Moment
    step: str | None = None


class StageReportFiled(Event):
    """The designated person reported how things stand (INC-07); the next report is due at `next_due_at`."""

    routing_key: ClassVar[str] = "incident.stage-report-filed.v1"

    incident_id: str
    batch_id: str
    number: int
    filed_by: str
    filed_at: Moment
    next_due_at: Moment


class StageReportMissed(Event):
    """Nobody reported how things stand within the interval of the tier; the ladder is called again."""

    routing_key: ClassVar[str] = "incident.stage-report-missed.v1"

    incident_id: str
    batch_id: str
    reporter: str
    due_at: Moment
    missed_at: Moment


class DispositionProposed(Event):
    """Somebody put a measure of the emergency plan forward; it waits for one who may approve it."""

    routing_key: ClassVar[str] = "incident.disposition-proposed.v1"

    incident_id: str
    batch_id: str
    disposition: int
    measure: str
    rule: str
    proposed_by: str
    proposed_at: Moment


class DispositionApproved(Event):
    """A proposed measure may happen. If another service carries it out, its order is an event of its own."""

    routing_key: ClassVar[str] = "incident.disposition-approved.v1"
    creates_rights: ClassVar[bool] = True

    incident_id: str
    batch_id: str
    disposition: int
    measure: str
    approved_by: str
    approved_at: Moment


class DispositionRefused(Event):
    """A proposed measure was turned down, or lapsed because the incident was reclassified."""

    routing_key: ClassVar[str] = "incident.disposition-refused.v1"

    incident_id: str
    batch_id: str
    disposition: int
    measure: str
    refused_by: str
    refused_at: Moment


class DispositionDone(Event):
    """Everybody whom an approved measure needs has answered: so many targets were touched, so many refused."""

    routing_key: ClassVar[str] = "incident.disposition-done.v1"
    creates_rights: ClassVar[bool] = True

    incident_id: str
    batch_id: str
    disposition: int
    measure: str
    applied: int
    refused: int
    done_at: Moment


class TimeExtensionApproved(Event):
    """Lost examination time is to be made up in these sessions (INC-31); scheduling does it."""

    routing_key: ClassVar[str] = "incident.time-extension-approved.v1"
    creates_rights: ClassVar[bool] = True

    incident_id: str
    batch_id: str
    session_ids: list[str]
    minutes: int
    approved_by: str
    approved_at: Moment
    disposition: int | None = None


class SparePaperApproved(Event):
    """The spare paper is to be used in these sessions (INC-17, INC-28); the item bank releases it."""

    routing_key: ClassVar[str] = "incident.spare-paper-approved.v1"
    creates_rights: ClassVar[bool] = True

    incident_id: str
    batch_id: str
    session_ids: list[str]
    approved_by: str
    approved_at: Moment
    disposition: int | None = None


class ReprintApproved(Event, Order):
    """Papers of these sessions are printed again, from the spare or copied (INC-17, INC-18, INC-29); itembank."""

    routing_key: ClassVar[str] = "incident.reprint-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]
    source: Literal["spare", "copy"]
    copies: int


class StartDelayApproved(Event, Order):
    """These sessions begin so many minutes later on the same day (该次考试延时: INC-20, INC-32); scheduling does it."""

    routing_key: ClassVar[str] = "incident.start-delay-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]
    minutes: int


class RescheduleApproved(Event, Order):
    """These sessions are held on another day or site (重新安排, 缓考, 更换考点后再考); scheduling does it.

    Without `new_date` they are postponed until a date is set (缓考). An empty `site` keeps the site.
    """

    routing_key: ClassVar[str] = "incident.reschedule-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]
    new_date: date | None
    site: str
    use_spare: bool


class CancellationApproved(Event, Order):
    """These sessions are stopped or not held (停考, 取消该次考试: INC-20, INC-24, INC-25); scheduling does it."""

    routing_key: ClassVar[str] = "incident.cancellation-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]


class ResitApproved(Event, Order):
    """These candidates sit the part again with the spare paper (启动备用试卷进行考试: INC-16); scheduling does it."""

    routing_key: ClassVar[str] = "incident.resit-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]
    application_ids: list[str]
    new_date: date | None


class ResultsVoidApproved(Event, Order):
    """The results of exactly these candidates in these sessions are void (成绩无效: INC-16, INC-22); scoring."""

    routing_key: ClassVar[str] = "incident.results-void-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_ids: list[str]
    application_ids: list[str]


class ZeroScoreApproved(Event, Order):
    """The proposal of score zero for one part was accepted by the head (按零分处理: INC-34); scoring does it."""

    routing_key: ClassVar[str] = "incident.zero-score-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    application_id: str
    part: Part


class FeeWaiverApproved(Event, Order):
    """The next sitting of these parts is free for these candidates (免收考试费用: INC-20); registration does it.

    `parts_of` says which of the parts for each candidate; it is all of them for who is not named there.
    """

    routing_key: ClassVar[str] = "incident.fee-waiver-approved.v1"
    creates_rights: ClassVar[bool] = True

    application_ids: list[str]
    parts: list[Part]
    parts_of: dict[str, list[Part]] = Field(default={})


class StaffReplacementApproved(Event, Order):
    """One member of staff takes the place of another in a session (更换监考人员: INC-21); scheduling does it."""

    routing_key: ClassVar[str] = "incident.staff-replacement-approved.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    leaving: str
    arriving: str


class StatementReleased(Event):
    """A statement to the press was released by the one role that may speak (INC-39). Its words stay here."""

    routing_key: ClassVar[str] = "incident.statement-released.v1"
    creates_rights: ClassVar[bool] = True

    incident_id: str
    batch_id: str
    number: int
    released_by: str
    released_at: Moment


class FollowUpRecorded(Event):
    """A part of the aftermath is on record: order restored, evaluation, lessons … (INC-35 to INC-38)."""

    routing_key: ClassVar[str] = "incident.follow-up-recorded.v1"

    incident_id: str
    batch_id: str
    kind: str
    recorded_by: str
    recorded_at: Moment


class ReadinessChecked(Event):
    """A day before an examination day every step of every ladder was looked at; `gaps` names those with nobody."""

    routing_key: ClassVar[str] = "incident.readiness-checked.v1"

    batch_id: str
    exam_day: date
    gaps: list[str]
    checked_at: Moment


class IncidentClosed(Event):
    """The incident is handled and its report is filed (INC-36)."""

    routing_key: ClassVar[str] = "incident.incident-closed.v1"

    incident_id: str
    batch_id: str
    closed_at: Moment
