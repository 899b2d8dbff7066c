"""What people are shown of a ledger: what there is of each item, and every line of a year with what was there then."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from libs.chassis.identity import Actor
from libs.contracts.beijing import beijing_day
from libs.forms.account import Account, postings
from libs.forms.declaration import Form, Ledger, Way
from libs.forms.desk import Office
from libs.forms.errors import LedgerNotFoundError
from libs.forms.fields import Rows, Sealed
from libs.forms.ledger import ITEM, QUANTITY
from libs.forms.record import FormRecord
from libs.forms.subject import year_file
from libs.forms.views import BlankView

# They have columns of their own.
COLUMNS = {ITEM, QUANTITY}


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """What there is of an item; `came_in` is what `went_out` and what is `there`. `lent`: out, and to come back."""

    item: str
    came_in: int
    went_out: int
    there: int
    lent: int

    @classmethod
    def of(cls, account: Account, ledger: Ledger) -> Self:
        """An account as it stands."""
        lendings = {move.back_from for move in ledger.moves if move.back_from}
        return cls(
            item=ledger.item.shown(account.item),
            came_in=account.total(ledger, Way.IN),
            went_out=account.total(ledger, Way.OUT),
            there=account.there(ledger),
            lent=sum(account.lent(ledger, one) for one in lendings),
        )


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line: an entry, what a correction changed, or a stocktake. `there` is what was there of the item after it.

    What waits for signatures says so, and changes nothing yet where it would add to what is there.
    """

    record_id: str
    at: datetime
    kind: str
    item: str
    came_in: int
    went_out: int
    there: int
    said: str
    by: str
    signed_by: list[str]
    waits: bool


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """A ledger in a list."""

    ledger: str
    title: str
    unit: str
    volume: str


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    """A ledger in a year, and the forms by which this person enters something."""

    ledger: str
    title: str
    year: int
    item: str
    unit: str
    volume: str
    years_kept: int
    accounts: list[AccountView]
    lines: list[LineView]
    blanks: list[BlankView]


def list_ledgers(office: Office, actor: Actor) -> list[LedgerLine]:
    """Those that this person may read."""
    return [
        LedgerLine(ledger=one.name, title=one.title, unit=one.unit, volume=one.volume)
        for one in office.book.ledgers
        if office.may_read_ledger(one, actor)
    ]


async def show_ledger(office: Office, name: str, year: int, actor: Actor) -> LedgerView:
    """One ledger. Raises `LedgerNotFoundError` for whoever may not read it, too."""
    ledger = office.book.ledger(name)
    if not office.may_read_ledger(ledger, actor):
        raise LedgerNotFoundError
    subject = await office.subject("ledger", f"{name}~{year_file(year)}")
    lines = []
    there: Counter[str] = Counter()
    for posted in sorted([one for record in await office.entries(ledger) for one in _posted(ledger, record)]):
        form = office.book.form(posted.record.form)
        there[posted.item] += posted.change
        if beijing_day(posted.at).year == year:
            values = office.values(posted.record, posted.record.newest, form, subject, actor)
            lines.append(_line(ledger, form, posted, there[posted.item], values))
    return LedgerView(
        ledger=name,
        title=ledger.title,
        year=year,
        item=ledger.item.label,
        unit=ledger.unit,
        volume=ledger.volume,
        years_kept=ledger.years,
        accounts=[AccountView.of(one, ledger) for one in await office.accounts(ledger)],
        lines=lines,
        blanks=[
            BlankView.of(form, subject) for form in ledger.forms if subject.lets(actor.id, actor.roles, form.filled_by)
        ],
    )


@dataclass(frozen=True, kw_only=True)
class _Posted:
    """At one moment there was so much more of an item, or less."""

    at: datetime
    kind: str
    item: str
    change: int
    record: FormRecord

    def __lt__(self, other: "_Posted") -> bool:
        return (self.at, self.record.id) < (other.at, other.record.id)


def _posted(ledger: Ledger, record: FormRecord) -> Iterator[_Posted]:
    """What a record changed; one line of nothing for what only waits, and for a stocktake."""
    form = next(one for one in ledger.forms if one.name == record.form)
    move = ledger.by_form.get(form.name)
    sign = 1 if move and move.way is Way.IN else -1
    made = list(postings(record, form, move.way)) if move else []
    title = move.title if move else "盘点"
    for number, (at, changed) in enumerate(made):
        for item, change in changed.items():
            kind = f"更正：{title}" if number else title
            yield _Posted(at=at, kind=kind, item=item, change=sign * change, record=record)
    if not made:
        item = str(record.newest.values[ITEM])
        yield _Posted(at=record.entries[0].at, kind=title, item=item, change=0, record=record)


def _line(ledger: Ledger, form: Form, posted: _Posted, there: int, values: Mapping[str, Any]) -> LineView:
    record = posted.record
    said = [
        f"{field.label} {values[field.name] if isinstance(field, Sealed) else field.shown(values[field.name])}"
        for field in form.fields
        if field.name in values and field.name not in COLUMNS and not isinstance(field, Rows)
    ]
    return LineView(
        record_id=record.id,
        at=posted.at,
        kind=posted.kind,
        item=ledger.item.shown(posted.item),
        came_in=max(posted.change, 0),
        went_out=max(-posted.change, 0),
        there=there,
        said="；".join(said),
        by=record.newest.by,
        signed_by=[one.by for one in record.standing],
        waits=not record.complete,
    )
