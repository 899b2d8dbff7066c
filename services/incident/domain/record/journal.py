"""How one act upon an incident is kept: entered in its file, announced, said to people, waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.event import Event
from services.incident.domain.duty.roster import NO_DUTY_LIST, Duty, Watch, channels_for
from services.incident.domain.notices.notice import EVERY_GROUP, GROUP_CHANNELS, Channel, Notify, Urgency
from services.incident.domain.people import DisplayName, Person
from services.incident.domain.record.timeline import Entry, EntryKind, beijing

SAME_CLOCK: Final = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Journal:
    """The incident hands it to its parts, so that they need to know nothing else of it.

    `title` and `place` begin whatever is said to people: neither what was described nor a candidate is ever in it.
    """

    incident: Aggregate
    batch_id: str
    is_drill: bool
    title: str
    place: str
    entries: list[Entry]
    people: dict[str, DisplayName]
    notices: list[Notify]
    now: datetime

    @property
    def ids(self) -> dict[str, str]:
        """What every event of an incident begins with."""
        return {"incident_id": self.incident.id, "batch_id": self.batch_id}

    @property
    def entered_at(self) -> datetime:
        """When it happens: never before what happened last, though the server's clock was put back."""
        return max(self.now, self.entries[-1].entered_at) if self.entries else self.now

    def enter(self, step: EntryKind, actor: str, *, at: datetime | None = None, note: str = "") -> None:
        """Write a line of the timeline; `at` is when it happened, if that was before now."""
        entered_at = self.entered_at
        if entered_at - self.now > SAME_CLOCK:
            note = f"{note}（服务器时钟曾回拨，登记时显示 {beijing(self.now)}）"
        entry = Entry(step=step, actor=actor, occurred_at=at or entered_at, entered_at=entered_at, note=note)
        self.entries.append(entry)

    def record(self, event: Event) -> None:
        """Announce a fact. What happens in a drill stays in the drill."""
        if not self.is_drill:
            self.incident.record(event)

    def arm(self, kind: str, due_at: datetime | None) -> None:
        """Set the one deadline of this kind, or take it away."""
        if due_at is None:
            self.incident.cancel_deadline(f"{self.incident.id}:{kind}")
        else:
            self.incident.set_deadline(deadline_of(self.incident.id, kind, due_at))

    def say(
        self, key: str, people: Iterable[Duty], text: str, *, urgency: Urgency, channels: tuple[Channel, ...]
    ) -> None:
        """Decide that these people are told."""
        for duty in people:
            self.know(duty)
            self._notify(f"{key}:{duty.person_id}", duty.person_id, channels_for(duty, channels), text, urgency)

    def say_to_every_group(self, key: str, text: str) -> None:
        """Decide that every group is told that the institution has set up, each by its own channel."""
        for channel in GROUP_CHANNELS:
            self._notify(f"{key}:{EVERY_GROUP}-{channel}", EVERY_GROUP, [channel], text, Urgency.ALARM)

    def know(self, duty: Duty) -> None:
        """Keep how somebody on the duty list is shown."""
        self.people[duty.person_id] = DisplayName(name=duty.name, office=duty.post.zh)

    def meet(self, person: Person, watch: Watch = NO_DUTY_LIST) -> None:
        """Keep how somebody who acts is shown."""
        for duty in watch.known_as(person.id):
            self.know(duty)
        self.people.setdefault(person.id, DisplayName(office=person.office))

    def shown(self, person_id: str) -> str:
        """A person as the timeline says it."""
        return f"{self.people.get(person_id, DisplayName()).name} {person_id}".strip()

    def _notify(self, key: str, person_id: str, channels: list[Channel], text: str, urgency: Urgency) -> None:
        self.notices.append(
            Notify(
                key=f"{self.incident.id}:{key}",
                person_id=person_id,
                channels=channels,
                title=self.title,
                text=f"{self.place}{text}",
                urgency=urgency,
            )
        )


def deadline_of(incident_id: str, kind: str, due_at: datetime) -> Deadline:
    """What makes something happen to an incident by itself; a late one hurts."""
    payload = {"incident_id": incident_id}
    return Deadline(key=f"{incident_id}:{kind}", due_at=due_at, kind=kind, payload=payload, harm=Harm.LATE)
