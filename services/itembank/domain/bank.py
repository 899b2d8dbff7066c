"""The accepted bank of one occupation and level."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.beijing import beijing_day
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.errors.bank import (
    AcceptanceFieldMissingError,
    AcceptanceInFutureError,
    AcceptanceTooFewError,
    AcceptanceUnsignedError,
    BankAlreadyAcceptedError,
    BankItemsRefusedError,
    BankNotAcceptedError,
    BankNotImprovedError,
    BankTooSmallError,
    OpinionMissingError,
)
from services.itembank.domain.errors.making import AssemblyTestFailedError, MakingMissingError, TableNotOfBankError
from services.itembank.domain.errors.provenance import (
    BankAtHandError,
    BankNotApprovedByCityError,
    CityApprovalNotAskedError,
    IsolationIncompleteError,
)
from services.itembank.domain.inspection import problems_of
from services.itembank.domain.items.item import Item, ItemCard, revised
from services.itembank.domain.resources import (
    Category,
    Point,
    Resources,
    digest_of,
    subject_id,
)
from services.itembank.domain.writing.making import Making
from services.itembank.domain.writing.provenance import CityApproval, IsolatedWriting, Origin

Expertise = Literal["technical", "training", "assessment", "bank"]

THEORY_MINIMUM = 600
PRACTICAL_MINIMUM = 20
DEFENCE_MINIMUM = 10
DEFENCE_LEVELS = (1, 2)
ACCEPTORS_MINIMUM = 5
EXPERTISE = {"technical": "技术管理", "training": "培训", "assessment": "考核"}
"""What the group must have among it; others know how banks are built."""
FORMS_TESTED = 3
"""A, B and the spare: so many forms without a common item a bank must give by its element table."""


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """The signed result of a bank's review meeting: `members` is the group that was appointed, all of whom sign.

    `fields` says what each member knows. A group that does not pass the bank says in its `opinion` what is to be
    improved (ITB-32).
    """

    accepted_on: date
    signatures: list[str]
    members: list[str] = field(default_factory=list)
    fields: dict[str, Expertise] = field(default_factory=dict)
    passed: bool = True
    opinion: str = ""

    def must_be_valid(self, *, now: datetime) -> None:
        """Refuse an acceptance by too few, without every signature, of a day to come, or a failure without opinion."""
        signed = _names(self.signatures)
        members = _names(self.members)
        if len(members) < ACCEPTORS_MINIMUM:
            raise AcceptanceTooFewError(have=len(members), need=ACCEPTORS_MINIMUM)
        known = {known for name, known in self.fields.items() if name.strip() in members}
        if lacking := [words for known_field, words in EXPERTISE.items() if known_field not in known]:
            raise AcceptanceFieldMissingError(lacking)
        if missing := members - signed:
            raise AcceptanceUnsignedError(len(missing))
        if self.accepted_on > beijing_day(now):
            raise AcceptanceInFutureError
        if not self.passed and not self.opinion.strip():
            raise OpinionMissingError


@dataclass(frozen=True, kw_only=True)
class Stock:
    """How many items a bank has of each part."""

    theory: int
    practical: int
    defence: int

    def lines(self, category: Category, level: int) -> list[tuple[str, int, int]]:
        """Part, how many there are, and how many there must be (ITB-13 to ITB-16)."""
        practical = THEORY_MINIMUM if category == "knowledge" else PRACTICAL_MINIMUM
        defence = DEFENCE_MINIMUM if level in DEFENCE_LEVELS else 0
        return [
            ("theory", self.theory, THEORY_MINIMUM),
            ("practical", self.practical, practical),
            ("defence", self.defence, defence),
        ]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where the items come from, and the papers that lie beside them: of making and acceptance, or of the isolation."""

    origin: Origin = "own"
    making: Making | None = None
    isolation: IsolatedWriting | None = None
    acceptance: Acceptance | None = None

    def must_be_allowed(self, bank_id: str, *, earlier: "Bank | None") -> None:
        """Items are written in isolation where there is no bank, and on the record of it (ITB-02)."""
        if self.origin != "isolated":
            return
        if self.isolation is None:
            raise IsolationIncompleteError
        self.isolation.must_be_complete()
        if earlier and earlier.delivery.origin != "isolated":
            raise BankAtHandError(bank_id)


