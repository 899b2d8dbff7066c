"""Papers that are not there when a room counts them, and what came of looking for them (EXM-23)."""

from dataclasses import dataclass

from libs.chassis.domain import Decision
from services.scheduling.domain.errors.session import NothingMissingError
from services.scheduling.domain.sessions.checklist import StepSignature


@dataclass(frozen=True, kw_only=True)
class MissingPapers:
    """How many are missing by whose report, and how many stay lost by whose decision, once the search is over."""

    missing: int
    reported: StepSignature
    lost: int | None = None
    settled: StepSignature | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.missing < 1 or not 0 <= (self.lost or 0) <= self.missing:
            raise NothingMissingError(self.missing)

    def settle(self, lost: int, decision: Decision) -> "MissingPapers":
        """The search is over: so many are lost, the others were found."""
        return MissingPapers(
            missing=self.missing,
            reported=self.reported,
            lost=lost,
            settled=StepSignature(by=decision.by, at=decision.at),
            reason=decision.reason,
        )
