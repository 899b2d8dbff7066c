"""Who is called, in which order, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.incident.domain.first_report import Hop
from services.incident.domain.people import Role

LADDER: Final = (Role.LEADING_GROUP, Role.DIRECTOR)


class Reason(StrEnum):
    """Why the next level up was called."""

    MAJOR = "major"
    FIRST_REPORT_OVERDUE = "first-report-overdue"


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """One call up the ladder, with those who should have passed the word on and had not."""

    reason: Reason
    to: Role
    skipped: list[Hop]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """Somebody of a called level took the incident over."""

    by: str
    at: datetime


def next_rung(calls: int) -> Role:
    """Name the level to call after that many calls; above the top there is only the top again."""
    return LADDER[min(calls, len(LADDER) - 1)]
