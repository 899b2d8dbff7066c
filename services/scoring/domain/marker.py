"""Whose hand is in a mark."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Act, Decision
from services.scoring.domain.errors.marker import MarkerKnowsCodesError


@dataclass(frozen=True, kw_only=True)
class Marker:
    """The signature under a mark: who marks, corrects or rules, when, and why it is not the first mark (SCO-15)."""

    id: str
    roles: frozenset[str]
    at: datetime
    reason: str = ""

    @property
    def act(self) -> Act:
        """By whom and when it is marked."""
        return Act(self.id, self.at)

    @property
    def decision(self) -> Decision:
        """By whom, when and why it is corrected or ruled."""
        return Decision(self.id, self.at, self.reason)

    def must_be_blind(self) -> None:
        """Whoever may read the coding record does not mark (SCO-19, SCO-24)."""
        if "coder" in self.roles:
            raise MarkerKnowsCodesError
