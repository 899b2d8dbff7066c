"""What commands were answered, so that a repetition hears the same."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from libs.chassis.store.port import Collection, Index


@dataclass(kw_only=True)
class Answer(Aggregate):
    """What a command was answered, kept (sealed) so that its repetition is answered alike.

    `made` is the version that the command made of what it was about: see `Subject.made`.
    """

    id: str
    fingerprint: str
    status: int
    body: str
    answered_at: datetime
    by: str = ""
    route: str = ""
    made: str | None = None


ANSWERS = Collection("answers", Answer, indexes=[Index("answered_at"), Index("made")])
