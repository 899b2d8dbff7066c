"""The years' holidays in the browser, and what is said of days that count on an unknown year."""

import json

import pytest

from apps.gateway.tests.results import KNOWN_YEAR, NOTICE, UNKNOWN_YEAR, a_page

PUT = ("certification", "PUT", "/holiday-years/2027")
TYPED = {
    "year": "2027",
    "reference": "国办发明电〔2026〕99号",
    "breaks": "2027-01-01 至 2027-01-03\n\n2027-04-05\n",
    "weekend_workdays": "2027-01-09",
}


@pytest.fixture
async def office(desk):
    desk.services.says("certification", "GET", "/holiday-years", [UNKNOWN_YEAR])
    browser = await desk.signed_in("S-0012", "general-office")
    await browser.open("/holidays")
    return browser


async def test_a_year_that_is_not_entered_says_what_counts_on_it(office):
    assert "24 件成绩的公示期为暂定" in office.page.text
    assert "2月5日（周五） 至 2月8日（周一）" in office.page.text


async def test_a_year_is_entered_line_by_line_and_what_moved_is_told(desk, office):
    desk.services.says(*PUT, status=204)
    desk.services.says("certification", "GET", "/holiday-years", [KNOWN_YEAR])

    await office.send("/holidays", **TYPED)

    [asked] = [request for *said, request in desk.services.asked if tuple(said) == PUT]
    assert json.loads(asked.content) == {
        "reference": "国办发明电〔2026〕99号",
        "breaks": [{"first": "2027-01-01", "last": "2027-01-03"}, {"first": "2027-04-05", "last": "2027-04-05"}],
        "weekend_workdays": ["2027-01-09"],
    }
    assert "放假安排已登记" in office.page.text
    assert "24 件由 2027年1月7日 延至 2027年1月8日" in office.page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"breaks": "元旦三天"}, "第 1 行"), ({"weekend_workdays": "2027-01-09\n1月10日"}, "第 2 行")],
)
async def test_a_line_that_is_no_day_is_named_and_nothing_is_entered(desk, office, typed, said):
    answer = await office.send("/holidays", **{**TYPED, **typed})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert all(tuple(one[:3]) != PUT for one in desk.services.asked)


async def test_what_the_service_refuses_stands_beside_the_breaks(desk, office):
    desk.services.refuses(*PUT, "2027-06-09是法定节假日，却不在所填的放假时段内。请对照通知核对。", 422)

    answer = await office.send("/holidays", **TYPED)

    assert 'id="breaks-refusal">2027-06-09是法定节假日' in answer.text


async def test_a_provisional_day_says_so_and_why_wherever_it_stands(desk):
    provisional = NOTICE | {"notice_until": "2027-01-07", "provisional_for": [2027]}
    desk.services.says("certification", "GET", "/batches/2026-autumn/notices", a_page(provisional))
    desk.services.says("certification", "GET", f"/notices/{NOTICE['application_id']}", provisional)
    browser = await desk.signed_in("S-0001", "quality")

    for page in ("/batches/2026-autumn/notices", f"/notices/{NOTICE['application_id']}"):
        told = (await browser.open(page)).text
        assert "暂定" in told
        assert "2027年放假安排尚未登记" in told


async def test_a_day_that_moved_says_from_which(desk):
    moved = NOTICE | {"notice_until": "2027-01-08", "moved_from": "2027-01-07"}
    desk.services.says("certification", "GET", "/batches/2026-autumn/notices", a_page(moved))
    desk.services.says("certification", "GET", f"/notices/{NOTICE['application_id']}", moved)
    browser = await desk.signed_in("S-0001", "quality")

    for page in ("/batches/2026-autumn/notices", f"/notices/{NOTICE['application_id']}"):
        assert "2027年1月7日" in (await browser.open(page)).text
