"""An order of the incident service and what became of it."""

from dataclasses import dataclass

from libs.chassis.domain import disposition
from libs.contracts.registration import FeeDispositionAnswered


@dataclass(kw_only=True)
class Disposition(disposition.Disposition):
    """Answered by this service's own event."""

    answers = FeeDispositionAnswered
