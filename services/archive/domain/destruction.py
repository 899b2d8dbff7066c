"""The destruction of what has expired: proposed, reviewed by a group, approved, carried out by two. Never by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.archive import ArchiveActed
from services.archive.domain.access.person import must_not_concern
from services.archive.domain.errors.destruction import (
    GroupKeepsError,
    GroupTooSmallError,
    NeverExpiresError,
    NobodyAloneError,
    NotExpiredError,
    NotInTheGroupError,
    OpinionGivenError,
    OpinionIncompleteError,
    ReviewOutOfOrderError,
)
from services.archive.domain.item import FiledItem
from services.archive.domain.retention import is_over

Side = Literal["paper", "electronic"]
Witness = Literal["general-office", "supervisor"]
LEAST_MEMBERS: Final = 3
TWO: Final = 2


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a member of the group thinks: what it is worth, whether it will be needed, and what is to become of it."""

    value: str
    future_need: str
    destroy: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Expiring:
    """One thing and its last day."""

    what: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is put before the group: items, and everything that goes with them, each with its last day."""

    batch_id: str
    side: Side
    items: Sequence[FiledItem]
    expiring: Sequence[Expiring]


@dataclass(kw_only=True)
class Destruction(Aggregate):
    """Papers of a batch, or everything electronic of it, that may go.

    Nobody does it alone (ARC-14): one proposes, the group weighs, the head approves, two are there and sign.
    """

    id: str
    batch_id: str
    side: Side
    item_ids: list[str]
    proposed: Act
    members: list[str] = field(default_factory=list)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    approved: bool | None = None
    decision: Decision | None = None
    signatures: dict[Witness, Act] = field(default_factory=dict)
    carried_out_at: datetime | None = None

    @classmethod
    def propose(cls, id: str, proposal: Proposal, *, act: Act) -> Self:
        """Put what has expired before the group. Raises `NotExpiredError` for the first that has not."""
        side, items = proposal.side, proposal.items
        if not proposal.expiring:
            raise NeverExpiresError("所选材料")
        for one in proposal.expiring:
            if one.until is None:
                raise NeverExpiresError(one.what)
            if not is_over(one.until, act.at):
                raise NotExpiredError(one.what, one.until)
        must_not_concern(items, act.by)
        for item in items:
            item.come_under_review(id, paper=side == "paper")

        proposed = cls(id=id, batch_id=proposal.batch_id, side=side, item_ids=[item.id for item in items], proposed=act)
        proposed._note("destruction-proposed", act)
        return proposed

    def appoint(self, members: Sequence[str], items: Sequence[FiledItem], *, act: Act) -> None:
        """The head names the group."""
        if self.members or self.approved is not None:
            raise ReviewOutOfOrderError
        if len(members) < LEAST_MEMBERS or len({*members}) < len(members) or act.by not in members:
            raise GroupTooSmallError(LEAST_MEMBERS)
        for member in members:
            must_not_concern(items, member)

        self.members = list(members)
        self._note("destruction-group-appointed", act, people=self.members)

    def give_opinion(self, opinion: Opinion, *, by: str) -> None:
        """A member weighs, in person."""
        if by not in self.members:
            raise NotInTheGroupError
        if by in self.opinions:
            raise OpinionGivenError
        if not (opinion.value.strip() and opinion.future_need.strip()):
            raise OpinionIncompleteError

        self.opinions[by] = opinion
        self._note("opinion-to-destroy" if opinion.destroy else "opinion-to-keep", Act(by, opinion.at))

    def decide(self, items: Sequence[FiledItem], *, approved: bool, decision: Decision) -> None:
        """The head approves what the whole group would let go, or keeps it: then it may be proposed again."""
        if self.approved is not None or not self.members or self.opinions.keys() != {*self.members}:
            raise ReviewOutOfOrderError
        if decision.by == self.proposed.by:
            raise NobodyAloneError
        if approved and not all(opinion.destroy for opinion in self.opinions.values()):
            raise GroupKeepsError
        if not approved:
            for item in items:
                item.stay()

        self.approved, self.decision = approved, decision
        deed = "destruction-approved" if approved else "destruction-refused"
        self._note(deed, Act(decision.by, decision.at))

    def sign(self, office: Witness, items: Sequence[FiledItem], *, act: Act) -> bool:
        """One of the two was there and signs; with the second it is done. Answers whether it is."""
        if not self.approved or self.carried_out_at is not None:
            raise ReviewOutOfOrderError
        must_not_concern(items, act.by)
        if office in self.signatures or act.by in {signed.by for signed in self.signatures.values()}:
            raise NobodyAloneError

        self.signatures[office] = act
        if len(self.signatures) < TWO:
            return False
        self.carried_out_at = act.at
        for item in items:
            item.destroy(paper=self.side == "paper", now=act.at)
        self._note("destruction-carried-out", act, people=[signed.by for signed in self.signatures.values()])
        return True

    def _note(self, deed: str, act: Act, people: Sequence[str] = ()) -> None:
        self.record(
            ArchiveActed(
                deed=deed, at=act.at, batch_id=self.batch_id, items=self.item_ids, by=act.by, people=list(people)
            )
        )
