"""Twenty reports of one power cut are one message with the count, and every place by name as they came."""

import asyncio
from dataclasses import dataclass, field, replace

from services.incident.channels.screen import screened
from services.incident.channels.way import Message, naming
from services.incident.domain.notices.notice import Channel, Notice, Receipt

DRILL = "【演练】"


@dataclass(eq=False)
class Storm:
    """Notices that say the same of other incidents, or to others behind the same address."""

    first: Notice
    name: str = ""
    told: asyncio.Task[Receipt] = field(init=False)
    rest: asyncio.Task[Receipt] = field(init=False)
    _incidents: dict[str, int] = field(default_factory=dict)
    _told: dict[tuple[str, str], str] = field(default_factory=dict)
    _in_first: frozenset[str] | None = None
    _places: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add(self.first)

    @staticmethod
    def key(notice: Notice, address: str) -> tuple[str, ...]:
        """What notices of one storm agree in; without a group a notice agrees with its copies only.

        So it does on a console, which has room for all. The id without incident and person is the occasion: a first
        call swallows no reminder.
        """
        occasion = notice.id.replace(notice.incident_id, "").replace(notice.recipient.person_id, "")
        joins = notice.group and notice.channel is not Channel.CONSOLE
        said = (notice.group, occasion, notice.title, str(notice.drill)) if joins else (notice.id,)
        return (notice.channel, address, *said)

    def takes(self, notice: Notice) -> bool:
        """Whether it says nothing that its recipient was not told: a second call to the same person is a call again."""
        return self._told.get((notice.incident_id, notice.recipient.person_id), notice.id) == notice.id

    def opens(self) -> Message:
        """Its first message; what comes afterwards is not in it."""
        self._in_first = frozenset(self._incidents)
        return self.message()

    def tells(self, notice: Notice) -> bool:
        """Whether the first message says it, or will."""
        return self._in_first is None or notice.incident_id in self._in_first

    @property
    def has_more(self) -> bool:
        """Whether incidents have come after the first message."""
        return self._in_first is not None and self._incidents.keys() > self._in_first

    def add(self, notice: Notice) -> None:
        """Count its incident, once however many are told of it, and name its place."""
        if notice.place:
            self._places.setdefault(notice.place)
        self._told[notice.incident_id, notice.recipient.person_id] = notice.id
        self._incidents[notice.incident_id] = max(notice.count, self._incidents.get(notice.incident_id, 0))

    @property
    def count(self) -> int:
        """How many incidents it stands for."""
        return sum(self._incidents.values())

    def message(self) -> Message:
        """The words of the first, marked as a drill if it is one, with the count and the places if others have come."""
        first, count = self.first, self.count
        more = f"（同类报告共{count}起）" if count > first.count else ""
        mark = DRILL if first.drill and DRILL not in first.title else ""
        places = tuple(self._places) if len(self._places) > 1 else ()
        if first.channel is not Channel.CONSOLE:
            places = tuple(screened(place, incident_id=first.incident_id) for place in places)
        message = Message(
            key=first.id if count == first.count else f"{first.id}+{count}",
            incident_id=first.incident_id,
            title=f"{mark}{first.title}{more}",
            text=naming(first.text, places, len(places)) if places else first.text,
            drill=first.drill,
            count=count,
            first=first.text,
            places=places,
            urgency=first.urgency,
            storm=self.name,
        )
        if first.channel is Channel.CONSOLE:
            return message
        return replace(
            message,
            title=screened(message.title, incident_id=first.incident_id),
            text=screened(message.text, incident_id=first.incident_id),
            first=screened(message.first, incident_id=first.incident_id),
        )
