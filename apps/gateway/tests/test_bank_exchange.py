"""Items in and out in the browser: looked at, confirmed, and taken out as an approved copy."""

import base64
import io
import json
import zipfile

import pytest

from apps.gateway.tests.preparation import BANK, MAKING

PAGE = "/banks/4-03-02-01/4/exchange"
BANK_PAGE = "/banks/4-03-02-01/4"
IMPORT = f"{BANK_PAGE}/imports"
LOSS = {"item": "N-1", "field": "difficulty", "reason": "没有难度，按 0.50 计"}
PROBLEM = {"item": "N-1", "field": "point", "reason": "不在鉴定要素细目表中"}
TWIN = {
    "one": {"item_id": "N-1", "stem": "新题干", "options": ["甲", "乙"]},
    "other": {"item_id": "T-0001", "stem": None, "options": []},
    "likeness": 0.83,
}
SEEN = {
    "new": 1, "changed": ["T-0002"], "same": 0, "problems": [], "problems_all": 0, "losses": [LOSS], "losses_all": 1,
    "twins": [TWIN], "twins_all": 1,
}  # fmt: skip


@pytest.fixture
async def browser(desk):
    desk.services.says("itembank", "GET", f"{BANK_PAGE}/making", MAKING)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(PAGE)
    return browser


def commands(desk):
    return [(path, one.content) for _, method, path, one in desk.services.asked if method == "POST"]


async def test_a_file_is_looked_at_and_then_confirmed_as_it_was(desk, browser):
    desk.services.says("itembank", "POST", f"{IMPORT}/gift/preview", SEEN)
    desk.services.says("itembank", "POST", f"{IMPORT}/gift", BANK | {"revision": 2})

    await browser.send(f"{PAGE}/check", form="gift", text="", files={"file": ("items.gift", "::题::{T}".encode())})
    looked = browser.page.text
    before = commands(desk)
    await browser.send(f"{PAGE}/confirm")

    assert all(words in looked for words in ("新增 1 题", "T-0002", "没有难度", "新题干", "内容不显示", "83%"))
    assert before == [(f"{IMPORT}/gift/preview", "::题::{T}".encode())]
    assert commands(desk)[1:] == [(f"{IMPORT}/gift", "::题::{T}".encode())]
    assert "第 2 次修订" in browser.page.text


async def test_pasted_text_is_looked_at_as_a_file_is(desk, browser):
    desk.services.says("itembank", "POST", f"{IMPORT}/word/preview", SEEN)

    await browser.send(f"{PAGE}/check", form="word", text="1. 题干（√）")

    assert commands(desk) == [(f"{IMPORT}/word/preview", "1. 题干（√）".encode())]


async def test_what_has_problems_cannot_be_confirmed(desk, browser):
    desk.services.says("itembank", "POST", f"{IMPORT}/word/preview", SEEN | {"problems": [PROBLEM], "problems_all": 1})

    await browser.send(f"{PAGE}/check", form="word", text="1. 题干（√）")

    assert "不在鉴定要素细目表中" in browser.page.text
    assert f"{PAGE}/confirm" not in browser.page.text


async def test_an_export_as_workbook_is_named_as_one(desk, browser):
    told = {"content": base64.b64encode(b"PK-workbook").decode(), "losses": []}
    desk.services.says("itembank", "POST", f"{BANK_PAGE}/exports", told)

    answer = await browser.send(f"{PAGE}/export", form="xlsx", handling="2")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.read("4-03-02-01-4-xlsx.xlsx") == b"PK-workbook"


async def test_an_export_is_a_package_and_the_list_of_what_it_lacks(desk, browser):
    told = {"content": base64.b64encode(b"PK-package").decode(), "losses": [LOSS]}
    desk.services.says("itembank", "POST", f"{BANK_PAGE}/exports", told)

    answer = await browser.send(f"{PAGE}/export", form="qti-3", handling="2")

    [(_, asked)] = commands(desk)
    assert json.loads(asked) == {"form": "qti-3", "handling": 2}
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.read("4-03-02-01-4-qti-3.zip") == b"PK-package"
        assert "没有难度" in package.read("未导出.csv").decode("utf-8-sig")
