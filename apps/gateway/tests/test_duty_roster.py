"""The duty list of a batch and what is missing of it, in the browser."""

import json
from typing import Any

import pytest

DUTY_PAGE = "/batches/2026-autumn/duty"
ROSTER_PATH = "/rosters/2026-autumn"
PLAN: dict[str, Any] = {
    "site": "",
    "missing": ["疏散辅导演练"],
    "posted_on": "2026-09-14",
    "buildings_checked_on": "2026-09-14",
    "shelters": "操场",
    "routes": "一层东门",
    "drilled_on": None,
    "people_on_routes": ["S-0001"],
}
ROSTER: dict[str, Any] = {
    "duties": [
        {
            "post": "site-head",
            "person_id": "S-0017",
            "name": "宋磊超",
            "site": "",
            "days": ["2026-09-19"],
            "channels": ["sms"],
            "order": [],
            "reachable": True,
        }
    ],
    "evacuation": [PLAN, PLAN | {"site": "分考点", "missing": []}],
    "entered_by": "S-0004",
    "entered_at": "2026-09-10T10:00:00Z",
}
READINESS: dict[str, Any] = {
    "day": "2026-09-19",
    "posts": [
        {"post": "site-head", "name": "考点负责人", "site": "", "people": ["S-0017"], "gap": False},
        {"post": "inspector", "name": "巡考人员", "site": "", "people": [], "gap": True},
    ],
    "evacuation": [{"site": "", "missing": ["疏散辅导演练"]}],
    "gaps": 2,
}


@pytest.fixture
def incident(desk):
    desk.services.says("incident", "GET", ROSTER_PATH, ROSTER)
    desk.services.says("incident", "GET", f"{ROSTER_PATH}/readiness", READINESS)
    desk.services.says("incident", "PUT", ROSTER_PATH, status=204)
    return desk.services


def entered(desk):
    return [json.loads(request.content) for _, method, _, request in desk.services.asked if method == "PUT"]


async def test_what_is_missing_on_a_day_is_named(desk, incident):
    browser = await desk.signed_in("S-0001", "director")

    await browser.open(f"{DUTY_PAGE}?day=2026-09-19")

    asked = next(request for _, _, path, request in desk.services.asked if path.endswith("/readiness"))
    assert dict(asked.url.params) == {"day": "2026-09-19"}
    for words in ("缺 2 项", "无人值班", "疏散方案还缺：疏散辅导演练。", "宋磊超", "短信"):
        assert words in browser.page.text
    assert f'action="{DUTY_PAGE}"' not in browser.page.text


async def test_a_day_that_is_none_is_today_and_no_list_is_said(desk, incident):
    incident.says("incident", "GET", ROSTER_PATH, {"title": "roster-not-found", "detail": "没有名单。"}, 404)
    browser = await desk.signed_in("S-0001", "exam-affairs")

    await browser.open(f"{DUTY_PAGE}?day=tomorrow")

    asked = next(request for _, _, path, request in desk.services.asked if path.endswith("/readiness"))
    assert asked.url.params["day"] == "2026-09-01"
    assert "还没有登记值班名单" in browser.page.text


async def test_a_typed_list_leaves_the_plans_of_other_sites(desk, incident):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(DUTY_PAGE)

    typed = "考点负责人 S-0017 宋磊超 2026-09-19 2026-09-20 短信=13800000000 考点=主考点\n\n联系人 S-0004 曾军\n"
    await browser.send(DUTY_PAGE, duties=typed, drilled_on="2026-09-15", people_on_routes="S-0001 S-0002")

    [body] = entered(desk)
    assert body["duties"] == [
        {
            "post": "site-head",
            "person_id": "S-0017",
            "name": "宋磊超",
            "site": "主考点",
            "days": ["2026-09-19", "2026-09-20"],
            "addresses": {"sms": "13800000000"},
        },
        {"post": "contact", "person_id": "S-0004", "name": "曾军", "site": "", "days": [], "addresses": {}},
    ]
    here = {name: told for name, told in PLAN.items() if name != "missing"}
    assert body["evacuation"] == [
        here | {"drilled_on": "2026-09-15", "people_on_routes": ["S-0001", "S-0002"]},
        here | {"site": "分考点"},
    ]
    assert "替换了原来的名单" in browser.page.text


@pytest.mark.parametrize("line", ["保安 S-0017 宋磊超", "联系人 S-0017", "联系人 S-0017 宋磊超 电话=1"])
async def test_a_line_that_is_none_is_named_and_nothing_is_entered(desk, incident, line):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(DUTY_PAGE)

    answer = await browser.send(DUTY_PAGE, duties=f"联系人 S-0004 曾军\n{line}")

    assert 'id="duties-refusal">第 2 行' in answer.text
    assert entered(desk) == []
