"""The file of one incident: everything known about it, its timeline, and what it announces and says to people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.event import Event
from services.incident.domain.classification import Classification, Facts
from services.incident.domain.dispositions import Dispositions
from services.incident.domain.errors import (
    IncidentConfidentialError,
    IncidentIsClosedError,
    IncidentIsMergedError,
    IncidentNotFoundError,
)
from services.incident.domain.escalation import Acknowledgement, Escalation
from services.incident.domain.first_report import FIRST_REPORT_DUE, FIRST_REPORT_REMINDER, FirstReport
from services.incident.domain.kinds import KINDS, Heading
from services.incident.domain.ladder import LADDER_DUE, Ladder
from services.incident.domain.notices import EVERY_GROUP, GROUP_CHANNELS, Channel, Notify, Urgency
from services.incident.domain.people import Named, Person, Role
from services.incident.domain.photos import Photo
from services.incident.domain.places import told
from services.incident.domain.report import (
    ClosingReport,
    Discovery,
    FollowUp,
    FurtherReport,
    Secrecy,
    StageReport,
    Statement,
)
from services.incident.domain.roster import UNLISTED, Duty, Watch, in_their_order
from services.incident.domain.timeline import Entry, Step, beijing

OVERSEERS: Final = (
    Role.SITE_HEAD,
    Role.SUPERVISOR,
    Role.EXAM_AFFAIRS,
    Role.LEADING_GROUP,
    Role.DIRECTOR,
    Role.AUDITOR,
)
SAME_CLOCK: Final = timedelta(seconds=2)
IN_CONFIDENCE: Final = (Role.EXAM_AFFAIRS, Role.LEADING_GROUP, Role.DIRECTOR)


@dataclass(kw_only=True)
class Case(Aggregate):
    """The state that every part of an incident shares."""

    id: str
    discovery: Discovery
    classification: Classification
    facts: Facts
    reported_by: str
    first_report: FirstReport
    ladder: Ladder
    reporter: str
    escalations: list[Escalation] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    stage_reports: list[StageReport] = field(default_factory=list)
    dispositions: Dispositions = field(default_factory=Dispositions)
    secrecy: Secrecy = Secrecy.INTERNAL
    statements: list[Statement] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    closing_report: ClosingReport | None = None
    closed_at: datetime | None = None
    timeline: tuple[Entry, ...] = ()
    people: dict[str, Named] = field(default_factory=dict)
    unreached_since: datetime | None = None
    further_reports: list[FurtherReport] = field(default_factory=list)
    merged_into: str | None = None

    def concerns(self, person: Person) -> bool:
        """Overseers are concerned with every incident, others with what they reported or report on themselves."""
        reported = person.id in self.reporters or any(one.by == person.id for one in self.further_reports)
        return reported or person.holds(*OVERSEERS)

    def may_read(self, person: Person) -> bool:
        """Whether the secrecy of the incident lets this person see more than its line (INC-10)."""
        own = person.id in self.reporters
        return self.secrecy is Secrecy.INTERNAL or own or person.holds(*IN_CONFIDENCE)

    def record(self, event: Event) -> None:
        """Announce a fact. What happens in a drill stays in the drill."""
        if not self.is_drill:
            super().record(event)

    def collect_notices(self) -> list[Notify]:
        """Hand over what is to be said to people since the last call."""
        notices: list[Notify] = self.__dict__.pop("_notices", [])
        return notices

    @property
    def batch_id(self) -> str:
        """The batch whose examination is disturbed."""
        return self.discovery.batch_id

    @property
    def reporters(self) -> set[str]:
        """Who reported it or reports on it; not whose report came here with another incident."""
        joined = {one.by for one in self.further_reports if one.merged_from is None}
        return {self.reported_by, self.reporter} | joined

    @property
    def session_ids(self) -> list[str]:
        """The sessions that any of its reports names."""
        found = (self.discovery, *(one.discovery for one in self.further_reports))
        return list(dict.fromkeys(session_id for one in found for session_id in one.session_ids))

    @property
    def heading(self) -> Heading:
        """Which part of the report's content it belongs to (INC-09): as the reporter said, or as its kind is."""
        return self.discovery.heading or KINDS[self.classification.category].heading

    @property
    def is_drill(self) -> bool:
        """Whether it is only practised."""
        return self.discovery.drill

    @property
    def is_open(self) -> bool:
        """Whether it still has to be handled."""
        return self.closed_at is None

    @property
    def revision(self) -> int:
        """Grows with everything that happens to it."""
        return len(self.timeline)

    @property
    def changed_at(self) -> datetime:
        """When the last thing happened to it."""
        return self.timeline[-1].entered_at

    @property
    def place(self) -> str:
        """Where it is, as far as that can be told to anybody."""
        return told(self.discovery.site, self.discovery.room)

    @property
    def next_due(self) -> dict[str, datetime]:
        """What happens next by itself, by name."""
        if not self.is_open:
            return {}
        ladder = "stage-report" if self.ladder.is_held else "ladder"
        due = {ladder: self.first_report.discovered_at + self.ladder.due}
        if self.first_report.is_awaited:
            due["first-report"] = self.first_report.due_at
        return due

    @property
    def awaited(self) -> list[Deadline]:
        """The deadlines that its last change armed."""
        if not self.is_open:
            return []
        due_at = {
            LADDER_DUE: self.first_report.discovered_at + self.ladder.due,
            FIRST_REPORT_DUE: self.first_report.due_at if self.first_report.is_awaited else None,
            FIRST_REPORT_REMINDER: self.first_report.next_reminder_at(self.changed_at),
        }
        return [self._deadline(kind, moment) for kind, moment in due_at.items() if moment]

    def _must_concern(self, person: Person) -> None:
        """Refuse an act of whoever it does not concern, or who may not know of it (INC-10)."""
        if not self.concerns(person):
            raise IncidentNotFoundError(self.id)
        if not self.may_read(person):
            raise IncidentConfidentialError

    def _must_be_open(self) -> None:
        if self.merged_into:
            raise IncidentIsMergedError(self.id)
        if not self.is_open:
            raise IncidentIsClosedError(self.id)

    def _at(self, now: datetime) -> datetime:
        """When something happens to it: never before what happened last, though the server's clock was put back."""
        return max(now, self.changed_at) if self.timeline else now

    def _elapsed(self, now: datetime) -> timedelta:
        return self._at(now) - self.first_report.discovered_at

    def _named(self) -> dict[str, str]:
        """What every event of an incident begins with."""
        return {"incident_id": self.id, "batch_id": self.batch_id}

    def _enter(self, step: Step, actor: str, now: datetime, *, at: datetime | None = None, note: str = "") -> None:
        entered_at = self._at(now)
        if entered_at - now > SAME_CLOCK:
            note = f"{note}（服务器时钟曾回拨，登记时显示 {beijing(now)}）"
        entry = Entry(step=step, actor=actor, occurred_at=at or entered_at, entered_at=entered_at, note=note)
        self.timeline = (*self.timeline, entry)

    def _arm(self, kind: str, due_at: datetime | None) -> None:
        """Set the one deadline of this kind, or take it away."""
        if due_at is None:
            self.cancel_deadline(f"{self.id}:{kind}")
        else:
            self.set_deadline(self._deadline(kind, due_at))

    def _deadline(self, kind: str, due_at: datetime) -> Deadline:
        return Deadline(
            key=f"{self.id}:{kind}", due_at=due_at, kind=kind, payload={"incident_id": self.id}, harm=Harm.LATE
        )

    def _say(
        self, key: str, people: Iterable[Duty], text: str, *, urgency: Urgency, channels: tuple[Channel, ...]
    ) -> None:
        """Decide that these people are told."""
        for duty in people:
            self._know(duty)
            self._notify(f"{key}:{duty.person_id}", duty.person_id, in_their_order(duty, channels), text, urgency)

    def _say_to_every_group(self, key: str, text: str) -> None:
        """Decide that every group is told that the institution has set up, each by its own channel."""
        for channel in GROUP_CHANNELS:
            self._notify(f"{key}:{EVERY_GROUP}-{channel}", EVERY_GROUP, [channel], text, Urgency.ALARM)

    def _notify(self, key: str, person_id: str, channels: list[Channel], text: str, urgency: Urgency) -> None:
        """Neither what was described nor a candidate is ever in it."""
        tier = "重大" if self.classification.tier == "major" else "一般"
        title = f"{'【演练】' if self.is_drill else ''}【{tier}】{KINDS[self.classification.category].name}"
        words = f"{self.place}，{beijing(self.first_report.discovered_at)} 发现。{text}"
        self.__dict__.setdefault("_notices", []).append(
            Notify(
                key=f"{self.id}:{key}",
                person_id=person_id,
                channels=channels,
                title=title,
                text=words,
                urgency=urgency,
            )
        )

    def _know(self, duty: Duty) -> None:
        self.people[duty.person_id] = Named(name=duty.name, office=duty.post.zh)

    def _meet(self, person: Person, watch: Watch = UNLISTED) -> None:
        """Keep how somebody who acts is shown."""
        for duty in watch.known_as(person.id):
            self._know(duty)
        self.people.setdefault(person.id, Named(office=person.office))

    def _shown(self, person_id: str) -> str:
        """A person as the timeline says it."""
        return f"{self.people.get(person_id, Named()).name} {person_id}".strip()
