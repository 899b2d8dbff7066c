"""What waits for whom, counted by asking the services."""

import re
from urllib.parse import quote

import pytest

from apps.gateway.tests.exam_day import SUMMARY
from apps.gateway.tests.preparation import DUE
from apps.gateway.tests.results import KNOWN_YEAR, QUESTIONED, UNKNOWN_YEAR
from apps.gateway.tests.test_batches import BATCH, PROGRESS
from apps.gateway.tests.test_forms import LACK, RECORD_ID

NEXT_YEAR = "2027-01-01T00:00:00Z"


@pytest.fixture
def waits(desk):
    def wait(**differing):
        batch = {**BATCH, **differing}
        others = {"open": "closed", "closed": "open"}
        for service, progress in PROGRESS.items():
            desk.services.says(service, "GET", "/batches/2026-autumn/progress", progress)
        desk.services.says("registration", "GET", "/batches/2026-autumn", batch)
        desk.services.lists = {batch["state"]: [batch], others[batch["state"]]: []}
        desk.services.says("registration", "GET", "/batches", by_state(desk.services.lists))

    return wait


def by_state(lists):
    return lambda request: {"items": lists.get(request.url.params.get("state"), []), "next": None}


@pytest.mark.parametrize(
    ("role", "batch", "line"),
    [
        ("exam-affairs", {"eligible": 3}, '<a href="/batches/2026-autumn/applications?state=eligible">审核报名</a>'),
        (
            "exam-affairs",
            {"registration_closes_at": "2026-09-01T00:00:00Z"},
            '<a href="/batches/2026-autumn">截止报名并上报名单</a>',
        ),
        ("reception", {"approved": 0, "refused": 0}, '<a href="/batches/2026-autumn/roster">导入考生名册</a>'),
        ("site-head", {"state": "closed"}, '<a href="/exam-board">按考场时间清单组织考试</a>'),
        ("reception", {"eligible": 3}, "现在没有等您办理的事"),
        ("exam-affairs", {"registration_closes_at": NEXT_YEAR}, "现在没有等您办理的事"),
        ("reception", {"approved": 0, "refused": 0, "registration_opens_at": NEXT_YEAR}, "现在没有等您办理的事"),
        ("item-bank", {"state": "closed"}, "现在没有等您办理的事"),
    ],
)
async def test_each_sees_what_is_next_and_theirs_once_its_time_has_come(desk, waits, role, batch, line):
    waits(**batch)
    browser = await desk.signed_in("S-0001", role)

    await browser.open("/todo")

    assert line in browser.page.text


@pytest.mark.parametrize(
    ("batch", "words"),
    [
        ({"eligible": 3}, "下一步：审核报名，由考务管理责任人办理</span>"),
        ({"registration_closes_at": NEXT_YEAR}, "由考务管理责任人办理，2027年1月1日 08:00 起"),
    ],
)
async def test_what_waits_for_others_says_for_whom_and_from_when(desk, waits, batch, words):
    waits(**batch)
    browser = await desk.signed_in("S-0001", "reception")

    page = (await browser.open("/todo")).text

    assert "批次进行到哪里" in page
    assert words in page


async def test_whoever_is_not_told_all_is_not_told_whose_turn_it_is(desk, waits):
    waits(state="closed")
    desk.services.refuses("certification", "GET", "/batches/2026-autumn/progress", "您的岗位不能办理此事。", 403)
    browser = await desk.signed_in("S-0001", "item-bank")

    assert "批次进行到哪里" not in (await browser.open("/todo")).text


async def test_it_is_gone_once_it_is_done(desk, waits):
    waits(eligible=3)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    assert "待审 3" in (await browser.open("/todo")).text

    waits(eligible=0, registration_closes_at=NEXT_YEAR)

    assert "现在没有等您办理的事" in (await browser.open("/todo")).text


async def test_a_batch_that_takes_applications_is_asked_of_registration_alone(desk, waits):
    waits(approved=0, refused=0)
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open("/todo")

    assert {service for service, _, path, _ in desk.services.asked if path.startswith("/batches")} == {"registration"}


async def test_own_forms_of_all_services_are_there_the_overdue_first(desk, waits):
    waits(state="closed")
    unsigned = LACK | {"state": "unsigned", "record_id": RECORD_ID, "title": "张贴记录", "overdue": False}
    late = LACK | {"title": "年度工作总结", "about": "year", "subject_id": "year-2026", "subject": "2026 年度"}
    told = {"scheduling": [("2026-autumn", unsigned)], "archive": [("year-2026", late | {"overdue": True})]}
    for service, found in told.items():
        own = [{"file_id": file_id, "missing": [lack]} for file_id, lack in found]
        desk.services.says(service, "GET", "/forms/mine", own)
    browser = await desk.signed_in("S-0001", "exam-affairs")

    page = (await browser.open("/todo")).text

    assert page.index("填写：年度工作总结") < page.index("签名：张贴记录")
    assert 'href="/forms/archive/site-check/year-2026"' in page
    assert f'href="/form-records/scheduling/{quote(RECORD_ID, safe="")}"' in page
    assert 'href="/years/2026">2026 年度的表单' in page
    [asked] = {tuple(one.url.params.get_list("file")) for *_, path, one in desk.services.asked if path == "/forms/mine"}
    assert asked == ("2026-autumn", "year-2026")
    assert "现在没有等您办理的事" not in page


