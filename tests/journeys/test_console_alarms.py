"""What the duty console rings for, and what it tells whom."""

import re
import time

import pytest
from playwright.sync_api import expect

from libs.chassis.testing import a_token
from tests.journeys.screens import PHONE, eventually, row, shot

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


def wait_for_all_alarms(wall):
    """That nobody could be told is an alarm of its own and ends a mute; on this desk it comes some seconds later."""
    wall.wait_for_function("JSON.parse(sessionStorage.known ?? '[]').includes('unreached')", timeout=60_000)


def seen_by(desk, incident_id, person_id):
    """Whether the service says that a console has shown this person a notice of it."""
    notices = desk.call("GET", f"/incidents/{incident_id}/notices")
    attempts = [one for notice in notices if notice["person_id"] == person_id for one in notice["attempts"]]
    return any((one["channel"], one["outcome"]) == ("console", "delivered") for one in attempts)


def test_a_new_incident_rings_until_the_mute_which_ends_by_itself(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    wall.keyboard.press("Tab")
    incident_id = desk.report(room="第八考场", kind="paper-leak", description="试卷袋封条破损")
    expect(row(wall, incident_id)).to_have_class(re.compile("ringing"))
    expect(row(wall, incident_id)).to_contain_text("重大")
    rung = "Number(document.body.dataset.rung ?? 0)"
    wall.wait_for_function(f"{rung} > 0 && JSON.parse(sessionStorage.known ?? '[]').includes('{incident_id}')")

    wait_for_all_alarms(wall)
    wall.keyboard.press("m")
    expect(wall.locator(".mute")).to_contain_text(re.compile(r"静音 0[12]:\d\d"))
    while_muted = wall.evaluate(rung)
    wall.wait_for_timeout(7000)
    assert wall.evaluate(rung) == while_muted

    wall.evaluate("sessionStorage.setItem('mute-until', String(Date.now() + 500))")
    wall.wait_for_function(f"{rung} > {while_muted}", timeout=9000)
    expect(wall.locator(".mute")).not_to_contain_text(":")


def test_a_silenced_screen_rings_for_what_is_new(desk, sign_in):
    desk.report(room="考务室", kind="paper-leak", description="试卷袋封条破损")
    wall = sign_in("S-0901", "leading-group")
    wait_for_all_alarms(wall)
    wall.keyboard.press("m")
    expect(wall.locator(".mute")).to_have_attribute("aria-pressed", "true")

    desk.report(room="第九考场", description="空调漏水")

    expect(wall.locator(".mute")).to_have_attribute("aria-pressed", "false")


def test_ten_minutes_passed_are_red_with_how_long_and_major_ones_above(desk, sign_in):
    general = desk.report(room="第二十一考场", minutes_ago=49, description="停电很久了")
    major = desk.report(room="保密室", kind="paper-leak", description="封条破损")
    wall = sign_in("S-0901", "leading-group")

    due = row(wall, general).locator(".due > .countdown")
    expect(due).to_have_text(re.compile(r"超时 39:\d\d"))
    expect(row(wall, general)).to_have_class(re.compile("overdue"))
    assert due.evaluate("e => getComputedStyle(e.parentElement).backgroundColor") == "rgb(163, 22, 33)"
    order = wall.locator(".row").evaluate_all("all => all.map(e => e.dataset.incident)")
    assert order.index(major) < order.index(general)

    wall.get_by_role("button", name=re.compile("^超时")).click()
    expect(row(wall, major)).to_be_hidden()
    expect(row(wall, general)).to_be_visible()
    shot(wall, "wall-overdue")
    wall.get_by_role("button", name=re.compile("^全部")).click()
    expect(row(wall, major)).to_be_visible()


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/statistics", "第三十一考场"),
        ("/readiness", "第三十二考场"),
        ("/report", "第三十三考场"),
        ("/register", "第三十四考场"),
    ],
)
def test_a_notice_is_drawn_on_every_page_and_counts_as_shown_then(desk, sign_in, path, room):
    phone = sign_in("S-0401", "site-head", size=PHONE)
    phone.goto(f"{desk.url}{path}")
    expect(phone.locator("#waiting")).to_be_visible(timeout=8000)
    rung = phone.evaluate("Number(document.body.dataset.rung ?? 0)")

    incident_id = desk.report(room=room, description="停电")

    expect(phone.locator(".notice", has_text=room)).to_be_visible(timeout=8000)
    eventually(lambda: seen_by(desk, incident_id, "S-0401"))
    eventually(lambda: phone.evaluate("Number(document.body.dataset.rung ?? 0)") > rung)
    expect(phone.locator("#waiting")).to_contain_text("无人接手")


