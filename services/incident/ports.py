"""What the use cases and views need of the world outside."""

from typing import Protocol

from libs.chassis.domain import Repository
from services.incident.domain.incident import Incident
from services.incident.domain.notices import Notice, Receipt

Incidents = Repository[Incident]


class Channels(Protocol):
    """Delivers notices. Answers within seconds, and never raises for what a channel or an address does."""

    async def send(self, notice: Notice) -> Receipt:
        """Deliver one notice by the channel it names; the same id again is the same message."""
        ...
