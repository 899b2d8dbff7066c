"""The measures proposed for an incident: each decided once, then carried out session by session elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.incident.domain.errors import (
    AnswerNotAwaitedError,
    ApproverNotEntitledError,
    DispositionAlreadyDecidedError,
    DispositionNotFoundError,
    OwnProposalError,
    ProposerNotEntitledError,
    ReasonMissingError,
    SessionAlreadyCoveredError,
)
from services.incident.domain.measures import Measure, MeasureType
from services.incident.domain.people import Person
from services.incident.domain.playbook import permission_for


class DispositionState(StrEnum):
    """How far a disposition has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What another service says it carried out, in one session."""

    measure: MeasureType
    session_id: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Disposition:
    """Keeps its proposer and its approver apart where the plan does; `kind` is that of the incident."""

    number: int
    kind: str
    measure: Measure
    rule: str
    proposed_by: str
    proposed_at: datetime
    state: DispositionState = DispositionState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    done_at: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def propose(cls, measure: Measure, *, number: int, kind: str, by: Person, now: datetime) -> Self:
        """Put a measure forward that the plan provides for this kind."""
        permission = permission_for(kind, measure.type)
        if not by.holds(*permission.proposers):
            raise ProposerNotEntitledError(permission.rule, permission.proposers)
        measure.check(restored_within=permission.restored_within, now=now)

        return cls(number=number, kind=kind, measure=measure, rule=permission.rule, proposed_by=by.id, proposed_at=now)

    def approve(self, *, by: Person, now: datetime) -> None:
        """Let it happen."""
        self._must_be_decidable(by)

        self._decide(DispositionState.APPROVED, by=by, now=now)

    def refuse(self, *, reason: str, by: Person, now: datetime) -> None:
        """Turn it down, and say why."""
        self._must_be_decidable(by)
        if not reason.strip():
            raise ReasonMissingError

        self._decide(DispositionState.REFUSED, by=by, now=now)
        self.reason = reason

    def note_done(self, answer: Answer) -> None:
        """Keep the answer for one session; with the last one the disposition is done."""
        self.done_at[answer.session_id] = answer.at
        if self.done_at.keys() >= set(self.measure.session_ids):
            self.state = DispositionState.DONE

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes a decision or an answer."""
        return self.state in {DispositionState.PROPOSED, DispositionState.APPROVED}

    def awaits(self, session_id: str) -> bool:
        """Whether this session's answer is still to come."""
        is_approved = self.state is DispositionState.APPROVED
        return is_approved and session_id in self.measure.session_ids and session_id not in self.done_at

    def covers(self, session_id: str) -> bool:
        """Whether it stands for this session."""
        return self.state is not DispositionState.REFUSED and session_id in self.measure.session_ids

    def _must_be_decidable(self, by: Person) -> None:
        permission = permission_for(self.kind, self.measure.type)
        if self.state is not DispositionState.PROPOSED:
            raise DispositionAlreadyDecidedError(self.number)
        if not by.holds(*permission.approvers):
            raise ApproverNotEntitledError(permission.rule, permission.approvers)
        if permission.needs_two_people and by.id == self.proposed_by:
            raise OwnProposalError

    def _decide(self, state: DispositionState, *, by: Person, now: datetime) -> None:
        self.state = state
        self.decided_by = by.id
        self.decided_at = now


@dataclass(kw_only=True)
class Dispositions:
    """All of one incident, numbered from 1; a session stands under one of a type at most."""

    items: list[Disposition] = field(default_factory=list)

    def propose(self, measure: Measure, *, kind: str, by: Person, now: datetime) -> Disposition:
        """Add a proposal for sessions that have none of its type."""
        for session_id in measure.session_ids:
            if any(item.measure.type is measure.type and item.covers(session_id) for item in self.items):
                raise SessionAlreadyCoveredError(session_id)
        disposition = Disposition.propose(measure, number=len(self.items) + 1, kind=kind, by=by, now=now)

        self.items.append(disposition)
        return disposition

    def numbered(self, number: int) -> Disposition:
        """The one of that number."""
        if not 1 <= number <= len(self.items):
            raise DispositionNotFoundError(number)
        return self.items[number - 1]

    def note_done(self, answer: Answer) -> Disposition:
        """Enter an answer under the disposition that waits for it."""
        for item in self.items:
            if item.measure.type is answer.measure and item.awaits(answer.session_id):
                item.note_done(answer)
                return item
        raise AnswerNotAwaitedError(answer.session_id)

    @property
    def open_numbers(self) -> list[int]:
        """Those that still wait for a decision or an answer."""
        return [item.number for item in self.items if item.is_open]
