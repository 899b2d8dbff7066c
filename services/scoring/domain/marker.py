"""Whose hand is in a mark."""

from dataclasses import dataclass
from datetime import datetime

from services.scoring.domain.errors import MarkerKnowsCodesError


@dataclass(frozen=True, kw_only=True)
class Marker:
    """Whoever marks, corrects or rules, and when: the signature under it (SCO-15)."""

    id: str
    roles: frozenset[str]
    at: datetime

    def must_be_blind(self) -> None:
        """Whoever may read the coding record does not mark (SCO-19, SCO-24)."""
        if "coder" in self.roles:
            raise MarkerKnowsCodesError
