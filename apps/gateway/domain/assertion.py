"""What an identity provider says that somebody has shown."""

from dataclasses import dataclass
from datetime import datetime

from apps.gateway.domain.errors import ProviderRefusedError
from apps.gateway.domain.session import STEP_UP_LASTS
from libs.chassis.domain import Aggregate


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """`identity` is issuer and subject, `sid` the session there, if it is told; `at` is when it was shown, likewise.

    `amr` is how, in its words.
    """

    identity: str
    sid: str
    amr: tuple[str, ...]
    has_two_factors: bool
    at: datetime | None

    def must_be_of_now(self, identity: str, now: datetime) -> datetime:
        """Both factors of this person were shown, and lately; answers when. Raises `ProviderRefusedError`."""
        if self.identity != identity or not self.has_two_factors or self.at is None or now >= self.at + STEP_UP_LASTS:
            raise ProviderRefusedError
        return self.at


@dataclass(frozen=True, kw_only=True)
class SignedOut:
    """That somebody has signed out there: of the session `sid`, or of all where none is named. `id` is its digest.

    `identity` may be empty where a session is named. After `ends_at` it is not believed any more.
    """

    id: str
    identity: str
    sid: str
    ends_at: datetime


@dataclass(kw_only=True)
class HeardSignOut(Aggregate):
    """A sign-out that was acted upon, so that it is not once more; kept as long as it would be believed."""

    id: str
    ends_at: datetime
