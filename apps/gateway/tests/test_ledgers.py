"""Declared ledgers as pages: what there is, the lines of a year, print and table."""

import io

import pytest
from python_calamine import CalamineWorkbook

from apps.gateway.tests.test_forms import BLANK, FORM, a_field

LINE = {"ledger": "seals", "title": "印章台账", "unit": "枚", "volume": "综合卷 机构与人员管理"}
ENTRY = {
    "record_id": "seals-lent~seals~year-2026~1",
    "at": "2026-09-18T23:40:00+00:00",
    "kind": "借出",
    "item": "圆章",
    "came_in": 0,
    "went_out": 1,
    "there": 2,
    "said": "用途 盖证",
    "by": "S-0001",
    "signed_by": ["S-0001", "S-0002"],
    "waits": False,
}
LEDGER = LINE | {
    "year": 2026,
    "item": "印章",
    "years_kept": 5,
    "accounts": [{"item": "圆章", "came_in": 3, "went_out": 1, "there": 2, "lent": 1}],
    "lines": [ENTRY, ENTRY | {"kind": "归还", "waits": True, "signed_by": []}],
    "blanks": [BLANK | {"form": FORM | {"form": "seals-lent", "title": "印章台账：借出"}}],
}
PAGE = "/ledgers/scheduling/seals/2026"


@pytest.fixture
async def office(desk):
    desk.services.says("scheduling", "GET", "/ledgers", [LINE])
    desk.services.says("scheduling", "GET", "/ledgers/seals/2026", LEDGER)
    desk.services.says("scheduling", "GET", "/ledgers/seals/2026/pdf", b"%PDF-1.7")
    return await desk.signed_in("S-0001", "general-office")


async def test_the_ledgers_of_all_services_are_listed(desk, office):
    desk.services.away.add("scoring")

    await office.open("/ledgers")

    assert "印章台账" in office.page.text
    assert "/ledgers/scheduling/seals/" in office.page.text
    assert 'role="alert"' in office.page.text


async def test_a_ledger_shows_what_there_is_and_leads_to_entries_and_records(office):
    await office.open(PAGE)

    assert "结存（单位：枚）" in office.page.text
    assert "待签名" in office.page.text
    assert "/forms/scheduling/seals-lent/" in office.page.text
    assert "/form-records/scheduling/seals-lent~seals~year-2026~1" in office.page.text


async def test_a_ledger_is_printed_and_taken_out_as_a_table(office):
    await office.open(PAGE)

    printed = await office.send(f"{PAGE}/pdf")
    await office.open(PAGE)
    table = await office.send(f"{PAGE}/xlsx")

    assert printed.content == b"%PDF-1.7"
    book = CalamineWorkbook.from_filelike(io.BytesIO(table.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:6] == ["圆章", "2026-09-19 07:40", "借出", "", "1", "2"]
    assert rows[2][8] == "待签名"


async def test_what_the_service_fills_in_is_not_asked_for(desk, office):
    given = a_field("number", "booked", "账面结存", given=True)
    blank = BLANK | {"form": FORM | {"fields": [given]}}
    desk.services.says("scheduling", "GET", "/forms/site-check/blanks/x", blank)

    await office.open("/forms/scheduling/site-check/x")

    assert "考点检查表" in office.page.text
    assert "账面结存" not in office.page.text
