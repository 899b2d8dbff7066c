"""What the use cases and views need of the world outside."""

from collections.abc import Mapping
from typing import Protocol

from libs.chassis.domain.page import Page
from services.incident.domain.incident import Incident


class Incidents(Protocol):
    """Every incident, open or closed."""

    async def get(self, incident_id: str, /) -> Incident:
        """One by its id; raises IncidentNotFoundError."""
        ...

    async def find_one(self, incident_id: str, /) -> Incident | None:
        """One by its id, or nothing."""
        ...

    async def find(
        self,
        where: Mapping[str, object] | None = None,
        /,
        *,
        order_by: str = "id",
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Incident]:
        """A page of those whose indexed fields have these values."""
        ...

    def save(self, incident: Incident, /) -> None:
        """Keep it, with its events and deadlines."""
        ...
