"""The two reports that frame an incident: what was discovered, and how it ended."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from services.incident.domain.errors import ReportIncompleteError


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """What a member of staff reports. It may name people, so it never leaves this service in an event."""

    batch_id: str
    site: str
    kind: str
    description: str
    discovered_at: datetime
    room: str = ""
    session_ids: list[str] = field(default_factory=list)
    rooms_in_disorder: int | None = None
    outage_minutes: int | None = None

    def incident_id(self, reported_by: str) -> str:
        """Derive the id from who reports what, where and since when: the same report sent again is the same incident.

        The wording may be polished between two attempts, so the description is left out.
        """
        discovered_at = self.discovered_at.astimezone(UTC).isoformat()
        what = "\n".join([self.site, self.room, self.kind, *sorted(self.session_ids), discovered_at, reported_by])
        return f"{self.batch_id}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class ClosingReport:
    """What exam affairs hands to the director afterwards (INC-36)."""

    cause: str = field(metadata={"zh": "发生原因"})
    course: str = field(metadata={"zh": "处理经过"})
    result: str = field(metadata={"zh": "处理结果"})
    social_impact: str = field(metadata={"zh": "社会影响"})

    def __post_init__(self) -> None:
        missing = [part.metadata["zh"] for part in fields(self) if not getattr(self, part.name).strip()]
        if missing:
            raise ReportIncompleteError(missing)
