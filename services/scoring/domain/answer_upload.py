"""A file of answer sheets that was imported; the same bytes are not taken again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate


def digest_of(raw: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(raw).hexdigest()


@dataclass(kw_only=True)
class AnswerUpload(Aggregate):
    """`id` is the digest of the bytes."""

    id: str
    session_id: str
    scripts: int
    by: str
    at: datetime
