"""Batches as the services tell of them, in the name of whoever asks."""

import json
import uuid
from typing import Any

import pytest

from apps.gateway.screens.checklist import Known, next_step, steps_of
from apps.gateway.tests.desk import Forms
from libs.chassis.identity import UnauthenticatedError

BATCH: dict[str, Any] = {
    "batch_id": "2026-autumn",
    "name": "2026年秋季",
    "institution_code": "Y000043010001",
    "institution": "潇湘技能评价中心",
    "announcement_id": "2026-autumn",
    "state": "open",
    "registration_opens_at": "2026-08-01T00:00:00Z",
    "registration_closes_at": "2026-09-10T00:00:00Z",
    "opened_at": "2026-08-01T00:00:00Z",
    "closed_at": None,
    "late_until": None,
    "eligible": 0,
    "approved": 24,
    "refused": 1,
    "totals": [
        {
            "occupation_code": "4-03-02-01",
            "occupation": "中式烹调师",
            "work_type": "--",
            "level": 4,
            "eligible": 0,
            "approved": 24,
            "refused": 1,
        }
    ],
}
# A list says nothing of who applied.
LINE = {name: told for name, told in BATCH.items() if name not in {"eligible", "approved", "refused", "totals"}}
PLAN = {
    "batch_id": "2026-autumn",
    "enrolled": 24,
    "seated": 0,
    "scheduled": 24,
    "sessions": 2,
    "draft": 0,
    "published": 2,
    "running": 0,
    "finished": 0,
    "postponed": 0,
    "cancelled": 0,
}
PAPERS = {"papers": 2, "sealed": 2, "opened": 0}
MARKING = dict.fromkeys(
    (
        "sessions", "sessions_finished", "sessions_cancelled", "scripts", "marked", "disputed", "lists", "checked",
        "approved", "published_lists", "published",
    ),
    0,
)  # fmt: skip
NOTICES = dict.fromkeys(("posted", "held", "released", "issued", "kept", "failed", "cancelled", "withheld"), 0)
PROGRESS: dict[str, Any] = {"scheduling": PLAN, "itembank": PAPERS, "scoring": MARKING, "certification": NOTICES}


@pytest.fixture
def batch(desk):
    desk.services.says("registration", "GET", "/batches", {"items": [LINE], "next": "c-2"})
    desk.services.says("registration", "GET", "/batches/2026-autumn", BATCH)
    for service, progress in PROGRESS.items():
        desk.services.says(service, "GET", "/batches/2026-autumn/progress", progress)


async def test_the_list_asks_what_the_address_says_and_leads_on(desk, batch):
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open("/batches?state=open")

    assert "2026年秋季" in browser.page.text
    assert desk.services.asked[-1][3].url.params["state"] == "open"
    assert 'href="?state=open&amp;cursor=c-2"' in browser.page.text


async def test_an_empty_list_says_whether_there_is_none_or_none_fits(desk):
    desk.services.says("registration", "GET", "/batches", {"items": [], "next": None})
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open("/batches")
    assert "还没有批次" in browser.page.text

    await browser.open("/batches?state=open")
    assert "没有符合条件的批次" in browser.page.text


async def test_a_batch_is_opened_by_its_number(desk, batch):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/batches")

    await browser.send("/batches/find", batch_id="2026-autumn")

    assert browser.path == "/batches/2026-autumn"


async def test_the_overview_ticks_what_is_done_and_names_the_next_and_who(desk, batch):
    browser = await desk.signed_in("S-0001", "exam-affairs")

    await browser.open("/batches/2026-autumn")

    assert "下一步：截止报名并上报名单" in browser.page.text
    assert "由考务管理责任人办理" in browser.page.text
    assert "看不到的环节" not in browser.page.text
    assert browser.page.text.count('<li class="done">') == 4
    assert "待审 0，通过 24，不通过 1" in browser.page.text


