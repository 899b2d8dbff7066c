"""The accepted bank of one occupation and level."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.beijing import beijing_day
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.errors.bank import (
    AcceptanceInFutureError,
    AcceptanceTooFewError,
    AcceptanceUnsignedError,
    BankItemsRefusedError,
    BankNotAcceptedError,
    BankNotImprovedError,
    BankTooSmallError,
    OpinionMissingError,
)
from services.itembank.domain.inspection import problems_of
from services.itembank.domain.resources import Category, Point, Resources, TheoryItem, digest_of, subject_id

Kind = Literal["choice", "judgement"]

THEORY_MINIMUM = 600
PRACTICAL_MINIMUM = 20
DEFENCE_MINIMUM = 10
DEFENCE_LEVELS = (1, 2)
ACCEPTORS_MINIMUM = 5


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """The signed result of a bank's review meeting: `members` is the group that was appointed, all of whom sign.

    A group that does not pass the bank says in its `opinion` what is to be improved (ITB-32).
    """

    accepted_on: date
    signatures: list[str]
    members: list[str] = field(default_factory=list)
    passed: bool = True
    opinion: str = ""

    def must_be_valid(self, *, now: datetime) -> None:
        """Refuse an acceptance by too few, without every signature, of a day to come, or a failure without opinion."""
        signed = _names(self.signatures)
        members = _names(self.members)
        if len(members) < ACCEPTORS_MINIMUM:
            raise AcceptanceTooFewError(have=len(members), need=ACCEPTORS_MINIMUM)
        if missing := members - signed:
            raise AcceptanceUnsignedError(len(missing))
        if self.accepted_on > beijing_day(now):
            raise AcceptanceInFutureError
        if not self.passed and not self.opinion.strip():
            raise OpinionMissingError


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """What assembly needs to know of a theory item; difficulty in thousandths."""

    item_id: str
    kind: Kind
    point: str
    difficulty: int
    enemies: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Bank(Aggregate):
    """The items of one occupation and level: what assembly needs to know of them in plain, their text under lock.

    Experts deliver it whole, as one file. It is taken in only if every item is in standard format and each part has its
    least number of items. Accepted by a group that all signed, it is used; without an acceptance it waits, unused.
    Every import replaces it as a whole: it is a new revision and needs an acceptance of its own. Only an accepted bank
    gives its items out, and only to an assembly. What failed its acceptance is not taken in again as it was.
    """

    id: str
    occupation_code: str
    level: int
    category: Category
    points: list[Point]
    cards: list[ItemCard]
    practical: int
    defence: int
    content: Envelope
    content_digest: str
    acceptance: Acceptance | None
    revision: int
    imported_by: str
    imported_at: datetime
    failed_digest: str = ""

    @classmethod
    def take_in(
        cls, resources: Resources, *, acceptance: Acceptance | None, vault: Vault, earlier: Self | None, act: Act
    ) -> Self:
        """Put inspected resources into the bank; without an acceptance they wait there, unused (ITB-33)."""
        must_be_in_standard_format(resources)
        must_be_large_enough(resources)
        if acceptance:
            acceptance.must_be_valid(now=act.at)

        bank_id = subject_id(resources.occupation_code, resources.level)
        content = resources.as_bytes()
        failed = earlier.failed_digest if earlier else ""
        if digest_of(content) == failed:
            raise BankNotImprovedError(bank_id)
        return cls(
            id=bank_id,
            occupation_code=resources.occupation_code,
            level=resources.level,
            category=resources.category,
            points=list(resources.points),
            cards=[card_of(item) for item in resources.theory],
            practical=len(resources.practical),
            defence=len(resources.defence),
            content=vault.close(content, context=bank_id),
            content_digest=digest_of(content),
            acceptance=acceptance,
            revision=earlier.revision + 1 if earlier else 1,
            imported_by=act.by,
            imported_at=act.at,
            failed_digest=digest_of(content) if acceptance and not acceptance.passed else failed,
        )

    @property
    def is_accepted(self) -> bool:
        """Whether a group passed this revision."""
        return self.acceptance is not None and self.acceptance.passed

    def resources(self, vault: Vault) -> Resources:
        """The items themselves, for an assembly; only an accepted bank gives them (ITB-33)."""
        if not self.is_accepted:
            raise BankNotAcceptedError(self.id)
        return Resources.from_bytes(vault.open(self.content, context=self.id))


def card_of(item: TheoryItem) -> ItemCard:
    """The card of one theory item."""
    return ItemCard(
        item_id=item.item_id,
        kind="choice" if item.kind == "choice" else "judgement",
        point=item.point,
        difficulty=round(item.difficulty * 1000),
        enemies=tuple(item.enemies),
    )


def must_be_in_standard_format(resources: Resources) -> None:
    """Only items in standard format enter the bank."""
    if problems := problems_of(resources):
        raise BankItemsRefusedError(problems)


def must_be_large_enough(resources: Resources) -> None:
    """Each part has its least number of items (ITB-13 to ITB-16)."""
    practical = THEORY_MINIMUM if resources.category == "knowledge" else PRACTICAL_MINIMUM
    defence = DEFENCE_MINIMUM if resources.level in DEFENCE_LEVELS else 0
    for part, have, need in (
        ("theory", len(resources.theory), THEORY_MINIMUM),
        ("practical", len(resources.practical), practical),
        ("defence", len(resources.defence), defence),
    ):
        if have < need:
            raise BankTooSmallError(part, have=have, need=need)


def _names(names: Sequence[str]) -> set[str]:
    return {name.strip() for name in names} - {""}
