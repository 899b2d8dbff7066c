"""A session of a batch, as far as the archive has to know of it: what it must have filed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part


@dataclass(kw_only=True)
class Session(Aggregate):
    """Held, or called off: then nothing of it is asked for, nor known. `newest` is the newest that was told of it."""

    id: str
    batch_id: str
    part: Part
    level: int | None = None
    ends_at: datetime | None = None
    is_held: bool = True
    newest: int = 0


def last_end(sessions: Iterable[Session]) -> datetime | None:
    """When the last of them ends that is held, as far as that is known."""
    return max((one.ends_at for one in sessions if one.is_held and one.ends_at), default=None)
