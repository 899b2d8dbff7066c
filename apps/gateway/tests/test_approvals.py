"""What waits for whose decision over all services, and the figures of the head of the institution."""

from typing import Any

import pytest

from apps.gateway.tests.preparation import MATERIAL
from apps.gateway.tests.results import APPLICATION_ID, LIST, OBJECTION, PAPER, PROCEEDING, REISSUE, RESULT, a_page
from apps.gateway.tests.test_batches import BATCH, LINE, PROGRESS

OPEN: dict[str, Any] = {
    "incident_id": "I-78",
    "name": "试卷破损",
    "tier": "general",
    "site": "主考点",
    "room": "T-005",
    "discovered_at": "2026-09-01T01:00:00Z",
}
MEASURE = {"number": 1, "name": "启用备用卷", "state": "proposed", "approvers": ["director", "leading-group"]}
STATISTICS: dict[str, Any] = {
    "batches": [
        {
            "batch_id": "2026-autumn",
            "first_discovered_at": "2026-09-19T01:00:00Z",
            "total": 16,
            "major": 6,
            "general": 10,
            "open": 1,
            "in_time": 13,
            "overdue": 2,
            "minutes_to_first_report": {"median": 4.0, "worst": 12.0},
            "minutes_to_acknowledge": {"median": 3.5, "worst": 11.0},
            "minutes_to_closure": None,
            "kinds": [{"category": "other-general", "name": "其他", "major": 0, "general": 1}],
            "steps": [{"post": "site-head", "name": "考点负责人", "reached": 16, "escalations": 0}],
            "measures": [{"type": "spare-paper", "name": "启用备用卷", "count": 1}],
            "stage_reports_missed": 0,
        }
    ]
}
WAITING = {
    "director": {
        "批准处置：启用备用卷": "/incidents/I-78",
        "审批证书补发": f"/reissues/{REISSUE['reissue_id']}",
        "决定证书查处：涂改证书": "/proceedings/P-000001",
        "处理异议：理论": "/objections/O-1",
        "审批保密资料外出携带": "/secret-materials/U-2026-01",
    },
    "leading-group": {"批准处置：启用备用卷": "/incidents/I-78"},
    "site-head": {},
    "quality": {"审批证书补发": f"/reissues/{REISSUE['reissue_id']}", "处理异议：理论": "/objections/O-1"},
    "marking-lead": {
        "复核成绩：实操": f"/results/{APPLICATION_ID}",
        "审批成绩单": "/batches/2026-autumn/score-lists",
        "确认标准答案更正": "/batches/2026-autumn/answer-keys/2026-autumn-t-A/corrections",
    },
    "item-reviewer": {"审题：理论 A 卷": "/papers/2026-autumn-t-A"},
}


@pytest.fixture
def services(desk):
    says = desk.services.says
    # 我的待办, where people begin, asks by state
    says("registration", "GET", "/batches", lambda asked: a_page() if "state" in asked.url.params else a_page(LINE))
    says("incident", "GET", "/incidents/open", {"items": [OPEN]})
    says("incident", "GET", "/incidents/I-78", OPEN | {"dispositions": [MEASURE, MEASURE | {"state": "done"}]})
    says("certification", "GET", "/batches/2026-autumn/objections", a_page(OBJECTION))
    says("itembank", "GET", "/secret-materials", a_page(MATERIAL))
    says("certification", "GET", "/reissues", a_page(REISSUE, REISSUE | {"asked_by": "S-0001"}))
    says("certification", "GET", "/proceedings", a_page(PROCEEDING, PROCEEDING | {"opened_by": "S-0001"}))
    says("scoring", "GET", "/batches/2026-autumn/results", a_page(RESULT))
    says("scoring", "GET", "/batches/2026-autumn/lists", [LIST | {"state": "checked"}, LIST])
    key = {"paper_id": "2026-autumn-t-A", "form": "A"}
    says("scoring", "GET", "/batches/2026-autumn/keys", [key | {"waiting": True}, key | {"waiting": False}])
    says("itembank", "GET", "/papers", a_page(PAPER | {"state": "assembled"}))
    says("incident", "GET", "/incidents/statistics", STATISTICS)
    return desk.services


@pytest.mark.parametrize("role", WAITING)
async def test_everybody_sees_what_waits_for_their_decision_alone(desk, services, role):
    browser = await desk.signed_in("S-0001", role)

    page = (await browser.open("/approvals")).text

    rows = page.partition('<ul class="rows">')[2]
    assert {what: f'href="{to}">{what}' in rows for what, to in WAITING[role].items()} == dict.fromkeys(
        WAITING[role], True
    )
    assert rows.count("<a ") == len(WAITING[role])
    assert ("现在没有等您批准或决定的事" in page) is (not WAITING[role])


async def test_a_proposed_role_waits_for_another_administrator(desk, services):
    await desk.add("S-0009", "李小红")
    first = await desk.signed_in("A-0001", "administrator")
    second = await desk.signed_in("A-0002", "administrator", address="10.1.1.2")
    await first.open("/accounts/S-0009")
    await first.send("/accounts/S-0009/grants", role="operator", starts_on="2026-09-01", ends_on="2026-10-01")

    assert "批准授权" not in (await first.open("/approvals")).text
    assert '<a href="/accounts/S-0009">批准授权：系统运维</a>' in (await second.open("/approvals")).text


async def test_a_service_that_is_away_is_named_and_the_rest_is_there(desk, services):
    services.away = {"certification"}
    browser = await desk.signed_in("S-0001", "director")

    page = (await browser.open("/approvals")).text

    assert "批准处置：启用备用卷" in page
    assert "证书" in page.partition('role="alert">')[2].partition("</p>")[0]


async def test_the_overview_counts_batches_and_incidents(desk, services):
    services.says("registration", "GET", "/batches/2026-autumn", BATCH)
    for service, progress in PROGRESS.items():
        services.says(service, "GET", "/batches/2026-autumn/progress", progress)
    services.away = {"scoring"}
    browser = await desk.signed_in("S-0001", "director")

    page = (await browser.open("/overview")).text

    assert '<td class="number">24</td>' in page
    assert '<td class="number">16</td>' in page
    assert '<td class="number">3.5</td>' in page
    assert 'href="/incidents/I-78"' in page
    assert "评分" in page.partition('role="alert">')[2].partition("</p>")[0]
