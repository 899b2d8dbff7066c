"""What came in is what went out and what is there, whatever is entered, signed and corrected in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.sealing import FieldCipher
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import Harness
from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.account import Account, changes, counted, postings
from libs.forms.declaration import Book, Ledger, MisdeclaredError, Move, Signature, Stocktake, Way
from libs.forms.errors import NotLentError, NotThereError
from libs.forms.fields import Choice, Text
from libs.forms.part import forms
from libs.forms.record import FormRecord, Pen, Signing
from libs.forms.subject import a_year
from libs.forms.testing import LedgerProof

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CIPHER = FieldCipher({"k1": bytes(range(32))})
BOTH = (Signature(name="two", label="经手人签名", roles=("keeper",), people=2),)
ONE = (Signature(name="one", label="经手人签名", roles=("keeper",)),)


def a_move(name, way, signatures=ONE, **differing):
    return Move(name=name, title=name, way=way, filled_by=("keeper",), signatures=signatures, **differing)


BOUGHT, USED = a_move("bought", Way.IN, BOTH), a_move("used", Way.OUT, fields=(Text("why", "用途"),))
LENT, BACK = a_move("lent", Way.OUT), a_move("back", Way.IN, back_from="lent")
COUNT = Stocktake(filled_by=("keeper",), signatures=ONE)


def a_ledger(**differing):
    usual: dict[str, Any] = {
        "name": "seals",
        "title": "印章台账",
        "rules": ("X-01",),
        "item": Choice("item", "印章", {"round": "圆章", "oval": "椭圆章"}),
        "unit": "枚",
        "moves": (BOUGHT, USED, LENT, BACK),
        "stocktake": COUNT,
        "volume": "一",
    }
    return Ledger(**usual | differing)


LEDGER = a_ledger()
BOOK = Book(ledgers=(LEDGER,), recorded=ExamFormRecorded, overdue=ExamFormOverdue, readers=("auditor",))
YEAR = next(filter(None, [a_year("year-2026")]))


@pytest.fixture
async def depot(tmp_path):
    def build():
        return Service("depot", ServiceSettings(), parts=[forms(BOOK)])

    async with Harness(build, tmp_path) as harness:
        yield harness


@pytest.mark.parametrize("item", [LEDGER.item, Text("item", "编号")], ids=["choice", "text"])
async def test_a_ledger_holds(tmp_path, item):
    ledger = a_ledger(item=item)
    book = Book(ledgers=(ledger,), recorded=ExamFormRecorded, overdue=ExamFormOverdue, readers=("auditor",))

    def build():
        return Service("depot", ServiceSettings(), parts=[forms(book)])

    async with Harness(build, tmp_path) as harness:
        await LedgerProof(harness, book, ledger).holds()


async def test_a_ledger_that_one_may_not_read_is_in_no_list(depot):
    assert (await depot.get("/ledgers", as_=("S-1", "keeper"))).json() != []
    assert (await depot.get("/ledgers", as_=("S-9", "gardener"))).json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"moves": (BOUGHT,)},
        {"moves": (BOUGHT, USED, USED)},
        {"moves": (BOUGHT, USED, a_move("back", Way.IN, back_from="bought"))},
        {"item": Text("what", "编号")},
    ],
)
def test_a_ledger_that_contradicts_itself_is_refused_at_once(wrong):
    with pytest.raises(MisdeclaredError):
        a_ledger(**wrong)


class Desk:
    """One item with its records, as the office keeps them, without a store."""

    def __init__(self):
        self.account = Account.opened(LEDGER, "round")
        self.records = []

    def act(self, number, act):
        """Do something to a record; a refusal leaves everything as it was."""
        old = self.records[number] if number < len(self.records) else None
        new = act(old, BOOK.form(old.form) if old else None)
        form, move = BOOK.form(new.form), LEDGER.by_form[new.form]
        before = counted(old, form, move.way)
        moved = dict(self.account.moved)
        try:
            for change in changes(before, counted(new, form, move.way)).values():
                self.account.move(LEDGER, move, change)
        except (NotThereError, NotLentError):
            self.account.moved = moved
            return
        self.records[number : number + 1] = [new]

    def must_balance(self):
        came, gone = self.account.total(LEDGER, Way.IN), self.account.total(LEDGER, Way.OUT)
        totals = {Way.IN: 0, Way.OUT: 0}
        for record in self.records:
            form, move = BOOK.form(record.form), LEDGER.by_form[record.form]
            posted = sum(sum(changed.values()) for _, changed in postings(record, form, move.way))
            assert posted == sum(counted(record, form, move.way).values())
            totals[move.way] += posted
        assert (came, gone) == (totals[Way.IN], totals[Way.OUT])
        assert came == gone + self.account.there(LEDGER)
        assert self.account.there(LEDGER) >= 0
        assert self.account.lent(LEDGER, "lent") >= 0


def pen(by="K-1"):
    return Pen(by=by, at=NOW, book=BOOK, cipher=CIPHER, reason="笔误")


def values(quantity):
    return {"item": "round", "quantity": quantity, "why": "考试"}


def copied(record):
    return replace(record, entries=list(record.entries), signatures=list(record.signatures))


def written(name, quantity, number):
    form = BOOK.form(f"seals-{name}")
    told = {key: value for key, value in values(quantity).items() if key in form.labels}
    return lambda _old, _form: FormRecord.write(f"{number}", form, YEAR, told, pen())


def corrected(quantity):
    def act(old, form):
        record = copied(old)
        told = record.values(record.newest, form, CIPHER) | {"quantity": quantity}
        if told != record.values(record.newest, form, CIPHER):
            record.correct(form, told, pen())
        return record

    return act


def signed(old, form):
    record = copied(old)
    for place in record.open_places(form):
        by = f"K-{len(record.standing)}"
        record.sign(form, place, Signing(place=place.name, entry=len(record.entries)), pen(by))
    return record


ACTS = st.one_of(
    st.tuples(st.sampled_from(["bought", "used", "lent", "back"]), st.integers(1, 9)),
    st.tuples(st.just("correct"), st.integers(0, 20), st.integers(1, 9)),
    st.tuples(st.just("sign"), st.integers(0, 20)),
)


@given(st.lists(ACTS, max_size=40))
def test_the_balance_holds_whatever_is_done(acts):
    desk = Desk()
    for kind, *said in acts:
        if kind in {"correct", "sign"}:
            if desk.records:
                number = said[0] % len(desk.records)
                desk.act(number, signed if kind == "sign" else corrected(said[1]))
        else:
            desk.act(len(desk.records), written(kind, said[0], len(desk.records)))
        desk.must_balance()
