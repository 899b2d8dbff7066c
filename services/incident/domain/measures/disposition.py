"""A measure proposed for an incident: decided once, then carried out, target by target."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.incident.domain.classification.classification import Classification
from services.incident.domain.errors import ReasonMissingError
from services.incident.domain.measures.affected import Affected
from services.incident.domain.measures.errors import (
    ApproverNotEntitledError,
    CompletedAtImpossibleTimeError,
    DispositionAlreadyDecidedError,
    NobodyTouchedError,
    NotDoneByPeopleError,
    OwnProposalError,
    PreviewOutdatedError,
    ProposerNotEntitledError,
)
from services.incident.domain.measures.measures import PEOPLE_ON_SITE, Measure, MeasureType
from services.incident.domain.measures.playbook import Permission, permission_for, permission_under
from services.incident.domain.people import Person


class DispositionState(StrEnum):
    """How far a disposition has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"

    @property
    def zh(self) -> str:
        """As the register says it."""
        return _WORDS[self]


_WORDS: Final = {
    DispositionState.PROPOSED: "待批准",
    DispositionState.APPROVED: "执行中",
    DispositionState.REFUSED: "未批准",
    DispositionState.DONE: "已完成",
}


@dataclass(frozen=True, kw_only=True)
class Unfulfilled:
    """A target for which an approved disposition was refused where it should have been carried out."""

    target: str
    slug: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A session that lasts into another one by what was carried out, for a person to put right."""

    session_id: str
    other_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What another service says of an order; a fact that names no disposition says which measure it is about."""

    by: str
    at: datetime
    number: int | None = None
    measure: MeasureType | None = None
    applied: list[str] = field(default_factory=list)
    refused: list[Unfulfilled] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        """Every target that was applied or refused."""
        return [*self.applied, *(one.target for one in self.refused)]


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What people say that they have done, and when; without a time, just now."""

    note: str
    at: datetime | None


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
    targets: list[str] = field(default_factory=list)
    done_at: dict[str, datetime] = field(default_factory=dict)
    unfulfilled: list[Unfulfilled] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @classmethod
    def propose(cls, measure: Measure, *, number: int, found: Classification, by: Person, now: datetime) -> Self:
        """Put a measure forward that the plan provides for this kind."""
        permission = permission_for(found.category, measure.type, decided_by=found.rule)
        if not by.holds(*permission.proposers):
            raise ProposerNotEntitledError(permission.rule, permission.proposers)
        measure.check(restored_within=permission.restored_within, now=now)

        return cls(
            number=number,
            kind=found.category,
            measure=measure,
            rule=permission.rule,
            proposed_by=by.id,
            proposed_at=now,
        )

    def approve(self, affected: Affected, *, seen: str | None, by: Person, now: datetime) -> None:
        """Let it happen to exactly these."""
        self._must_be_decidable(by)
        if seen is not None and seen != affected.digest:
            raise PreviewOutdatedError
        if self.measure.touches_candidates and not affected.application_ids:
            raise NobodyTouchedError

        self.targets = self.measure.targets(affected)
        self._decide(DispositionState.APPROVED, by=by.id, now=now)

    def refuse(self, *, reason: str, by: Person, now: datetime) -> None:
        """Turn it down, and say why."""
        self._must_be_decidable(by)
        if not reason.strip():
            raise ReasonMissingError

        self._decide(DispositionState.REFUSED, by=by.id, now=now)
        self.reason = reason

    def lapse(self, *, reason: str, by: str, now: datetime) -> None:
        """Fall away undecided, because the incident is of another kind now, or another incident."""
        self._decide(DispositionState.REFUSED, by=by, now=now)
        self.reason = reason

    def complete(self, *, at: datetime, by: Person, now: datetime) -> None:
        """People have done what people do; an isolation is done when it is lifted."""
        if not (self.measure.by_people and self.state is DispositionState.APPROVED):
            raise NotDoneByPeopleError(self.number)
        if not (self.decided_at or now) <= at <= now:
            raise CompletedAtImpossibleTimeError

        self.note(Answer(by=by.id, at=at, applied=[PEOPLE_ON_SITE]))

    def note(self, answer: Answer) -> bool:
        """Keep what was answered; with the last target it is done. Answers whether anything in it was new."""
        fresh = [target for target in answer.targets if self.awaits(target)]
        self.done_at.update({target: answer.at for target in answer.applied if target in fresh})
        self.unfulfilled += [one for one in answer.refused if one.target in fresh]
        if not any(map(self.awaits, self.targets)):
            self.state = DispositionState.DONE
        return bool(fresh)

    def note_clashes(self, clashes: list[Clash]) -> list[Clash]:
        """Keep what runs into what, even if another fact has said before that it was done; answers what is new."""
        fresh = [one for one in clashes if one not in self.clashes]
        self.clashes += fresh
        return fresh

    @property
    def permission(self) -> Permission:
        """The sentence of the plan that it was proposed under."""
        return permission_under(self.kind, self.measure.type, self.rule)

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes a decision or an answer."""
        return self.state in {DispositionState.PROPOSED, DispositionState.APPROVED}

    @property
    def is_approved(self) -> bool:
        """Whether it was let happen."""
        return self.state in {DispositionState.APPROVED, DispositionState.DONE}

    def awaits(self, target: str) -> bool:
        """Whether the answer for this target is still to come."""
        answered = target in self.done_at or any(one.target == target for one in self.unfulfilled)
        return self.state is DispositionState.APPROVED and target in self.targets and not answered

    def covers(self, session_id: str) -> bool:
        """Whether it stands for this session."""
        return self.state is not DispositionState.REFUSED and session_id in self.measure.session_ids

    def _must_be_decidable(self, by: Person) -> None:
        if self.state is not DispositionState.PROPOSED:
            raise DispositionAlreadyDecidedError(self.number)
        if not by.holds(*self.permission.approvers):
            raise ApproverNotEntitledError(self.rule, self.permission.approvers)
        if self.permission.needs_two_people and by.id == self.proposed_by:
            raise OwnProposalError

    def _decide(self, state: DispositionState, *, by: str, now: datetime) -> None:
        self.state = state
        self.decided_by = by
        self.decided_at = now
