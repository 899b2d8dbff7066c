"""A roster file that was imported: who, when, and how it came out. The same bytes are taken once a batch."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from services.registration.domain.application import Application
from services.registration.domain.batch import Batch
from services.registration.domain.roster import RosterRow


@dataclass(kw_only=True)
class RosterUpload(Aggregate):
    """The record of one import; its id names the batch and the content."""

    id: str
    batch_id: str
    rows: int
    eligible: int
    refused: int
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, kw_only=True)
class JudgedRoster:
    """A whole roster, judged row by row; nothing of it is kept yet."""

    batch: Batch
    upload: RosterUpload
    rows: list[RosterRow]
    applications: list[Application]