def test_a_notice_an_open_page_never_drew_does_not_count_as_shown(desk, chromium):
    page = chromium.new_page()
    page.route("**/static/notices.js", lambda route: route.fulfill(body="duty.notice = () => {};"))
    page.goto(f"{desk.url}/sign-in")
    page.get_by_label("工作人员令牌").fill(a_token("S-0401", "site-head"))
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h2").first).to_contain_text("进行中")

    incident_id = desk.report(room="四楼会议室", description="停电")

    expect(row(page, incident_id)).to_be_visible()
    page.wait_for_timeout(5000)
    assert not seen_by(desk, incident_id, "S-0401")
    page.close()


def test_whoever_comes_is_told_what_was_missed_until_it_is_put_away(desk, sign_in):
    desk.report(room="五楼机房", description="停电")
    time.sleep(3)

    phone = sign_in("S-0401", "site-head", size=PHONE)
    missed = phone.locator(".notice", has_text="五楼机房")
    expect(missed).to_be_visible(timeout=8000)
    phone.reload()
    expect(missed).to_be_visible(timeout=8000)
    missed.get_by_role("button").click()
    expect(missed).to_have_count(0)
    phone.reload()
    expect(phone.locator("h2").first).to_contain_text("进行中")
    phone.wait_for_timeout(3000)
    expect(missed).to_have_count(0)


def test_that_nobody_could_be_told_is_the_loudest_thing_on_every_screen(desk, sign_in):
    incident_id = desk.report(room="六楼走廊", description="停电", as_=("S-0301", "invigilator"))
    wall = sign_in("S-0201", "exam-affairs")
    other = sign_in("S-0701", "auditor", size=PHONE)
    other.goto(f"{desk.url}/statistics")

    expect(row(wall, incident_id)).to_have_class(re.compile("unreached"), timeout=30_000)
    for screen in (wall, other):
        expect(screen.locator("#unreached")).to_contain_text("没有人收到通知，请立即打电话")
        expect(screen.locator("#unreached a").first).to_contain_text(re.compile("：(考点负责人|巡考人员|领导小组)"))
        assert screen.locator("#unreached").evaluate("e => e.getBoundingClientRect().top") == 0
    expect(row(wall, incident_id)).to_contain_text("通知不到任何人：考点负责人")
    shot(wall, "wall-unreached")
    shot(other, "phone-unreached")


def test_drills_show_on_request_beside_real_ones_and_end_by_themselves(desk, sign_in):
    real = desk.report(room="第二十考场", description="真的停电")
    incident_id = desk.report(room="第十二考场", description="消防演练", drill=True)
    wall = sign_in("S-0901", "leading-group")
    expect(wall.locator("h2").first).to_contain_text("进行中")
    expect(row(wall, incident_id)).to_have_count(0)

    wall.keyboard.press("d")

    expect(row(wall, incident_id)).to_contain_text("演练")
    expect(row(wall, real)).to_be_visible()
    expect(wall.locator(".row").last).to_have_class(re.compile("drill"))
    expect(wall.locator(".drill-banner .countdown")).to_contain_text(re.compile(r"29:\d\d"))
    wall.wait_for_timeout(500)
    shot(wall, "wall-drill")
    wall.keyboard.press("d")
    expect(row(wall, incident_id)).to_have_count(0)
    expect(wall.locator(".drill-banner")).to_be_hidden()
