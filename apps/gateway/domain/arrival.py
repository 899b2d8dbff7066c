"""A browser on its way in, and what it has shown so far."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from apps.gateway.domain.errors import ArrivalOverError
from libs.chassis.domain import Aggregate

LASTS = timedelta(minutes=10)


class Shown(StrEnum):
    """What was shown so far."""

    NOTHING = "nothing"
    PASSWORD = "password"  # noqa: S105 -- the name of a step
    SLIP = "slip"
    SENT = "sent"


@dataclass(kw_only=True)
class Arrival(Aggregate):
    """Lasts ten minutes; each step is an arrival of its own, so that it is used once.

    `id` is the SHA-256 of a cookie of its own. `account_id` is who shows, `secret` the sealed second factor that an
    activation offers, `then` where to go afterwards, `kept` the form that waits.

    Whoever was sent to an identity provider comes back with `state`; `nonce` and `verifier` are between the servers,
    `session_id` is the session that a proof is shown for, `amr` what the provider said was shown, `sid`
    in which session there.
    """

    id: str
    ends_at: datetime
    shown: Shown = Shown.NOTHING
    account_id: str = ""
    secret: str = ""
    then: str = "/"
    kept: str = ""
    state: str = ""
    nonce: str = ""
    verifier: str = ""
    session_id: str = ""
    amr: list[str] = field(default_factory=list)
    sid: str = ""

    def require(self, shown: Shown, now: datetime) -> None:
        """Raises `ArrivalOverError` unless it has shown this, in time."""
        if self.shown is not shown or now >= self.ends_at:
            raise ArrivalOverError

    def use_up(self, now: datetime) -> None:
        """It opened something, or went on as another."""
        self.ends_at = now
