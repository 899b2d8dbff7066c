"""What a batch has to collect, who paid, who was let off and what went back, in the browser."""

import json

import pytest

from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_applications import APPLICATION
from apps.gateway.tests.test_batches import BATCH
from apps.gateway.tests.test_exports import rows_of

FEES, ONE = "/batches/2026-autumn/fees", "/applications/2026-autumn-00002/fees"
WAIVED = APPLICATION | {"free_of_charge": ["practical"], "free_parts": ["theory"]}
SUMS = {"charged": 529_200, "waived": 11_025, "paid": 400_000, "voided": 1_000, "refunded": 500}
BOOK = {
    "batch_id": "2026-autumn",
    **SUMS,
    "due": 518_175,
    "held": 398_500,
    "balance": 119_675,
    "days": [{"day": "2026-09-01", **SUMS}],
}
LINE = {
    "application_id": "2026-autumn-00002",
    "charged": 22_050,
    "waived": 0,
    "held": 10_000,
    "balance": 12_050,
    "standing": "owed",
}
AT = "2026-09-01T12:00:00+08:00"
ENTRY = {"kind": "charged", "fen": 22_050, "by": "S-0002", "at": AT, "item": "theory", "receipt": "", "why": ""}
ACCOUNT = {
    **LINE,
    "batch_id": "2026-autumn",
    "name": "欧阳试例",
    "occupation": "中式烹调师",
    "level": 4,
    "entries": [ENTRY, ENTRY | {"kind": "paid", "fen": 10_000, "item": None, "receipt": "SJ2026000001"}],
    "asked": None,
}
ASKED = {"items": ["practical"], "reason": "本人因病不参加实操", "by": "S-0002", "at": AT}
RECEIPT_LINE = {
    "number": "SJ2026000001",
    "kind": "payment",
    "application_id": "2026-autumn-00002",
    "fen": 10_000,
    "day": "2026-09-01",
    "by": "S-0013",
    "at": AT,
    "asked_by": "",
    "voided": None,
}
RECEIPT = RECEIPT_LINE | {"batch_id": "2026-autumn", "name": "欧阳试例", "occupation": "中式烹调师", "level": 4}


@pytest.fixture
async def finance(desk):
    says = desk.services.says
    says("registration", "GET", "/batches/2026-autumn", BATCH)
    says("registration", "GET", "/batches/2026-autumn/applications", a_page(WAIVED))
    says("registration", "GET", "/batches/2026-autumn/fee-book", BOOK)
    says("registration", "GET", "/batches/2026-autumn/fee-accounts", a_page(LINE))
    says("registration", "GET", "/batches/2026-autumn/receipts", a_page(RECEIPT_LINE))
    says("registration", "GET", ONE, ACCOUNT)
    says("registration", "GET", "/receipts/SJ2026000001", RECEIPT)
    return await desk.signed_in("S-0013", "finance")


def sent(desk, path):
    return [request for _, method, at, request in desk.services.asked if method == "POST" and at == path]


async def test_the_book_of_a_batch_says_what_is_due_paid_and_open(finance):
    page = (await finance.open(FEES)).text

    for figure in ("5,292.00", "110.25", "5,181.75", "4,000.00", "10.00", "5.00", "3,985.00", "1,196.75"):
        assert f"{figure} 元" in page


async def test_whoever_was_let_off_is_listed_by_part(desk, finance):
    page = (await finance.open(FEES)).text

    asked = next(request for _, _, path, request in desk.services.asked if path.endswith("/applications"))
    assert asked.url.params["fee_waived"] == "true"
    row = page.partition("免收的报名")[2].partition("<tbody>")[2]
    assert row.index("实操") < row.index("理论")
    assert WAIVED["application_id"] in row


async def test_who_owes_is_listed_and_taken_out_as_text(finance):
    page = (await finance.open(f"{FEES}/accounts?standing=owed")).text
    assert "120.50" in page

    file = await finance.send(f"{FEES}/accounts/export")

    assert rows_of(file.content)[1][:5] == ["2026-autumn-00002", "220.50", "0.00", "100.00", "120.50"]


async def test_money_is_taken_in_yuan_and_leads_to_its_receipt(desk, finance):
    desk.services.says("registration", "POST", "/applications/2026-autumn-00002/payments", {"number": "SJ2026000001"})
    page = (await finance.open(ONE)).text
    assert 'value="120.50"' in page

    answer = await finance.send(f"{ONE}/payments", amount="120.50")

    [request] = sent(desk, "/applications/2026-autumn-00002/payments")
    assert json.loads(request.content) == {"fen": 12_050}
    assert "人民币 100.00 元" in answer.text
    assert "SJ2026000001" in answer.text


@pytest.mark.parametrize("amount", ["-1", "1.234", "1e3", "一百", ""])
async def test_an_amount_that_is_no_amount_is_not_sent(desk, finance, amount):
    await finance.open(ONE)

    answer = await finance.send(f"{ONE}/payments", amount=amount)

    assert answer.status_code == 422
    assert sent(desk, "/applications/2026-autumn-00002/payments") == []


async def test_money_goes_back_with_a_reason_once_another_grants_it(desk, finance):
    says = desk.services.says
    says("registration", "POST", "/applications/2026-autumn-00002/refund-request", None, status=204)
    await finance.open(ONE)
    await finance.send(f"{ONE}/refund-request", practical="yes", reason="本人因病不参加实操")
    says("registration", "GET", ONE, ACCOUNT | {"asked": ASKED, "standing": "refund-asked"})

    page = (await finance.open(ONE)).text

    [request] = sent(desk, "/applications/2026-autumn-00002/refund-request")
    assert json.loads(request.content) == {"items": ["practical"], "reason": "本人因病不参加实操"}
    assert "本人因病不参加实操" in page
    assert "批准退费" in page


async def test_a_void_receipt_says_so(desk, finance):
    voided = {"by": "S-0006", "at": AT, "why": "金额录错"}
    desk.services.says("registration", "GET", "/receipts/SJ2026000001", RECEIPT | {"voided": voided})

    page = (await finance.open("/receipts/SJ2026000001")).text

    assert "已作废" in page
    assert "金额录错" in page
    assert "作废收据" not in page
