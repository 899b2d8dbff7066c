"""Reporting an incident: two taps, the place filled in; and the page of the report with its countdown."""

import json
from typing import Any

import pytest

from apps.gateway.tests.desk import Forms
from apps.gateway.tests.exam_day import SESSION, SESSION_ID, SUMMARY

KINDS = [
    {"code": "power-or-equipment-failure", "name": "停电或设备故障", "tier": "general"},
    {"code": "terror", "name": "恐怖事件", "tier": "major"},
]
LINE = {
    "session_id": SESSION_ID,
    "batch_id": "2026-autumn",
    "room": "第一考场",
    "part": "theory",
    "starts_at": "2026-09-01T04:10:00Z",
    "ends_at": "2026-09-01T05:40:00Z",
    "mine": True,
}
OTHER = {**LINE, "session_id": "other", "room": "第二考场", "mine": False}
DAY = {"day": "2026-09-01", "sessions": [OTHER, LINE], "sites": ["东考点", "主考点"]}
SIMILAR = {
    "incident_id": "I-77",
    "name": "停电或设备故障",
    "tier": "general",
    "site": "主考点",
    "room": "第二考场",
    "discovered_at": "2026-09-01T03:58:00Z",
    "reports": 1,
}
INCIDENT: dict[str, Any] = {
    "incident_id": "I-78",
    "name": "停电或设备故障",
    "tier": "general",
    "drill": False,
    "site": "主考点",
    "room": "第一考场",
    "description": "灯灭了",
    "discovered_at": "2026-09-01T04:00:00Z",
    "first_report_due_at": "2026-09-01T04:10:00Z",
    "first_report_at": None,
    "closed_at": None,
    "merged_into": None,
    "ladder": [
        {
            "post": "site-head",
            "name": "考点负责人",
            "due_at": "2026-09-01T04:00:00Z",
            "called": True,
            "taken_over_by": [],
        }
    ],
}


@pytest.fixture
def incidents(desk):
    services = desk.services
    services.says("scheduling", "GET", "/sessions", {"items": [SUMMARY], "next": None})
    services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", SESSION)
    services.says("incident", "GET", "/sessions", DAY)
    services.says("incident", "GET", "/incidents/kinds", KINDS)
    services.says("incident", "GET", "/incidents/similar", {"items": []})
    services.says("incident", "POST", "/incidents", INCIDENT, 201)
    services.says("incident", "GET", "/incidents/I-78", INCIDENT)
    services.says("incident", "GET", "/incidents/I-77", {**INCIDENT, "incident_id": "I-77"})


@pytest.fixture
async def invigilator(desk, incidents):
    return await desk.signed_in("I-0001", "invigilator")


def reported(desk):
    return [json.loads(asked[3].content) for asked in desk.services.asked if asked[1] == "POST"]


async def test_every_page_leads_to_a_form_with_ones_place_and_time(desk, invigilator):
    await invigilator.open("/my-account")
    assert 'href="/report-incident"' in invigilator.page.text

    await invigilator.open("/report-incident")

    fields = Forms(invigilator.page.text).found["/report-incident"]
    assert {name: fields[name] for name in ("session_id", "site", "batch_id", "at", "kind")} == {
        "session_id": SESSION_ID,
        "site": "主考点",
        "batch_id": "2026-autumn",
        "at": "12:00",
        "kind": "",
    }


async def test_a_kind_and_a_sentence_are_enough_and_the_reports_countdown_shows(desk, invigilator):
    await invigilator.open("/report-incident")

    await invigilator.send("/report-incident", kind="power-or-equipment-failure", description="灯灭了")

    assert reported(desk) == [
        {
            "batch_id": "2026-autumn",
            "site": "主考点",
            "room": "第一考场",
            "kind": "power-or-equipment-failure",
            "description": "灯灭了",
            "discovered_at": "2026-09-01T12:00:00+08:00",
            "session_ids": [SESSION_ID],
        }
    ]
    assert invigilator.path == "/incidents/I-78"
    assert "首次报告还剩 10 分 0 秒" in invigilator.page.text
    assert "已通知，未接手" in invigilator.page.text
    renewal = '<noscript><meta http-equiv="refresh" content="10;url=/incidents/I-78?renewal=yes"></noscript>'
    assert renewal in invigilator.page.text


