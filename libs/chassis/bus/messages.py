"""A message as it came, whatever became of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from libs.chassis.identity import Actor

UNDATED = datetime.fromtimestamp(0, UTC)  # the time of a message that carries none


@dataclass(frozen=True)
class Received:
    """A message as it came: the CloudEvents attributes and the raw body; of a command also who wants it.

    `acted_by` is whose act an event comes of, as its publisher says: a staff number, or `SYSTEM`.
    `user` is who sent it, as the broker vouches; `key` is what it was routed by, empty if it came past the exchanges.
    """

    id: str
    type: str
    source: str
    subject: str
    seq: int
    time: datetime
    body: bytes
    trace: str = ""
    redelivered: bool = False
    authorization: str = field(default="", repr=False)
    actor: Actor | None = None
    flaw: str = ""
    user: str = ""
    key: str = ""
    signature: str = ""
    acted_by: str = ""
    actor_signature: str = ""
