"""A roster file that was imported: who, when, and how it came out. The same bytes are taken once a batch."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate


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