@pytest.mark.parametrize(("answer", "joins"), [("I-77", "I-77"), ("another", None)])
async def test_what_somebody_else_has_reported_is_offered_before_it_is_reported_again(desk, invigilator, answer, joins):
    desk.services.says("incident", "GET", "/incidents/similar", {"items": [SIMILAR]})
    desk.services.says("incident", "POST", "/incidents", {**INCIDENT, "incident_id": joins or "I-78"}, 201)
    await invigilator.open("/report-incident")

    await invigilator.send("/report-incident", kind="power-or-equipment-failure", description="灯灭了")
    assert reported(desk) == []
    assert "同一起事件：停电或设备故障，主考点 第二考场，11:58 发现" in invigilator.page.text
    assert "灯灭了" in invigilator.page.text
    await invigilator.send("/report-incident", joins=answer, kind="power-or-equipment-failure", description="灯灭了")

    [body] = reported(desk)
    assert body.get("joins") == joins
    assert invigilator.path == f"/incidents/{joins or 'I-78'}"


async def test_the_enter_key_joins_nothing(desk, invigilator):
    desk.services.says("incident", "GET", "/incidents/similar", {"items": [SIMILAR]})
    await invigilator.open("/report-incident")

    await invigilator.send("/report-incident", kind="terror")

    assert invigilator.page.text.index('value="another"') < invigilator.page.text.index('value="I-77"')


async def test_a_report_waits_neither_for_scheduling_nor_for_asking_whether_known(desk, invigilator):
    desk.services.away.add("scheduling")
    desk.services.says("incident", "GET", "/incidents/similar", {}, 503)
    await invigilator.open("/report-incident")

    await invigilator.send("/report-incident", kind="terror", site="主考点")

    assert invigilator.path == "/incidents/I-78"


async def test_typed_text_outlasts_an_absent_service_and_is_reported_once(desk, invigilator):
    await invigilator.open("/report-incident")
    desk.services.away.add("incident")

    await invigilator.send("/report-incident", kind="terror", description="有人喊叫")
    assert invigilator.page.status_code == 503
    assert "有人喊叫" in invigilator.page.text
    tried = Forms(invigilator.page.text).found["/report-incident"]
    desk.services.away.clear()
    await invigilator.send("/report-incident", description="有人喊叫")

    assert tried["kind"] == "terror"
    keys = {asked[3].headers["Idempotency-Key"] for asked in desk.services.asked if asked[1] == "POST"}
    assert keys == {tried["key"]}


@pytest.mark.parametrize("typed", [{"kind": ""}, {"site": " "}, {"at": "25:00"}])
async def test_what_is_missing_is_said_beside_its_field(desk, invigilator, typed):
    await invigilator.open("/report-incident")

    await invigilator.send("/report-incident", **{"kind": "terror", **typed})

    [name] = typed
    assert invigilator.page.status_code == 422
    assert f'id="{name}-refusal"' in invigilator.page.text
    assert reported(desk) == []


async def test_just_before_midnight_is_yesterday_just_after_it(desk, incidents):
    desk.step(hours=12, minutes=5)  # 00:05 in Beijing
    browser = await desk.signed_in("I-0001", "invigilator")
    await browser.open("/report-incident")

    await browser.send("/report-incident", kind="terror", at="23:58")

    assert reported(desk)[0]["discovered_at"] == "2026-09-01T23:58:00+08:00"


@pytest.mark.parametrize(
    ("differing", "words"),
    [
        ({"first_report_due_at": "2026-09-01T03:59:00Z"}, "首次报告已超时 1 分 0 秒"),
        ({"first_report_at": "2026-09-01T04:02:00Z"}, "已报到应急处理领导小组"),
        ({"closed_at": "2026-09-01T08:00:00Z"}, "已结案"),
        ({"merged_into": "I-77"}, 'href="/incidents/I-77"'),
    ],
)
async def test_the_page_of_a_report_says_how_far_it_is(desk, invigilator, differing, words):
    desk.services.says("incident", "GET", "/incidents/I-78", {**INCIDENT, **differing})

    await invigilator.open("/incidents/I-78")

    assert words in invigilator.page.text


async def test_a_report_of_others_is_refused_in_the_words_of_the_service(desk, invigilator):
    desk.services.refuses("incident", "GET", "/incidents/I-78", "没有这起事件。", 404)

    await invigilator.open("/incidents/I-78")

    assert (invigilator.page.status_code, "没有这起事件。" in invigilator.page.text) == (404, True)