async def test_registration_is_closed_from_the_overview_once_however_often_it_is_clicked(desk, batch):
    desk.services.says("registration", "POST", "/batches/2026-autumn/closure", status=204)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/batches/2026-autumn")
    page = browser.page

    await browser.send("/batches/2026-autumn/closure")
    browser.page = page
    await browser.send("/batches/2026-autumn/closure")

    assert "已截止报名" in browser.page.text
    keys = [asked[3].headers["Idempotency-Key"] for asked in desk.services.asked if asked[1] == "POST"]
    assert len(keys) == 2
    assert len(set(keys)) == 1


async def test_the_director_lets_people_in_late_once_the_list_was_reported(desk, batch):
    desk.services.says("registration", "GET", "/batches/2026-autumn", BATCH | {"state": "closed"})
    desk.services.says("registration", "POST", "/batches/2026-autumn/late-intakes", status=204)
    browser = await desk.signed_in("S-0001", "director")
    await browser.open("/batches/2026-autumn")

    await browser.send("/batches/2026-autumn/late", until="2026-09-17", reason="学校漏报")

    [told] = [asked[3] for asked in desk.services.asked if asked[2] == "/batches/2026-autumn/late-intakes"]
    assert json.loads(told.content) == {"until": "2026-09-17", "reason": "学校漏报"}
    assert "已同意补报，截止 2026年9月17日。" in browser.page.text


async def test_a_service_refuses_in_its_own_words(desk, batch):
    desk.services.refuses("registration", "POST", "/batches/2026-autumn/closure", "还有 3 份报名没有审核，不能截止。")
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/batches/2026-autumn")
    before = Forms(browser.page.text).found["/batches/2026-autumn/closure"]["key"]

    answer = await browser.send("/batches/2026-autumn/closure")

    assert answer.status_code == 409
    assert "还有 3 份报名没有审核，不能截止。" in answer.text
    assert Forms(answer.text).found["/batches/2026-autumn/closure"]["key"] != before, "what was refused is asked anew"


async def test_a_command_that_nobody_knows_to_be_done_keeps_its_key(desk, batch):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/batches/2026-autumn")
    before = Forms(browser.page.text).found["/batches/2026-autumn/closure"]["key"]
    desk.services.says("registration", "POST", "/batches/2026-autumn/closure", {}, 503)

    answer = await browser.send("/batches/2026-autumn/closure")

    assert answer.status_code == 503
    assert "报名服务暂时没有回应" in answer.text
    assert Forms(answer.text).found["/batches/2026-autumn/closure"]["key"] == before


async def test_a_service_that_is_away_is_named_and_the_rest_is_shown(desk, batch):
    desk.services.away.add("scoring")
    browser = await desk.signed_in("S-0001", "exam-affairs")

    await browser.open("/batches/2026-autumn")

    assert browser.page.status_code == 200
    assert "评分服务暂时没有回应" in browser.page.text
    assert "组卷与封存" in browser.page.text


async def test_a_page_that_needs_a_service_that_is_away_says_so(desk, batch):
    browser = await desk.signed_in("S-0001", "reception")
    desk.services.away.add("registration")

    answer = await browser.open("/batches")

    assert answer.status_code == 503
    assert "报名服务暂时没有回应" in answer.text


async def test_what_this_person_may_not_be_told_is_left_out(desk, batch):
    desk.services.refuses("itembank", "GET", "/batches/2026-autumn/progress", "没有权限。", 403)
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open("/batches/2026-autumn")

    assert "组卷" not in browser.page.text
    assert "考场编排" in browser.page.text
    assert "看不到的环节可能还没有办完" in browser.page.text, "what is next may be hidden"


async def test_a_batch_that_does_not_exist_is_said_not_to(desk):
    browser = await desk.signed_in("S-0001", "reception")

    answer = await browser.open("/batches/nowhere")

    assert answer.status_code == 404
    assert "没有找到" in answer.text


