"""What an identity provider says that somebody has shown."""

from dataclasses import dataclass
from datetime import datetime

from apps.gateway.domain.errors import ProviderRefusedError
from apps.gateway.domain.session import STEP_UP_LASTS


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """`identity` is issuer and subject; `at` is when it was shown, if that is told, `amr` how, in its words."""

    identity: str
    amr: tuple[str, ...]
    has_two_factors: bool
    at: datetime | None

    def must_be_of_now(self, identity: str, now: datetime) -> datetime:
        """Both factors of this person were shown, and lately; answers when. Raises `ProviderRefusedError`."""
        if self.identity != identity or not self.has_two_factors or self.at is None or now >= self.at + STEP_UP_LASTS:
            raise ProviderRefusedError
        return self.at
