"""An order of the incident service and what became of it."""

from dataclasses import dataclass, field
from typing import Any

from libs.chassis.domain import disposition
from libs.contracts.scheduling import Clash, ScheduleDispositionAnswered


@dataclass(kw_only=True)
class Disposition(disposition.Disposition):
    """Answered by this service's own event, with what now runs into what."""

    answers = ScheduleDispositionAnswered

    clashes: list[Clash] = field(default_factory=list)

    def remarks(self) -> dict[str, Any]:
        """See `disposition.Disposition.remarks`."""
        return {"clashes": self.clashes}
