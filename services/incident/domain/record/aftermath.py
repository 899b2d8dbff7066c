"""What comes with and after the handling of an incident: words to the press, and what is done and learnt."""

from dataclasses import dataclass

from libs.contracts.incident import FollowUpRecorded, StatementReleased
from services.incident.domain.classification.classification import Classification
from services.incident.domain.errors import TextMissingError
from services.incident.domain.record.errors import FollowUpsMissingError
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.reports import (
    BEFORE_CLOSURE,
    WRITTEN_AFTERWARDS,
    FollowUp,
    FollowUpKind,
    Statement,
)
from services.incident.domain.record.timeline import EntryKind


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """What one incident has of it so far."""

    statements: list[Statement]
    follow_ups: list[FollowUp]

    def release(self, text: str, journal: Journal, *, by: str) -> Statement:
        """Tell the press, with the one voice the plan allows (INC-39)."""
        if not text.strip():
            raise TextMissingError
        number, now = len(self.statements) + 1, journal.now
        statement = Statement(number=number, text=text, by=by, at=now)

        self.statements.append(statement)
        journal.enter(EntryKind.STATEMENT_RELEASED, by, note=f"第 {number} 号")
        journal.record(StatementReleased(**journal.ids, number=number, released_by=by, released_at=now))
        return statement

    def follow_up(self, kind: FollowUpKind, text: str, journal: Journal, *, by: str) -> None:
        """Put a part on record."""
        if not text.strip():
            raise TextMissingError

        self.follow_ups.append(FollowUp(kind=kind, text=text, by=by, at=journal.now))
        journal.enter(EntryKind.FOLLOW_UP_RECORDED, by, note=kind.zh)
        journal.record(FollowUpRecorded(**journal.ids, kind=kind.value, recorded_by=by, recorded_at=journal.now))

    def missing(self, found: Classification) -> list[FollowUpKind]:
        """What the plan wants on record before an incident of this kind is closed, and is not."""
        wanted = list(BEFORE_CLOSURE[found.tier])
        if found.category in WRITTEN_AFTERWARDS:
            wanted.append(FollowUpKind.WRITTEN_REPORT)
        there = {one.kind for one in self.follow_ups}
        return [kind for kind in wanted if kind not in there]

    def must_be_complete(self, found: Classification) -> None:
        """Refuse to close what was not looked into."""
        missing = self.missing(found)
        if missing:
            raise FollowUpsMissingError([kind.zh for kind in missing])
