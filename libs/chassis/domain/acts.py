"""Who does something and when, handed on as one."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Act:
    """By whom (a staff number) and when (UTC) something is done."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Decision:
    """By whom (a staff number), when (UTC) and why something is decided."""

    by: str
    at: datetime
    reason: str
