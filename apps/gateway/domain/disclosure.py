"""Identifiers that somebody took out."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate


@dataclass(kw_only=True)
class Disclosure(Aggregate):
    """Whole identifiers left in a file: who took them, when, of which list, how many rows. It is never forgotten."""

    id: str
    at: datetime
    by: str
    what: str
    rows: int
