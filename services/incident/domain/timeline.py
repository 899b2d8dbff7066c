"""What happened in one incident, in the order it was entered; nothing is ever taken back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

SYSTEM: Final = "system"


class Step(StrEnum):
    """What an entry of the timeline is about."""

    REPORTED = "reported"
    SITE_HEAD_TOLD = "site-head-told"
    LEADING_GROUP_TOLD = "leading-group-told"
    FIRST_REPORT_OVERDUE = "first-report-overdue"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    DISCOVERY_CORRECTED = "discovery-corrected"
    DISPOSITION_PROPOSED = "disposition-proposed"
    DISPOSITION_APPROVED = "disposition-approved"
    DISPOSITION_REFUSED = "disposition-refused"
    DISPOSITION_DONE = "disposition-done"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: who did what, when it happened, and when it was written down."""

    step: Step
    actor: str
    occurred_at: datetime
    entered_at: datetime
    note: str = ""


def beijing(moment: datetime) -> str:
    """A moment as people read it."""
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")
