"""What is charged, let off, paid and given back balances, in whatever order it happens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from libs.chassis.domain import Act, Decision, DomainError
from services.registration.domain.announcement import Fee, FeeItem
from services.registration.domain.fees.account import FeeAccount, FeeKind
from services.registration.domain.fees.book import FeeBook, FeeReceipt, ReceiptNumbers
from services.registration.tests.builders import NOON, TODAY, a_csv, a_statement, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, a_batch_body, an_announcement_body, slug
from services.registration.tests.test_fee_waiver import an_order, applies_again

FINANCE, HEAD, AUDITOR = ("S-0013", "finance"), ("S-0006", "director"), ("S-0017", "auditor")
ONE = "2026-autumn-00002"
FEES = f"/applications/{ONE}/fees"
BOOK = "/batches/2026-autumn/fee-book"
CASHIER, OTHER = Act("S-0013", NOON), Act("S-0006", NOON + timedelta(days=1))


def decision(by="S-0013"):
    return Decision(by, NOON, "名册重复缴费")


def an_account(**differing):
    asked = {FeeItem(item): fen for item, fen in (differing or {"theory": 6_000, "practical": 14_000}).items()}
    return FeeAccount.charge(ONE, batch_id="2026-autumn", fees=asked, act=CASHIER)


class Fees(RuleBasedStateMachine):
    """Three accounts of a batch, its book and its receipts, written as the use cases write them."""

    def __init__(self):
        super().__init__()
        self.accounts = [
            replace(an_account(theory=6_001, practical=14_000, certificate=999), id=f"a-{n}") for n in range(3)
        ]
        self.book, self.numbers, self.receipts = FeeBook(id="2026-autumn"), ReceiptNumbers(id="SJ2026"), []
        for account in self.accounts:
            self.book.enter(account)

    def _enter(self, place, act):
        account = self.accounts[place]
        before, entries = self.numbers.last, list(account.entries)
        try:
            act(account)
        except DomainError:  # the commit does not land, so its number is not used
            self.numbers.last, account.entries = before, entries
        self.book.enter(account, since=len(entries))

    @rule(place=st.integers(0, 2), fen=st.integers(-1, 21_001))
    def pays(self, place, fen):
        def act(account):
            paid = account.pay(fen, receipt=self.numbers.take(), act=CASHIER)
            self.receipts.append(FeeReceipt.of(account, paid))

        self._enter(place, act)

    @rule(place=st.integers(0, 2), items=st.lists(st.sampled_from(FeeItem), max_size=3))
    def is_let_off(self, place, items):
        self._enter(place, lambda account: account.waive(items, why="停考", act=OTHER))

    @rule(data=st.data(), by=st.sampled_from([CASHIER.by, OTHER.by]))
    def is_voided(self, data, by):
        if not self.receipts:
            return
        receipt = data.draw(st.sampled_from(self.receipts))
        place = int(receipt.application_id[-1])

        def act(account):
            replace(receipt).void(decision(by))
            account.void(receipt.id, decision(by))
            receipt.void(decision(by))

        self._enter(place, act)

    @rule(place=st.integers(0, 2), items=st.lists(st.sampled_from(FeeItem), max_size=3, unique=True))
    def asks_back(self, place, items):
        self._enter(place, lambda account: account.ask_refund(items, decision()))

    @rule(place=st.integers(0, 2), by=st.sampled_from([CASHIER, OTHER]), granted=st.booleans())
    def is_decided(self, place, by, granted):
        def act(account):
            return account.grant_refund(receipt="TF", act=by) if granted else account.turn_refund_down(by)

        self._enter(place, act)

    @invariant()
    def the_book_is_the_sum_of_its_accounts(self):
        for kind in FeeKind:
            assert self.book.sums[kind] == sum(account.sum(kind) for account in self.accounts)
            assert self.book.sums[kind] == sum(day[kind] for day in self.book.days.values())
        assert self.book.balance == sum(account.balance for account in self.accounts)

    @invariant()
    def no_account_holds_less_than_nothing(self):
        for account in self.accounts:
            assert account.held >= 0
            assert 0 <= account.due <= account.sum(FeeKind.CHARGED)

    @invariant()
    def receipts_are_what_was_taken_and_have_no_gap(self):
        valid = sum(one.fen for one in self.receipts if one.voided is None)
        assert valid - self.book.sums[FeeKind.REFUNDED] == self.book.held
        assert [int(one.id[-6:]) for one in self.receipts] == list(range(1, len(self.receipts) + 1))


TestFees = Fees.TestCase


@given(st.integers(0, 10**9))
def test_a_fee_for_the_whole_is_split_without_losing_a_fen(fen):
    tariff = a_statement(fees=[Fee(level=4, fen=fen)]).tariff(4)

    assert sum(tariff.values()) == fen
    assert 0 <= tariff[FeeItem.PRACTICAL] - tariff[FeeItem.THEORY] <= 1


@pytest.mark.parametrize(
    ("percent", "theory", "practical"), [(0, 0, 18_001), (40, 7_200, 10_801), (50, 9_000, 9_001), (100, 18_001, 0)]
)
def test_a_fee_for_the_whole_is_parted_as_the_fee_table_says(percent, theory, practical):
    tariff = a_statement(fees=[Fee(level=4, fen=18_001, theory_percent=percent)]).tariff(4)

    assert tariff == {FeeItem.THEORY: theory, FeeItem.PRACTICAL: practical}


@pytest.mark.rule("REG-02")
@pytest.mark.parametrize(("items", "complete"), [(["theory", "practical"], True), (["theory"], False), ([None], True)])
def test_an_announcement_states_what_both_parts_cost(items, complete):
    fees = [Fee(level=level, fen=100, item=item and FeeItem(item)) for level in (5, 4, 3) for item in items]

    assert ("收费标准" in a_statement(fees=fees).missing) is not complete


@pytest.mark.parametrize(("fen", "taken"), [(0, False), (1, True), (20_000, True), (20_001, False)])
def test_nobody_pays_nothing_or_more_than_is_owed(fen, taken):
    account = an_account()

    if taken:
        account.pay(fen, receipt="SJ", act=CASHIER)
    else:
        with pytest.raises(DomainError):
            account.pay(fen, receipt="SJ", act=CASHIER)
    assert account.balance == 20_000 - (fen if taken else 0)


@pytest.fixture
async def approved(registration):
    await charge(registration)
    return registration


async def charge(registration):
    """Two people for both parts of level 4, whose parts and certificate are announced each."""
    fees = [
        {"level": level, "fen": fen, "item": item}
        for level in (5, 4, 3)
        for item, fen in (("theory", 6_000), ("practical", 14_000), ("certificate", 1_000))
    ]
    await registration.post("/announcements", json=an_announcement_body(fees=fees), as_=EXAM_AFFAIRS)
    await registration.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)
    await registration.post("/batches/2026-autumn/roster", content=a_csv(*some_people(2)), as_=RECEPTION)
    await registration.post("/batches/2026-autumn/approvals", as_=EXAM_AFFAIRS)


async def book(registration):
    told = (await registration.get(BOOK, as_=AUDITOR)).json()
    return {name: fen for name, fen in told.items() if name not in {"batch_id", "days"} and fen}


async def pay(registration, fen, as_=FINANCE):
    return await registration.post(f"/applications/{ONE}/payments", json={"fen": fen}, as_=as_)


async def test_with_the_approval_its_parts_and_certificate_are_charged(approved):
    account = (await approved.get(FEES, as_=FINANCE)).json()

    assert [(one["item"], one["fen"]) for one in account["entries"]] == [
        *(("theory", 6_000), ("practical", 14_000), ("certificate", 1_000))
    ]
    assert (account["balance"], account["standing"]) == (21_000, "owed")
    assert await book(approved) == {"charged": 42_000, "due": 42_000, "balance": 42_000}


async def test_money_comes_with_receipts_that_have_no_gap(approved):
    first, refused, second = [await pay(approved, fen) for fen in (6_000, 15_001, 15_000)]

    assert [first.json()["number"], second.json()["number"]] == ["SJ2026000001", "SJ2026000002"]
    assert (refused.status_code, slug(refused)) == (409, "payment-too-high")
    listed = (await approved.get(f"/batches/2026-autumn/receipts?day={TODAY}", as_=AUDITOR)).json()["items"]
    assert [(one["number"], one["fen"], one["by"]) for one in listed] == [
        *(("SJ2026000001", 6_000, "S-0013"), ("SJ2026000002", 15_000, "S-0013"))
    ]
    assert (await approved.get("/batches/2026-autumn/receipts?day=2026-09-02", as_=AUDITOR)).json()["items"] == []
    assert await book(approved) == {
        "charged": 42_000, "due": 42_000, "paid": 21_000, "held": 21_000, "balance": 21_000,
    }  # fmt: skip


@pytest.mark.rule("ORG-11")
async def test_a_receipt_is_voided_by_somebody_else_and_stays(approved):
    number = (await pay(approved, 6_000)).json()["number"]
    path = f"/receipts/{number}/voiding"

    own = await approved.post(path, json={"reason": "金额录错"}, as_=FINANCE)
    other = await approved.post(path, json={"reason": "金额录错"}, as_=HEAD)
    again = await approved.post(path, json={"reason": "金额录错"}, as_=HEAD)

    assert (own.status_code, slug(own)) == (403, "own-receipt")
    assert other.status_code == 204
    assert (again.status_code, slug(again)) == (409, "receipt-voided")
    receipt = (await approved.get(f"/receipts/{number}", as_=AUDITOR)).json()
    assert (receipt["voided"]["by"], receipt["voided"]["why"], receipt["fen"]) == ("S-0006", "金额录错", 6_000)
    assert (await book(approved))["balance"] == 42_000
    assert (await pay(approved, 6_000)).json()["number"] == "SJ2026000002"


@pytest.mark.rule("ORG-11")
async def test_money_goes_back_when_one_asks_and_another_grants(approved):
    await pay(approved, 21_000)
    body = {"items": ["practical"], "reason": "本人因病不参加实操"}

    asked = await approved.post(f"/applications/{ONE}/refund-request", json=body, as_=FINANCE)
    own = await approved.post(f"/applications/{ONE}/refund", as_=FINANCE)
    granted = await approved.post(f"/applications/{ONE}/refund", as_=HEAD)

    assert (asked.status_code, own.status_code, slug(own)) == (204, 403, "own-refund")
    assert granted.json() == {"number": "TF2026000001"}
    account = (await approved.get(FEES, as_=FINANCE)).json()
    assert (account["balance"], account["held"], account["asked"]) == (0, 7_000, None)
    receipt = (await approved.get("/receipts/TF2026000001", as_=FINANCE)).json()
    assert (receipt["kind"], receipt["fen"], receipt["asked_by"], receipt["by"]) == (
        *("refund", 14_000, "S-0013", "S-0006"),
    )
    assert (await book(approved))["refunded"] == 14_000


async def test_a_request_that_is_turned_down_gives_nothing_back(approved):
    await pay(approved, 21_000)
    body = {"items": ["practical"], "reason": "本人因病不参加实操"}
    await approved.post(f"/applications/{ONE}/refund-request", json=body, as_=RECEPTION)
    listed = await approved.get("/batches/2026-autumn/fee-accounts?standing=refund-asked", as_=AUDITOR)

    await approved.post(f"/applications/{ONE}/refund-refusal", as_=HEAD)
    late = await approved.post(f"/applications/{ONE}/refund", as_=HEAD)

    assert [one["application_id"] for one in listed.json()["items"]] == [ONE]
    assert (late.status_code, slug(late)) == (409, "no-refund-asked")
    assert (await book(approved))["held"] == 21_000


@pytest.mark.rule("INC-20", "INC-32")
async def test_the_sitting_after_a_cancelled_one_owes_no_examination_fee(approved):
    await pay(approved, 21_000)
    await approved.deliver(an_order(2))

    await applies_again(approved, "2026-winter")

    account = (await approved.get("/applications/2026-winter-00002/fees", as_=FINANCE)).json()
    entries = [(one["kind"], one["item"], one["fen"]) for one in account["entries"]]
    assert entries[-2:] == [("waived", "theory", 10_000), ("waived", "practical", 10_000)]
    assert account["balance"] == 0
    assert (await approved.get(FEES, as_=FINANCE)).json()["held"] == 21_000


async def test_what_was_never_approved_owes_nothing(open_batch):
    await open_batch.post("/batches/2026-autumn/roster", content=a_csv(*some_people(1)), as_=RECEPTION)

    account = await open_batch.get(FEES, as_=FINANCE)
    paid = await pay(open_batch, 100)

    assert (account.status_code, slug(account)) == (404, "nothing-charged")
    assert paid.status_code == 404
    assert await book(open_batch) == {}


async def test_only_those_who_register_people_or_take_money_see_whose_it_is(approved):
    number = (await pay(approved, 6_000)).json()["number"]

    names = [
        (await approved.get(path, as_=who)).json()["name"]
        for path in (FEES, f"/receipts/{number}")
        for who in (FINANCE, AUDITOR)
    ]

    assert [("*" in name) for name in names] == [False, True, False, True]