@pytest.mark.parametrize("number", ["..", "../applications", "a/b", "%2e%2e", "a?b=c"])
async def test_what_stands_in_the_address_opens_no_other_route_of_a_service(desk, batch, number):
    browser = await desk.signed_in("S-0001", "reception")
    desk.services.asked.clear()

    await browser.client.get(f"/batches/{number.replace('/', '%2F').replace('?', '%3F')}")

    asked = {asked[3].url.raw_path.partition(b"?")[0].count(b"/") for asked in desk.services.asked}
    assert asked <= {1, 2, 3}
    assert not [
        one for one in desk.services.asked if not one[3].url.raw_path.startswith((b"/batches", b"/forms/mine?"))
    ]


async def test_a_service_is_asked_with_a_minutes_token_for_itself(desk, batch):
    browser = await desk.signed_in("S-0001", "reception", "exam-affairs", name="王小明")
    await browser.open("/batches/2026-autumn")
    asked = {service: request.headers["Authorization"] for service, _, _, request in desk.services.asked}

    _, claims = desk.services.checks["scoring"]._verified(asked["scoring"].removeprefix("Bearer "))

    assert len(set(asked.values())) == len(asked) > 4
    assert (claims.sub, claims.name, claims.aud) == ("S-0001", "王小明", "scoring")
    assert claims.roles == ["exam-affairs", "reception"]
    assert (claims.auth_time, claims.amr) == (int(desk.now.timestamp()), ["otp", "pwd"])
    assert claims.exp == int(desk.now.timestamp()) + 60
    assert claims.jti
    with pytest.raises(UnauthenticatedError):
        desk.services.checks["registration"].actor(asked["scoring"])


async def test_a_token_serves_half_its_life_and_never_with_changed_roles(desk, batch):
    browser = await desk.signed_in("S-0001", "reception")

    async def token():
        await browser.open("/batches")
        return desk.services.asked[-1][3].headers["Authorization"]

    first = await token()
    desk.step(seconds=29)
    assert await token() == first
    desk.step(seconds=1)
    second = await token()
    assert second != first
    administrator = await desk.signed_in("A-0001", "administrator")
    await administrator.open("/accounts/S-0001")
    await administrator.send("/accounts/S-0001/grants", role="quality", key=uuid.uuid4().hex)
    assert await token() != second


# ---- the checklist by itself


def known(**changed):
    told = {"registration": BATCH, **PROGRESS}
    return Known(**{service: counts | changed.get(service, {}) for service, counts in told.items()})


OVER = {"scheduling": {"finished": 2}}
ALL_MARKED = {"scripts": 48, "marked": 48, "lists": 2}


@pytest.mark.parametrize(
    ("changed", "following"),
    [
        ({"registration": {"approved": 0, "refused": 0}}, "导入考生名册"),
        ({"registration": {"eligible": 1}}, "审核报名"),
        ({}, "截止报名并上报名单"),
        ({"scheduling": {"scheduled": 23, "seated": 1}}, "编排考场并发布"),
        ({"scheduling": {"draft": 1}}, "编排考场并发布"),
        ({"itembank": {"sealed": 1}}, "组卷、审题并封存"),
        ({"scheduling": {"finished": 1}}, "按考场时间清单组织考试"),
        ({"scheduling": {"finished": 2}}, "录入答题卡和评分表，裁定争议"),
        (OVER | {"scoring": {**ALL_MARKED, "checked": 1}}, "复算成绩单"),
        (OVER | {"scoring": {**ALL_MARKED, "checked": 2, "approved": 1}}, "审批成绩单"),
        (OVER | {"scoring": {**ALL_MARKED, "checked": 2, "approved": 2, "published_lists": 1}}, "发布成绩"),
    ],
)
def test_the_next_step_is_the_first_that_is_not_done(changed, following):
    state: dict[str, Any] = {"registration": {"state": "closed"}} if changed and "registration" not in changed else {}

    assert next_step(steps_of(known(**changed, **state))).next == following


def test_a_batch_whose_certificates_are_issued_has_nothing_next():
    done = known(
        registration={"state": "closed"},
        scheduling={"finished": 2},
        scoring={"scripts": 24, "marked": 24, "lists": 2, "checked": 2, "approved": 2, "published_lists": 2},
        certification={"issued": 20, "failed": 4},
    )

    assert next_step(steps_of(done)) is None
