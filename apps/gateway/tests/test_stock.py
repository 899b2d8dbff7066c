"""Blank certificates in the browser: the ledger, printing, handing out, voiding, destroying by two, counting."""

import json

import pytest

from apps.gateway.tests.results import (
    BATCH_ID,
    BLANK,
    CERTIFICATE_YEAR,
    DRAWING,
    NUMBER,
    SERIES,
    STOCK_DESTRUCTION,
    STOCK_PRINT,
    STOCKTAKE,
    a_page,
)


@pytest.fixture
def stock(desk):
    def tells(path, told):
        desk.services.says("certification", "GET", path, told)

    tells("/stock", [SERIES])
    tells("/stock/drawings", a_page(DRAWING))
    tells("/stock/destructions", a_page(STOCK_DESTRUCTION))
    tells("/stock/prints", a_page(STOCK_PRINT))
    tells("/stock/XN/blanks", a_page(BLANK))
    tells("/stock/XN/stocktakes", a_page(STOCKTAKE))
    tells("/blanks/XN00000001", BLANK)
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return json.loads(request.content or "null")


async def test_a_ledger_that_does_not_balance_says_so_and_what_is_short(desk, stock):
    browser = await desk.signed_in("S-0005", "auditor")

    shown = (await browser.open("/stock")).text

    for words in ("不平", "余存 -1", "不足 50 本", "碎纸机粉碎", "待另一人签名"):
        assert words in shown
    assert "登记申领" not in shown


async def test_blanks_are_drawn_printed_on_and_handed_out(desk, stock):
    stock.says("certification", "POST", "/stock/drawings", DRAWING, 201)
    stock.says("certification", "POST", "/stock/prints", STOCK_PRINT, 201)
    stock.says("certification", "POST", "/blanks/XN00000001/hand-out", None, 204)
    browser = await desk.signed_in("S-0003", "general-office")
    await browser.open("/stock")
    await browser.send("/stock/drawings", batch_id=BATCH_ID, series="XN", first="1", count="11", reason="")
    await browser.open("/stock/XN")
    await browser.send("/stock/XN/prints", first="1", numbers=f"{NUMBER}\n")
    await browser.open("/blanks/XN00000001")
    await browser.send("/blanks/XN00000001/hand-out", way="in-person", on="2026-09-16", signed="yes")

    assert sent(desk, "/stock/drawings") == {
        "batch_id": BATCH_ID, "series": "XN", "first": 1, "count": 11, "reason": "",
    }  # fmt: skip
    assert sent(desk, "/stock/prints") == {"series": "XN", "first": 1, "numbers": [NUMBER]}
    assert sent(desk, "/blanks/XN00000001/hand-out") == {
        "way": "in-person", "on": "2026-09-16", "signed": True, "consignment": "",
    }  # fmt: skip


async def test_whoever_entered_a_destruction_is_not_asked_to_sign_it(desk, stock):
    path = "/stock/destructions/X-000001/signature"
    stock.says("certification", "POST", path, None, 204)
    first = await desk.signed_in("S-0003", "general-office")
    assert path not in (await first.open("/stock")).text
    other = await desk.signed_in("S-0004", "quality")
    await other.open("/stock")

    await other.send(path)

    assert "已签名，销毁办结。" in other.page.text


async def test_a_count_and_a_void_sheet_are_entered(desk, stock):
    stock.says("certification", "POST", "/stock/XN/stocktakes", STOCKTAKE, 201)
    stock.says("certification", "POST", "/blanks/XN00000001/voiding", None, 204)
    browser = await desk.signed_in("S-0003", "general-office")
    assert "相差 -1" in (await browser.open("/stock/XN")).text
    await browser.send("/stock/XN/stocktakes", blank="9", printed="1", void="0", explained="一张夹在箱底")
    await browser.open("/blanks/XN00000001")
    await browser.send("/blanks/XN00000001/voiding", reason="卡纸")

    assert sent(desk, "/stock/XN/stocktakes") == {"blank": 9, "printed": 1, "void": 0, "explained": "一张夹在箱底"}
    assert sent(desk, "/blanks/XN00000001/voiding") == {"reason": "卡纸"}


async def test_a_year_shows_its_lines_and_numbers_that_do_not_add_up(desk, stock):
    desk.services.says("certification", "GET", "/statistics/2026", CERTIFICATE_YEAR)
    browser = await desk.signed_in("S-0005", "auditor")

    shown = (await browser.open("/certificate-statistics/2026")).text

    for words in ("核发证书 3 本", "已用 4 个编号，与核发数不符", "四级/中级工"):
        assert words in shown
