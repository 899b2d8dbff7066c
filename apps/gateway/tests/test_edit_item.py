"""One item changed in the browser: read on record first, sent whole, and nothing typed is lost by a refusal."""

import json

import pytest

from apps.gateway.tests.preparation import BANK, ITEM, MAKING, READ

BANK_PAGE = "/banks/4-03-02-01/4"
PAGE = f"{BANK_PAGE}/items/T-0001/edit"
SERVICE = f"{BANK_PAGE}/items/T-0001/versions"
TYPED = {
    "version": "2",
    "kind": "choice",
    "point": "A-A-001",
    "difficulty": "0.6",
    "stem": "改过的题干",
    "options": "甲\n乙\n\n丙\n丁\n",
    "answer": "B",
    "enemies": "",
    "keep_option_order": "yes",
}


@pytest.fixture
async def browser(desk):
    desk.services.says("itembank", "POST", f"{BANK_PAGE}/items/readings", READ)
    desk.services.says("itembank", "GET", f"{BANK_PAGE}/making", MAKING)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(PAGE)
    return browser


def sent(desk, path):
    return [
        json.loads(one.content) for _, method, asked, one in desk.services.asked if (method, asked) == ("POST", path)
    ]


async def test_an_item_is_not_shown_before_it_is_read_on_record(desk, browser):
    assert "试例题干" not in browser.page.text

    await browser.send(f"{PAGE}/reading")

    assert sent(desk, f"{BANK_PAGE}/items/readings") == [{"item_ids": ["T-0001"]}]
    page = browser.page.text
    assert all(
        words in page for words in ("试例题干", "甲\n乙\n丙\n丁", 'value="0.65"', 'value="2"', "T-0007", "checked")
    )


async def test_what_was_typed_is_sent_whole(desk, browser):
    desk.services.says("itembank", "POST", SERVICE, BANK | {"revision": 2}, 201)
    await browser.send(f"{PAGE}/reading")

    await browser.send(PAGE, **TYPED)

    [item] = sent(desk, SERVICE)
    assert item == {
        "seen": 2,
        "kind": "choice",
        "point": "A-A-001",
        "difficulty": 0.6,
        "stem": "改过的题干",
        "options": ["甲", "乙", "丙", "丁"],
        "answer": "B",
        "enemies": [],
        "keep_option_order": True,
    }
    assert "等待验收" in browser.page.text


async def test_a_refusal_brings_back_what_was_typed(desk, browser):
    desk.services.refuses("itembank", "POST", SERVICE, "试题已有新版本")
    await browser.send(f"{PAGE}/reading")

    await browser.send(PAGE, **TYPED)

    page = browser.page.text
    assert all(words in page for words in ("试题已有新版本", "改过的题干", "甲\n乙\n\n丙\n丁"))


async def test_the_list_says_how_an_item_did_and_what_to_consider(desk, browser):
    desk.services.says("itembank", "GET", f"{BANK_PAGE}/items", {"items": [ITEM], "next": None})

    await browser.open(f"{BANK_PAGE}/items")

    page = browser.page.text
    assert all(words in page for words in ("0.21", "212 人", "-0.04", '<span class="status late">停用</span>'))