@dataclass(kw_only=True)
class Bank(Aggregate):
    """The bank of one occupation and level: how many items it has and what became of it; each item lies by itself.

    Experts deliver it whole, as one file. It is taken in only if every item is in standard format and each part has its
    least number of items. Accepted by a group that all signed, it is used; without an acceptance it waits, unused.
    Every import replaces it as a whole: it is a new revision and needs an acceptance of its own. Only an accepted bank
    gives its items out, and only to an assembly. What failed its acceptance is not taken in again as it was. What the
    institution made itself is accepted on the record of its making alone. What examiners wrote in isolation is no bank
    in size, and is used once the city centre approved it.

    `cards` and `content` are of banks that were stored when a bank was one document, until they are taken apart.
    """

    id: str
    occupation_code: str
    level: int
    category: Category
    points: list[Point]
    practical: int
    defence: int
    content_digest: str
    acceptance: Acceptance | None
    revision: int
    imported_by: str
    imported_at: datetime
    failed_digest: str = ""
    delivery: Delivery = field(default_factory=Delivery)
    city_approval: CityApproval | None = None
    was_accepted: bool = False
    theory_of_point: dict[str, int] = field(default_factory=dict)
    cards: list[ItemCard] = field(default_factory=list)
    content: Envelope | None = None

    def __post_init__(self) -> None:
        if self.cards and not self.theory_of_point:
            self.theory_of_point = dict(Counter(card.point for card in self.cards))

    @classmethod
    def take_in(cls, resources: Resources, *, delivery: Delivery, earlier: Self | None, act: Act) -> Self:
        """Put inspected resources into the bank; without an acceptance they wait there, unused (ITB-33)."""
        bank_id = subject_id(resources.occupation_code, resources.level)
        must_be_in_standard_format(resources)
        delivery.must_be_allowed(bank_id, earlier=earlier)
        if delivery.origin != "isolated":
            must_be_large_enough(resources)

        digest = digest_of(resources.as_bytes())
        failed = earlier.failed_digest if earlier else ""
        if digest == failed:
            raise BankNotImprovedError(bank_id)
        bank = cls(
            id=bank_id,
            occupation_code=resources.occupation_code,
            level=resources.level,
            category=resources.category,
            points=list(resources.points),
            practical=len(resources.practical),
            defence=len(resources.defence),
            content_digest=digest,
            acceptance=None,
            revision=earlier.revision + 1 if earlier else 1,
            imported_by=act.by,
            imported_at=act.at,
            failed_digest=failed,
            delivery=replace(delivery, acceptance=None),
            was_accepted=earlier is not None and (earlier.was_accepted or earlier.is_accepted),
            theory_of_point=dict(Counter(item.point for item in resources.theory)),
        )
        if delivery.acceptance:
            bank.hear(delivery.acceptance, act=act)
        return bank

    def hear(self, acceptance: Acceptance, *, act: Act) -> None:
        """The review meeting decides on this revision, on the record of its making (ITB-24 to ITB-32)."""
        acceptance.must_be_valid(now=act.at)
        if self.content_digest == self.failed_digest:
            raise BankNotImprovedError(self.id)
        if self.is_accepted:
            raise BankAlreadyAcceptedError(self.id)
        self._must_be_well_made(act.at)

        self.acceptance = acceptance
        if not acceptance.passed:
            self.failed_digest = self.content_digest

    def hear_city(self, approval: CityApproval) -> None:
        """The city centre approves what examiners wrote in isolation (ITB-02)."""
        if self.delivery.origin != "isolated":
            raise CityApprovalNotAskedError(self.id)

        self.city_approval = approval

    def _must_be_well_made(self, now: datetime) -> None:
        making = self.delivery.making
        if self.delivery.origin != "own":
            return
        if making is None:
            raise MakingMissingError(self.id)
        making.must_be_complete(is_revision=self.was_accepted, now=now)
        points = list(Counter(self.theory_of_point).elements())
        table = {point.code for point in making.table.points}
        if foreign := sorted(set(points) - table):
            raise TableNotOfBankError(foreign)
        if short := making.table.short_of(points, forms=FORMS_TESTED):
            raise AssemblyTestFailedError([f"鉴定范围 {code} 缺 {missing} 题" for code, missing in short.items()])

    @property
    def is_accepted(self) -> bool:
        """Whether a group passed this revision."""
        return self.acceptance is not None and self.acceptance.passed

    @property
    def theory(self) -> int:
        """How many theory items it has."""
        return sum(self.theory_of_point.values())

    @property
    def stock(self) -> Stock:
        """How many items it has."""
        return Stock(theory=self.theory, practical=self.practical, defence=self.defence)

    @property
    def is_usable(self) -> bool:
        """Whether papers may be made of it: a group accepted it, or the city centre what was written in isolation."""
        return self.city_approval is not None if self.delivery.origin == "isolated" else self.is_accepted

    def must_be_usable(self) -> None:
        """Only a bank in use gives its items to an assembly (ITB-02, ITB-33)."""
        if self.delivery.origin == "isolated" and self.city_approval is None:
            raise BankNotApprovedByCityError(self.id)
        if not self.is_usable:
            raise BankNotAcceptedError(self.id)

    def resources_of(self, items: Sequence[Item], vault: Vault) -> Resources:
        """The items of this revision as one delivery, in the order of their ids."""
        empty = Resources(
            occupation_code=self.occupation_code,
            level=self.level,
            category=self.category,
            points=self.points,
            theory=[],
            practical=[],
        )
        return empty.with_contents([item.open(vault) for item in items])

    def taken_apart(self, vault: Vault) -> list[Item]:
        """The items of a bank that was stored as one document; none, if it is no such bank or not any more."""
        if self.content is None:
            return []
        resources = Resources.from_bytes(vault.open(self.content, context=self.id))
        act = Act(self.imported_by, self.imported_at)
        self.cards, self.content = [], None
        return revised([], resources, bank_id=self.id, vault=vault, act=act)


def must_be_in_standard_format(resources: Resources) -> None:
    """Only items in standard format enter the bank."""
    if problems := problems_of(resources):
        raise BankItemsRefusedError(problems)


def must_be_large_enough(resources: Resources) -> None:
    """Each part has its least number of items (ITB-13 to ITB-16)."""
    stock = Stock(theory=len(resources.theory), practical=len(resources.practical), defence=len(resources.defence))
    for part, have, need in stock.lines(resources.category, resources.level):
        if have < need:
            raise BankTooSmallError(part, have=have, need=need)


def _names(names: Sequence[str]) -> set[str]:
    return {name.strip() for name in names} - {""}
