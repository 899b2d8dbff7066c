"""What somebody discovered and reports."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Self

from libs.chassis.domain import Aggregate
from libs.contracts.incident import Discovered
from libs.contracts.plain_text import plain_text
from services.incident.domain.classification.classification import Facts
from services.incident.domain.classification.kinds import Heading
from services.incident.domain.record.errors import DescriptionTooLongError

LONGEST_TEXT: Final = 4000  # characters of what somebody writes at once


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """What a member of staff reports. It may name people, so it never leaves this service in an event."""

    batch_id: str
    site: str
    description: str
    discovered_at: datetime
    kind: str | None = None
    room: str = ""
    session_ids: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    heading: Heading | None = None
    drill: bool = False

    @classmethod
    def of(cls, said: Discovered, description: str) -> Self:
        """A report as it came, by whichever way. Raises `DescriptionTooLongError`."""
        if len(description) > LONGEST_TEXT:
            raise DescriptionTooLongError(LONGEST_TEXT)
        return cls(
            batch_id=said.batch_id,
            site=said.site,
            room=said.room,
            kind=said.kind,
            description=plain_text(description),
            discovered_at=said.discovered_at,
            session_ids=said.session_ids,
            facts=Facts.of(said),
            heading=Heading(said.heading) if said.heading else None,
            drill=said.drill,
        )

    def shares_its_place_with(self, other: Self) -> bool:
        """Whether both are about one site, one room or one session."""
        same_room = bool(self.room) and self.room == other.room
        return self.site == other.site or same_room or not set(self.session_ids).isdisjoint(other.session_ids)

    def incident_id(self, reported_by: str) -> str:
        """Derive the id from who reports what, where and since when: the same report sent again is the same incident.

        The wording may be polished between two attempts, so the description is left out.
        """
        discovered_at = self.discovered_at.astimezone(UTC).isoformat()
        drill = ["drill"] if self.drill else []
        kind = self.kind or ""
        what = "\n".join([self.site, self.room, kind, *sorted(self.session_ids), discovered_at, reported_by, *drill])
        return f"{self.batch_id}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class FurtherReport:
    """Another report of the same incident, whole. `merged_from` is the incident that it had made until then."""

    discovery: Discovery
    by: str
    at: datetime
    merged_from: str | None = None

    @property
    def id(self) -> str:
        """The incident that it would be, or was."""
        return self.discovery.incident_id(self.by)


@dataclass(kw_only=True)
class JoinedReport(Aggregate):
    """Which incident a report joined, under the id of the incident that it would have been."""

    id: str
    incident_id: str