async def test_of_many_forms_the_most_urgent_are_named_and_the_rest_counted(desk, waits):
    waits(state="closed")
    lacks = [LACK | {"title": f"记录{number}", "overdue": number < 2} for number in range(9)]
    own = [{"file_id": "2026-autumn", "missing": lacks[:8]}, {"file_id": "year-2026", "missing": lacks[8:]}]
    desk.services.says("scheduling", "GET", "/forms/mine", own)
    browser = await desk.signed_in("S-0001", "exam-affairs")

    page = (await browser.open("/todo")).text

    assert "等您填写或签名的表单（9 份）" in page
    assert ("填写：记录7" in page, "填写：记录8" in page) == (True, False)
    assert re.search(r'forms">批次 2026-autumn 的表单</a></span> <span>.*逾期 2 份.*共 8 份', page)
    assert re.search(r'2026">2026 年度的表单</a></span> <span><span class="quiet">共 1 份', page)


async def test_who_keeps_forms_and_is_away_is_named_beside_the_others_forms(desk, waits):
    waits(state="closed")
    desk.services.says("archive", "GET", "/forms/mine", [{"file_id": "year-2026", "missing": [LACK]}])
    desk.services.away.add("scoring")
    browser = await desk.signed_in("S-0001", "exam-affairs")

    page = (await browser.open("/todo")).text

    assert "评分服务暂时没有回应" in page
    assert f"填写：{LACK['title']}" in page


async def test_an_absent_service_is_named_and_nobody_hears_that_nothing_waits(desk, waits):
    waits(state="closed")
    desk.services.away |= set(PROGRESS)
    browser = await desk.signed_in("S-0001", "site-head")

    await browser.open("/todo")

    assert "考务服务暂时没有回应" in browser.page.text
    assert "暂时看不全待办" in browser.page.text
    assert "现在没有等您办理的事" not in browser.page.text


@pytest.mark.parametrize(("role", "sees"), [("site-head", True), ("exam-affairs", True), ("reception", False)])
async def test_a_step_that_is_late_waits_for_those_who_lead_the_site(desk, role, sees):
    rooms = [{**SUMMARY, "late_steps": 2}, {**SUMMARY, "session_id": "in-time", "late_steps": 0}]
    desk.services.says("scheduling", "GET", "/sessions", {"items": rooms, "next": None})
    browser = await desk.signed_in("H-0001", role)

    page = (await browser.open("/todo")).text

    assert (f'<a href="/exam-sessions/{SUMMARY["session_id"]}">督促办理逾时环节</a>' in page) is sees
    assert ("2 项逾时" in page) is sees
    assert "/exam-sessions/in-time" not in page
    assert ("现在没有等您办理的事" in page) is not sees


@pytest.mark.parametrize(
    ("role", "year", "sees"),
    [
        ("general-office", UNKNOWN_YEAR, True),
        ("quality", UNKNOWN_YEAR, False),
        ("general-office", KNOWN_YEAR, False),
        ("general-office", UNKNOWN_YEAR | {"year": 2026, "provisional_results": 0}, True),
        ("general-office", UNKNOWN_YEAR | {"provisional_results": 0}, False),
    ],
)
async def test_a_year_that_terms_count_on_waits_for_the_general_office(desk, role, year, sees):
    """It is September 2026: 2027 waits only where a term counts on it."""
    desk.services.says("certification", "GET", "/holiday-years", [year])
    browser = await desk.signed_in("S-0001", role)

    page = (await browser.open("/todo")).text

    assert (f'<a href="/holidays">登记 {year["year"]} 年放假安排</a>' in page) is sees


@pytest.mark.parametrize(("role", "sees"), [("director", True), ("quality", False)])
async def test_certificates_in_question_wait_for_the_director_batch_by_batch(desk, role, sees):
    others = [QUESTIONED, QUESTIONED | {"batch_id": "2025-spring"}]
    told = {"items": [QUESTIONED, *others], "next": None}
    desk.services.says("certification", "GET", "/questioned-certificates", told)
    browser = await desk.signed_in("S-0001", role)

    page = (await browser.open("/todo")).text

    assert ('<a href="/batches/2026-autumn/notices?questioned=true">决定证书去留</a>' in page) is sees
    assert ("2 张待定" in page) is sees
    assert ("2025-spring" in page) is sees
    assert ("现在没有等您办理的事" in page) is not sees


@pytest.mark.parametrize(("role", "sees"), [("exam-affairs", True), ("director", True), ("reception", False)])
async def test_what_is_due_of_the_year_waits_for_those_who_plan_it(desk, role, sees):
    desk.services.says("registration", "GET", "/annual-plans/reminders", [DUE])
    browser = await desk.signed_in("S-0001", role)

    page = (await browser.open("/todo")).text

    assert ('<a href="/annual-plans/2026">按年度计划开批次</a>' in page) is sees
    assert ("2026-11-02 前" in page) is sees
