"""What a ledger has of one item: never less than nothing, and what came in is what went out and what is there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from libs.chassis.domain import Aggregate
from libs.forms.errors import NotLentError, NotThereError
from libs.forms.form import Form
from libs.forms.ledger import ITEM, QUANTITY, Ledger, Move, Way
from libs.forms.record import FormRecord

Counted = Mapping[str, int]


@dataclass(kw_only=True)
class Account(Aggregate):
    """One item of one ledger. `moved` is how much each kind of entry moved altogether."""

    id: str
    ledger: str
    item: str
    moved: dict[str, int] = field(default_factory=dict)

    @classmethod
    def opened(cls, ledger: Ledger, item: str) -> "Account":
        """Nothing has come in yet."""
        return cls(id=account_id(ledger, item), ledger=ledger.name, item=item)

    def total(self, ledger: Ledger, way: Way) -> int:
        """How much came in, or went out."""
        return sum(self.moved.get(move.name, 0) for move in ledger.moves if move.way is way)

    def there(self, ledger: Ledger) -> int:
        """How much is there."""
        return self.total(ledger, Way.IN) - self.total(ledger, Way.OUT)

    def lent(self, ledger: Ledger, name: str) -> int:
        """How much of what went out this way has not come back."""
        back = sum(self.moved.get(move.name, 0) for move in ledger.moves if move.back_from == name)
        return self.moved.get(name, 0) - back

    def move(self, ledger: Ledger, move: Move, change: int) -> None:
        """Count so much more, or less, of one kind of entry. Raises `NotThereError` or `NotLentError`."""
        lending = move.back_from or move.name
        there, lent = self.there(ledger), self.lent(ledger, lending)
        self.moved[move.name] = self.moved.get(move.name, 0) + change
        if self.there(ledger) < 0:
            raise NotThereError(ledger.title, self.item, there, ledger.unit)
        if self.lent(ledger, lending) < 0:
            raise NotLentError(ledger.title, self.item, lent, ledger.unit)


def account_id(ledger: Ledger, item: str) -> str:
    """The one under which it is found."""
    return f"{ledger.name}~{item}"


def counted(record: FormRecord | None, form: Form, way: Way) -> Counted:
    """How much of which item an entry counts for.

    Until all have signed it is taken at its worst: what is said to have come in is not there yet, what is said to have
    gone out is gone; and a correction that would leave more does not do so before it is signed.
    """
    if record is None:
        return {}
    standing = [_told(record.newest.values)]
    if not record.complete:
        signed = [entry for number, entry in enumerate(record.entries, start=1) if record.is_signed(form, number)]
        standing.append(_told(signed[-1].values) if signed else {})
    worst = min if way is Way.IN else max
    items = {item for told in standing for item in told}
    return {item: amount for item in items if (amount := worst(told.get(item, 0) for told in standing))}


def changes(before: Counted, after: Counted) -> Mapping[str, int]:
    """By how much an act changed what is counted, item by item."""
    change: defaultdict[str, int] = defaultdict(int)
    for item, amount in after.items():
        change[item] += amount
    for item, amount in before.items():
        change[item] -= amount
    return {item: amount for item, amount in change.items() if amount}


def postings(record: FormRecord, form: Form, way: Way) -> Iterator[tuple[datetime, Counted]]:
    """When an entry changed what is there, and by how much: as it was written, signed and corrected."""
    acts = sorted(
        [(entry.at, number, False) for number, entry in enumerate(record.entries, start=1)]
        + [(signed.at, signed.entry, True) for signed in record.signatures]
    )
    before: Counted = {}
    signed = 0
    for at, number, is_signature in acts:
        signed += is_signature
        then = replace(record, entries=record.entries[:number], signatures=record.signatures[:signed])
        then.complete = then.is_signed(form, number)
        after = counted(then, form, way)
        if changed := changes(before, after):
            yield at, changed
        before = after


def _told(values: Mapping[str, object]) -> dict[str, int]:
    return {str(values[ITEM]): int(str(values[QUANTITY]))}
