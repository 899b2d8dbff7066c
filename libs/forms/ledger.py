"""A ledger, declared once as frozen data: what comes in and goes out, each entry a form, and what must be there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from libs.forms.checks import Differs
from libs.forms.fields import Choice, Field, Number, Text
from libs.forms.form import YEARS_KEPT, Due, Each, Form, MisdeclaredError, Signature

LEDGER = "ledger"
# Of what, how much; what the ledger said at a stocktake, and by how much that is not what was counted.
ITEM, QUANTITY, BOOKED, COUNTED, DIFFERENCE, EXPLAINED = (
    "item",
    "quantity",
    "booked",
    "counted",
    "difference",
    "explained",
)
MOST = 10_000_000


class Way(StrEnum):
    """Whether a kind of entry adds to what is there or takes from it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One kind of entry: who enters it, why and about whom (`fields`), and who signs.

    `back_from` names the way out that this one ends: no more comes back than was lent.
    """

    name: str
    title: str
    way: Way
    filled_by: tuple[str, ...]
    signatures: Sequence[Signature]
    fields: Sequence[Field] = ()
    rules: tuple[str, ...] = ()
    due: Due | None = None
    back_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Stocktake:
    """Who counts, who signs, and when."""

    filled_by: tuple[str, ...]
    signatures: Sequence[Signature]
    fields: Sequence[Field] = ()
    rules: tuple[str, ...] = ()
    due: Due | None = None


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """One ledger. `item` is what its entries are told apart by (a kind, a series, a number); each has a balance."""

    name: str
    title: str
    rules: tuple[str, ...]
    item: Text | Choice
    unit: str
    moves: Sequence[Move]
    stocktake: Stocktake
    volume: str
    years: int = YEARS_KEPT
    readers: tuple[str, ...] = ()
    by_form: Mapping[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        by_form = {f"{self.name}-{move.name}": move for move in self.moves}
        ways = {move.name: move.way for move in self.moves}
        lent = {move.back_from for move in self.moves if move.back_from}
        if self.item.name != ITEM or {*ways.values()} != {*Way} or len(by_form) < len(self.moves):
            message = (
                f"{self.name}: its item is called “{ITEM}”, and something comes in and goes out by names of its own"
            )
            raise MisdeclaredError(message)
        if {ways.get(name) for name in lent} - {Way.OUT}:
            message = f"{self.name}: only what went out comes back"
            raise MisdeclaredError(message)
        object.__setattr__(self, "by_form", by_form)

    @property
    def counting(self) -> str:
        """The name of the form of its stocktake."""
        return f"{self.name}-stocktake"

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """A form for each kind of entry, and one for the stocktake."""
        return (*(self._entry(name, move) for name, move in self.by_form.items()), self._count())

    def _entry(self, name: str, move: Move) -> Form:
        quantity = Number(QUANTITY, "数量", least=1, most=MOST, unit=self.unit)
        return self._form(name, f"{self.title}：{move.title}", (self.item, quantity, *move.fields), move)

    def _count(self) -> Form:
        fields = (
            self.item,
            Number(COUNTED, "实存", most=MOST, unit=self.unit),
            Number(BOOKED, "账面结存", most=MOST, unit=self.unit, given=True),
            Number(DIFFERENCE, "实存减账面", least=-MOST, most=MOST, unit=self.unit, given=True),
            Text(EXPLAINED, "不符原因和处理", lines=2, required=False),
            *self.stocktake.fields,
        )
        checks = (Differs(one=COUNTED, other=BOOKED, fields=(EXPLAINED,)),)
        return self._form(self.counting, f"{self.title}：盘点", fields, self.stocktake, checks)

    def _form(
        self, name: str, title: str, fields: Sequence[Field], part: Move | Stocktake, checks: Sequence[Differs] = ()
    ) -> Form:
        return Form(
            name=name,
            title=title,
            about=LEDGER,
            only=frozenset({self.name}),
            rules=part.rules or self.rules,
            filled_by=part.filled_by,
            fields=fields,
            checks=checks,
            signatures=part.signatures,
            due=part.due,
            volume=self.volume,
            years=self.years,
            each=Each.CASE,
            readers=self.readers,
        )
