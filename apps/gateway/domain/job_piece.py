"""What was gathered for a job, and what came of it, sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from libs.chassis.domain import Aggregate


@dataclass(kw_only=True)
class JobPiece(Aggregate):
    """`<job>/<number>` is what was gathered, `<job>/file/<number>` a piece of its file."""

    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    id: str
    sealed: bytes
    forget_at: datetime
