"""What is kept of calls past the usual way and of those who took over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.people import Role


class EscalationReason(StrEnum):
    """Why the leading group was called past those below it."""

    MAJOR = "major"
    FIRST_REPORT_OVERDUE = "first-report-overdue"


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """One call past the usual way, with those who should have passed the word on and had not."""

    reason: EscalationReason
    to: Role
    post: Post
    skipped: list[Hop]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """Somebody took the incident over, for the highest step they stand for."""

    by: str
    at: datetime
    post: Post
