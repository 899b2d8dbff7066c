"""The register of secret carriers in the browser: each step is offered to its own people, in its turn."""

import json
from typing import Any

import pytest

from apps.gateway.tests.preparation import HANDLING, MATERIAL
from apps.gateway.tests.results import a_page

PAGE = "/secret-materials/U-2026-01"
APPROVED = HANDLING | {"approved": True, "decided_by": "S-0090", "decided_at": "2026-09-12T03:00:00Z"}
SIGNED = APPROVED | {"signed": ["S-0041", "S-0042"]}
OUT = SIGNED | {"handed_over_by": "S-0001", "handed_over_at": "2026-09-12T04:00:00Z"}
NOBODY: dict[str, Any] = {"people": [], "signers": [], "due_back": None}
DESTRUCTION = APPROVED | NOBODY | {"deed": "destroy"}
COPYING = SIGNED | NOBODY | {"deed": "copy", "copies": 3}


async def opened(desk, who, role, handling=HANDLING):
    desk.services.says("itembank", "GET", PAGE, MATERIAL | {"handlings": [handling]})
    browser = await desk.signed_in(who, role)
    await browser.open(PAGE)
    return browser


def body_of(desk, path):
    [body] = [json.loads(one.content) for _, how, asked, one in desk.services.asked if (how, asked) == ("POST", path)]
    return body


@pytest.mark.parametrize(
    ("who", "role", "handling", "offered"),
    [
        ("S-0090", "director", HANDLING, "decision"),
        ("S-0001", "item-bank", HANDLING, None),
        ("S-0041", "exam-affairs", HANDLING, None),
        ("S-0041", "exam-affairs", APPROVED, "signature"),
        ("S-0043", "exam-affairs", APPROVED, None),
        ("S-0001", "item-bank", APPROVED, None),
        ("S-0001", "item-bank", SIGNED, "handing-over"),
        ("S-0051", "general-office", SIGNED, None),
        ("S-0001", "item-bank", OUT, "return"),
        ("S-0051", "general-office", DESTRUCTION, "escort"),
        ("S-0001", "item-bank", DESTRUCTION, None),
        ("S-0001", "item-bank", DESTRUCTION | {"escort": "S-0052"}, "handing-over"),
        ("S-0052", "general-office", OUT | NOBODY | {"deed": "destroy", "escort": "S-0052"}, "destruction"),
        ("S-0051", "general-office", OUT | NOBODY | {"deed": "destroy", "escort": "S-0052"}, None),
    ],
)
async def test_each_step_is_offered_to_its_people_in_its_turn(desk, who, role, handling, offered):
    browser = await opened(desk, who, role, handling)

    steps = ("decision", "signature", "escort", "handing-over", "return", "destruction")
    shown = [step for step in steps if f'action="{PAGE}/handlings/1/{step}"' in browser.page.text]
    assert shown == ([offered] if offered else [])


async def test_a_journey_is_asked_for_with_those_who_travel(desk):
    browser = await opened(desk, "S-0041", "exam-affairs")
    desk.services.says("itembank", "POST", f"{PAGE}/handlings", MATERIAL, 201)

    await browser.send(
        f"{PAGE}/handlings", deed="take-out", copies="1", purpose="送审", place="市鉴定中心", measures="密码箱",
        people="S-0041 S-0042", due_back="2026-09-14T10:00",
    )  # fmt: skip

    asked = body_of(desk, f"{PAGE}/handlings")
    assert (asked["people"], asked["due_back"]) == (["S-0041", "S-0042"], "2026-09-14T10:00:00+08:00")


async def test_copies_are_handed_to_named_receivers(desk):
    browser = await opened(desk, "S-0001", "item-bank", COPYING)
    desk.services.says("itembank", "POST", f"{PAGE}/handlings/1/handing-over", MATERIAL)

    await browser.send(f"{PAGE}/handlings/1/handing-over", receivers="S-0061 2\nS-0062 1")

    assert body_of(desk, f"{PAGE}/handlings/1/handing-over") == {"receivers": {"S-0061": 2, "S-0062": 1}}


async def test_the_list_shows_what_is_overdue(desk):
    late = OUT | {"overdue_at": "2026-09-14T03:00:00Z"}
    desk.services.says("itembank", "GET", "/secret-materials", a_page(MATERIAL | {"handlings": [late]}))
    browser = await desk.signed_in("S-0001", "item-bank")

    await browser.open("/secret-materials")

    assert "逾期未还" in browser.page.text


async def test_a_carrier_is_registered_by_its_keeper(desk):
    desk.services.says("itembank", "GET", "/secret-materials", a_page())
    desk.services.says("itembank", "POST", "/secret-materials", MATERIAL, 201)
    desk.services.says("itembank", "GET", PAGE, MATERIAL)
    browser = await desk.signed_in("S-0001", "item-bank")
    await browser.open("/secret-materials")

    entry = {"material_id": "U-2026-01", "name": "题库U盘", "carrier": "drive", "place": "2层", "source": "导出"}
    await browser.send("/secret-materials/new", copies="2", **entry)

    assert body_of(desk, "/secret-materials") == entry | {"copies": 2}
    assert "已登记" in browser.page.text
