"""The duty console as people use it: in a real Chromium, before a real incident service."""

import os
import re
import struct
import time
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from apps.web.words import BEIJING
from libs.chassis.testing import a_token
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import (
    Assignment,
    CandidateScheduled,
    ScheduleDispositionAnswered,
    SessionPlanned,
    Sitting,
)
from tests.journeys.duty_console import BATCH, CONSOLE, SERVICE, TOO_FAINT, Bus, Desk

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build/screens"
CHROMIUM = "/usr/bin/chromium"
SESSION = f"{BATCH}-t-4-04-05-05-4-01"
GROUP = ("S-0901", "leading-group")
WALL, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def amqp_vhost(private_node):
    yield private_node.vhost("duty-console")
    private_node.drop_vhost("duty-console")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, amqp_vhost):
    with Desk(tmp_path_factory.mktemp("desk"), amqp_vhost) as desk:
        desk.enter_roster()
        yield desk


@pytest.fixture
def bus(desk, amqp_vhost):
    with Bus(amqp_vhost) as bus:
        yield bus


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    runtime = str(tmp_path_factory.mktemp("chromium"))  # for what it keeps of sound
    environment: dict[str, str | float | bool] = {**os.environ, "XDG_RUNTIME_DIR": runtime}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(desk, chromium):
    """Opens a screen of this person."""
    contexts = []

    def opened(staff_id, *roles, size=WALL, expires=None):
        context = chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{desk.url}/sign-in")
        page.get_by_label("工作人员令牌").fill(a_token(staff_id, *roles, expires=expires))
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(re.compile(rf"{desk.url}/(report|statistics)?$"))
        return page

    yield opened
    for context in contexts:
        context.close()


def row(page, incident_id):
    return page.locator(f'[data-incident="{incident_id}"]')


def shot(page, name):
    """A picture for people to look at; and whatever is shown on it can be read."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")
    assert page.evaluate(TOO_FAINT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_reported_on_one_screen_counts_down_on_another_and_is_seen_by_all_when_taken_over(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    phone = sign_in("S-0401", "site-head", size=PHONE)
    reporter = sign_in("S-0301", "invigilator", size=PHONE)

    reporter.get_by_label("考点").fill("东校区考点")
    reporter.get_by_label("考场", exact=True).fill("第三考场")
    reporter.get_by_role("radio", name="停电或设备故障").check()
    expect(reporter.locator("#proposal")).to_contain_text("一般事件")
    reporter.get_by_label("发生了什么").fill("第三考场突然停电，考生 28 人原地等候")
    shot(reporter, "report-phone")
    reporter.get_by_role("button", name="上报").last.click()
    reporter.wait_for_url(re.compile("reported="))
    expect(reporter.locator(".said")).to_have_text("已上报。")
    expect(reporter.locator(".detail .description")).to_contain_text("考生 28 人原地等候")
    expect(reporter.locator("[data-key=a]")).to_be_hidden()

    on_wall = wall.locator(".row", has_text="第三考场")
    expect(on_wall).to_be_visible(timeout=5000)
    first_step = desk.call("GET", "/incidents/ladders")["general"]["steps"][0]["within_minutes"]
    expect(on_wall.locator(".due > .countdown")).to_have_text(re.compile(rf"0[{first_step - 2}-{first_step}]:\d\d"))
    expect(on_wall).to_have_class(re.compile("ringing"))
    expect(phone.locator(".row", has_text="第三考场")).to_contain_text("无人接手")
    expect(phone.locator(".notice")).to_contain_text("停电或设备故障")
    expect(wall.locator(".ladder")).to_contain_text("陈站（考点负责人）已看到", timeout=6000)

    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("a")

    expect(on_wall).to_contain_text("陈站（考点负责人） 已接手")
    expect(on_wall).not_to_have_class(re.compile("ringing"))
    on_wall.click()
    expect(wall.locator(".ladder .taken")).to_contain_text("陈站（考点负责人） 已接手")
    expect(wall.locator(".timeline")).to_contain_text("确认接报")
    shot(wall, "wall")
    shot(phone, "phone-detail")


def test_whoever_is_on_duty_reports_with_two_taps_and_not_a_letter_and_finds_the_report_again(desk, bus, sign_in):
    bus.say(a_session())
    eventually(lambda: desk.call("GET", "/sessions")["sessions"])
    phone = sign_in("S-0306", "invigilator", size=PHONE)
    expect(phone.get_by_role("radio", name="第一考场 · 理论")).to_be_checked()
    expect(phone.get_by_label("考点")).to_be_hidden()
    shot(phone, "report-two-taps-phone")
    before = datetime.now(UTC)

    phone.get_by_role("radio", name="停电或设备故障").click()
    phone.get_by_role("button", name="上报").click()

    phone.wait_for_url(re.compile("reported="))
    expect(phone.locator(".detail [data-shown]")).to_be_visible()
    [incident] = [one for one in desk.call("GET", "/incidents/open")["items"] if one["room"] == "第一考场"]
    page = desk.call("GET", f"/incidents/{incident['incident_id']}")
    assert (page["site"], page["session_ids"], page["description"]) == ("主考点", [SESSION], "")
    assert abs(datetime.fromisoformat(page["discovered_at"]) - before) < timedelta(seconds=20)
    phone.goto(desk.url)
    phone.wait_for_url(f"{desk.url}/report")
    phone.get_by_role("link", name=re.compile("停电或设备故障 · 主考点 第一考场")).click()
    expect(phone.locator("[data-shown]")).to_have_attribute("data-shown", incident["incident_id"])


def test_ten_minutes_ago_is_one_tap_and_a_picture_goes_with_the_report(desk, sign_in):
    phone = sign_in("S-0307", "invigilator", size=PHONE)
    phone.get_by_label("考点").fill("主考点")
    phone.get_by_label("考场", exact=True).fill("第二十六考场")
    phone.get_by_role("radio", name="10 分钟前").click()
    phone.get_by_role("radio", name="停电或设备故障").click()
    phone.get_by_label("照片").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": a_picture()})
    before = datetime.now(UTC)
    phone.get_by_role("button", name="上报").click()

    phone.wait_for_url(re.compile("reported="))
    expect(phone.locator(".detail")).to_contain_text("照片 1")
    [incident] = [one for one in desk.call("GET", "/incidents/open")["items"] if one["room"] == "第二十六考场"]
    ago = before - datetime.fromisoformat(incident["discovered_at"])
    assert timedelta(minutes=9) < ago < timedelta(minutes=11)


@pytest.mark.parametrize("minutes", [5, -5])
def test_a_phone_whose_clock_is_wrong_reports_by_the_clock_of_the_server(desk, sign_in, minutes):
    phone = sign_in("S-0308", "invigilator", size=PHONE)
    phone.clock.install(time=datetime.now(UTC) + timedelta(minutes=minutes))
    phone.reload()
    eventually(lambda: abs(phone.evaluate("duty.skew()") + minutes * 60_000) < 30_000)
    phone.get_by_label("考点").fill("主考点")
    phone.get_by_label("考场", exact=True).fill(f"第二十{8 + (minutes > 0)}考场")
    phone.get_by_role("radio", name="停电或设备故障").click()
    before = datetime.now(UTC)
    phone.get_by_role("button", name="上报").click()

    phone.wait_for_url(re.compile("reported="))
    opened = desk.call("GET", "/incidents/open")["items"]
    [incident] = [one for one in opened if one["room"] == f"第二十{8 + (minutes > 0)}考场"]
    assert abs(datetime.fromisoformat(incident["discovered_at"]) - before) < timedelta(seconds=30)


def test_a_change_is_on_the_screen_within_a_second(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    expect(wall.locator("h2").first).to_contain_text("进行中")
    delays = []

    for room in ("第五考场", "第六考场", "第七考场"):
        began = time.monotonic()
        incident_id = desk.report(room=room, description="投影仪故障")
        row(wall, incident_id).wait_for(timeout=5000)
        delays.append(time.monotonic() - began)

    assert sorted(delays)[1] < 1.0, delays


def wait_for_all_alarms(wall):
    """That nobody could be told is an alarm of its own and ends a mute; on this desk it comes some seconds later."""
    wall.wait_for_function("JSON.parse(sessionStorage.known ?? '[]').includes('unreached')", timeout=60_000)


def test_a_new_incident_rings_until_the_mute_and_the_mute_ends_by_itself(desk, sign_in):
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


def test_whose_role_may_not_is_told_so_in_chinese(desk, sign_in):
    desk.report(room="第十考场", description="广播故障")
    auditor = sign_in("S-0701", "auditor")
    expect(auditor.locator(".row", has_text="第十考场")).to_be_visible()
    expect(auditor.locator("[data-key=a], [data-key=c], [data-key=h], [data-key=e]")).to_have_count(1)
    expect(auditor.locator("[data-key=a]")).to_be_hidden()
    auditor.keyboard.press("l")
    expect(auditor.locator(".deed [name]").first).to_be_focused()
    auditor.keyboard.press("Control+Enter")
    expect(auditor.locator(".deed .refusal")).to_contain_text(
        "由考点负责人、巡考人员、考务管理责任人或领导小组成员登记"
    )


def test_whoever_may_not_watch_comes_to_the_form_and_not_to_a_refusal(desk, chromium):
    page = chromium.new_page()
    page.goto(f"{desk.url}/sign-in")
    page.get_by_label("工作人员令牌").fill(a_token("S-0301", "invigilator"))
    page.get_by_role("button", name="登录").click()

    page.wait_for_url(f"{desk.url}/report")
    expect(page.locator(".head")).to_contain_text("监考人员")
    expect(page.locator("form#report")).to_be_visible()
    page.wait_for_timeout(5000)
    expect(page.locator("#bar")).to_be_hidden()
    page.close()


def test_a_token_that_is_none_is_refused_in_chinese(desk, chromium):
    page = chromium.new_page()
    page.goto(desk.url)
    page.get_by_label("工作人员令牌").fill("abc.def.ghi")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_have_text("请先登录：没有有效的身份令牌。")
    shot(page, "sign-in-refused")
    page.close()


def test_a_session_that_ends_is_said_to_have_ended_and_signing_in_leads_back(desk, sign_in):
    soon = datetime.now(UTC) + timedelta(seconds=8)
    wall = sign_in("S-0901", "leading-group", expires=soon)
    reporter = sign_in("S-0301", "invigilator", size=PHONE, expires=soon)
    reporter.goto(f"{desk.url}/report")

    for screen in (wall, reporter):
        expect(screen.locator("#bar")).to_contain_text("登录已过期", timeout=15_000)
        expect(screen.locator("#bar")).not_to_contain_text("中断")
    shot(wall, "session-over-wall")
    reporter.get_by_role("link", name="请重新登录").click()
    expect(reporter.get_by_role("alert")).to_contain_text("登录已过期或已退出")
    reporter.get_by_label("工作人员令牌").fill(a_token("S-0301", "invigilator"))
    reporter.get_by_role("button", name="登录").click()

    reporter.wait_for_url(f"{desk.url}/report")


def test_signing_out_on_one_page_ends_the_other_pages_of_this_browser(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    other = wall.context.new_page()
    other.goto(f"{desk.url}/statistics")
    expect(other.locator("#waiting")).to_contain_text("进行中", timeout=8000)

    wall.get_by_role("button", name="退出").click()

    wall.wait_for_url(f"{desk.url}/sign-in")
    expect(other.locator("#bar")).to_contain_text("登录已过期", timeout=15_000)


def test_going_back_on_a_phone_leads_to_the_list_and_never_to_the_form_to_sign_in(desk, sign_in):
    incident_id = desk.report(room="第十九考场", description="门禁故障")
    phone = sign_in("S-0401", "site-head", size=PHONE)
    row(phone, incident_id).click()
    expect(phone.locator("[data-shown]")).to_be_visible()

    phone.go_back()
    expect(row(phone, incident_id)).to_be_visible()
    expect(phone.locator("[data-shown]")).to_be_hidden()
    phone.go_back()

    expect(row(phone, incident_id)).to_be_visible()
    expect(phone).to_have_url(f"{desk.url}/")


OWN = "e.dataset.key ?? e.dataset.incident ?? e.dataset.signOut ?? e.dataset.keys"
NAMED = f"({OWN} ?? (e.matches('.filter') ? e.textContent : ''))"


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(desk, sign_in):
    desk.report(room="第十一考场", description="桌椅损坏")
    wall = sign_in("S-0901", "leading-group")
    expect(wall.locator(".row", has_text="第十一考场")).to_be_visible()
    reached = set()

    for _ in range(wall.locator("button, a").count() + 2):
        wall.keyboard.press("Tab")
        focused = wall.evaluate(
            f"(() => {{ const e = document.activeElement, s = getComputedStyle(e);"
            f" return [{NAMED}, s.outlineStyle, parseFloat(s.outlineWidth)]; }})()"
        )
        if focused[0]:
            reached.add(focused[0])
            assert focused[1:] == ["solid", 4], focused
    buttons = wall.locator("button:visible, a.button:visible").evaluate_all(f"all => all.map(e => {NAMED})")

    assert set(buttons) <= reached
    shortcuts = wall.locator(".keys").inner_text()
    assert all(key in shortcuts for key in ("A", "N", "M", "D", "X", "Esc"))


def test_a_form_shows_where_the_keyboard_is_and_lets_it_out_again(desk, sign_in):
    incident_id = desk.report(room="第十八考场", description="门锁损坏")
    wall = sign_in("S-0901", "leading-group")
    choose(wall, incident_id)
    wall.keyboard.press("l")
    expect(wall.locator(".deed [name]").first).to_be_focused()
    places = []

    while wall.evaluate("document.activeElement.closest('.deed') !== null"):
        ring = wall.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        places.append((wall.evaluate("document.activeElement.name ?? ''"), ring))
        assert len(places) < 20, places
        wall.keyboard.press("Tab")

    assert {name for name, _ in places} >= {"to", "form", "told_at"}
    assert [place for place in places if place[1] != "solid"] == []
    wall.locator(".deed [name]").first.focus()
    wall.keyboard.press("Escape")
    wall.keyboard.press("q")
    expect(wall.locator(".deed")).to_have_count(0)


def test_ten_minutes_that_have_passed_are_red_with_how_long_and_major_ones_stand_above(desk, sign_in):
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


def test_what_is_due_next_stands_out_and_what_was_said_of_one_does_not_stand_over_the_next(desk, sign_in):
    first, second = (desk.report(room=room, description="停电") for room in ("第二十二考场", "第二十三考场"))
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, first)
    expect(wall.locator("[data-key=a]")).to_have_class(re.compile("next"))

    wall.keyboard.press("a")
    said(wall, "已接手。")

    expect(wall.locator("[data-key=a]")).to_be_hidden()
    expect(wall.locator("[data-key=l]")).to_have_class(re.compile("next"))
    choose(wall, second)
    expect(wall.locator(".said")).to_be_hidden()
    expect(wall.locator("[data-key=a]")).to_have_class(re.compile("next"))


def test_an_incident_is_taken_for_what_it_is_and_its_time_and_reporter_are_put_right(desk, sign_in):
    incident_id = desk.report(room="第二十四考场", description="投影仪冒烟")
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, incident_id)

    wall.keyboard.press("e")
    wall.get_by_label("改为").select_option(label="重大 · 试卷泄密")
    wall.get_by_label("理由").fill("试卷在场外出现")
    wall.keyboard.press("Control+Enter")
    said(wall, "已重新认定。")
    expect(row(wall, incident_id)).to_contain_text("试卷泄密")
    choose(wall, incident_id)
    wall.keyboard.press("t")
    earlier = (datetime.now(BEIJING) - timedelta(minutes=3)).strftime("%Y-%m-%dT%H:%M:%S")
    wall.locator("#deed-discovered_at").fill(earlier)
    wall.get_by_label("理由").fill("监控录像")
    wall.keyboard.press("Control+Enter")
    said(wall, "发现时间已更正。")
    wall.keyboard.press("o")
    expect(wall.get_by_label("由谁报告进展")).to_be_focused()
    wall.get_by_label("由谁报告进展").select_option(label="林巡（巡考人员）")
    wall.keyboard.press("Control+Enter")
    said(wall, "信息报告人已指定。")

    page = desk.call("GET", f"/incidents/{incident_id}")
    assert (page["tier"], page["reporter"]) == ("major", "S-0501")
    assert datetime.fromisoformat(page["discovered_at"]) == told_at(earlier)
    expect(wall.locator(".facts")).to_contain_text("信息报告人 林巡（巡考人员）")


def test_single_keys_can_be_switched_off(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    wall.get_by_role("button", name="关闭单键").click()

    wall.keyboard.press("d")
    expect(wall.locator("[data-key=d]")).to_have_attribute("aria-pressed", "false")
    wall.get_by_role("button", name="打开单键").click()
    wall.keyboard.press("d")
    expect(wall.locator("[data-key=d]")).to_have_attribute("aria-pressed", "true")


def test_a_closed_incident_is_found_in_the_register_and_read_to_its_end(desk, sign_in):
    incident_id = desk.report(room="第二十五考场", description="门锁坏")
    wall = sign_in("S-0901", "leading-group")
    wall.keyboard.press("w")
    line = wall.get_by_role("row", name=re.compile("第二十五考场"))
    expect(line).to_contain_text("处理中")
    shot(wall, "wall-register")

    line.get_by_role("link").click()

    expect(wall.locator("[data-shown]")).to_have_attribute("data-shown", incident_id)
    with wall.expect_download() as paper:
        wall.get_by_role("link", name="时间线 PDF").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")


def seen_by(desk, incident_id, person_id):
    """Whether the service says that a console has shown this person a notice of it."""
    notices = desk.call("GET", f"/incidents/{incident_id}/notices")
    attempts = [one for notice in notices if notice["person_id"] == person_id for one in notice["attempts"]]
    return any((one["channel"], one["outcome"]) == ("console", "delivered") for one in attempts)


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/statistics", "第三十一考场"),
        ("/readiness", "第三十二考场"),
        ("/report", "第三十三考场"),
        ("/register", "第三十四考场"),
    ],
)
def test_a_notice_is_drawn_on_every_page_and_counts_as_shown_when_it_was(desk, sign_in, path, room):
    phone = sign_in("S-0401", "site-head", size=PHONE)
    phone.goto(f"{desk.url}{path}")
    expect(phone.locator("#waiting")).to_be_visible(timeout=8000)
    rung = phone.evaluate("Number(document.body.dataset.rung ?? 0)")

    incident_id = desk.report(room=room, description="停电")

    expect(phone.locator(".notice", has_text=room)).to_be_visible(timeout=8000)
    eventually(lambda: seen_by(desk, incident_id, "S-0401"))
    eventually(lambda: phone.evaluate("Number(document.body.dataset.rung ?? 0)") > rung)
    expect(phone.locator("#waiting")).to_contain_text("无人接手")


def test_a_notice_that_an_open_page_never_drew_does_not_count_as_shown(desk, chromium):
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


def test_what_was_missed_is_told_to_whoever_comes_and_comes_back_until_it_is_put_away(desk, sign_in):
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


def test_drills_are_shown_on_request_beside_the_real_ones_and_end_by_themselves(desk, sign_in):
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


def test_a_killed_service_is_said_in_red_on_every_screen_eats_no_report_and_comes_back_alone(desk, sign_in):
    screens = {"wall": sign_in("S-0901", "leading-group"), "phone": sign_in("S-0401", "site-head", size=PHONE)}
    desk.report(room="第十六考场", description="考前已知的故障")
    for screen in screens.values():
        expect(screen.locator("h2").first).to_contain_text("进行中")
        screen.locator("ol.ladder").wait_for(state="attached")
    reporter = sign_in("S-0302", "invigilator", size=PHONE)
    reporter.get_by_label("考点").fill("主考点")
    reporter.get_by_label("发生了什么").fill("有人在考场外聚集")
    reporter.get_by_role("radio", name="说不准").check()
    reporter.get_by_role("radio", name="是", exact=True).first.check()
    reporter.get_by_role("radio", name="否", exact=True).last.check()
    expect(reporter.locator("#proposal")).to_contain_text("一般事件")
    late = (datetime.now(BEIJING) - timedelta(minutes=12)).strftime("%Y-%m-%dT%H:%M:%S")
    reporter.get_by_role("radio", name="其他时间").check()
    reporter.get_by_label("发现时间").fill(late)

    began = time.monotonic()
    desk.kill(SERVICE)
    for screen in screens.values():
        screen.locator("#bar").wait_for(timeout=6000)
    took = time.monotonic() - began
    for name, screen in screens.items():
        expect(screen.locator("#bar")).to_contain_text("与突发事件服务的连接已中断")
        assert screen.locator("#bar").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(196, 16, 31)"
        shot(screen, f"cut-off-{name}")
    assert took < 5.0
    reporter.get_by_role("button", name="上报").last.click()
    expect(reporter.locator("#queue")).to_contain_text("1 份报告存在本机")
    reporter.get_by_label("考场", exact=True).fill("第二考场")
    reporter.get_by_role("radio", name="停电或设备故障").check()
    reporter.get_by_label("发生了什么").fill("第二考场停电")
    reporter.get_by_role("button", name="上报").last.click()
    expect(reporter.locator("#queue")).to_contain_text("2 份报告存在本机")
    shot(reporter, "queue-waiting-phone")
    reporter.reload()
    expect(reporter.locator("#queue")).to_contain_text("2 份报告存在本机")

    desk.start(SERVICE)
    for screen in screens.values():
        expect(screen.locator("#bar")).to_be_hidden(timeout=8000)
    incident_id = desk.report(room="第十三考场", description="恢复后的报告")
    for screen in screens.values():
        expect(row(screen, incident_id)).to_be_visible(timeout=3000)
    expect(reporter.locator(".queued.arrived")).to_have_count(2, timeout=8000)
    shot(reporter, "queue-arrived-phone")
    register = desk.call("GET", f"/incidents?batch_id={BATCH}&limit=500")["items"]
    [crowd] = [one for one in register if datetime.fromisoformat(one["discovered_at"]) == told_at(late)]
    [_] = [one for one in register if (one["site"], one["room"]) == ("主考点", "第二考场")]
    assert crowd["overdue_at"] is not None
    assert crowd["escalated_at"] is not None
    reporter.locator(".queued.arrived", has_text=late[11:16]).get_by_role("button", name="查看").click()
    expect(reporter.locator(".detail .description")).to_have_text("有人在考场外聚集")


def told_at(local):
    return datetime.fromisoformat(local).replace(tzinfo=BEIJING)


def test_a_report_that_the_service_refuses_later_is_said_to_be_refused_and_can_be_put_right(desk, sign_in):
    reporter = sign_in("S-0303", "invigilator", size=PHONE)
    reporter.goto(f"{desk.url}/report")
    reporter.context.route(
        "**/report", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    reporter.get_by_label("考点").fill("主考点")
    reporter.get_by_role("radio", name="其他时间").check()
    reporter.get_by_label("发现时间").fill("1899-12-31T08:00:00")
    reporter.get_by_role("radio", name="停电或设备故障").check()
    reporter.get_by_label("发生了什么").fill("年份填错")
    reporter.get_by_role("button", name="上报").last.click()
    expect(reporter.locator("#queue")).to_contain_text("1 份报告存在本机")

    reporter.context.unroute("**/report")

    expect(reporter.locator(".queued.refused")).to_contain_text("没有被接受", timeout=8000)
    expect(reporter.locator(".queued.refused")).to_contain_text("请求的内容不符合要求")
    shot(reporter, "queue-refused-phone")
    reporter.get_by_role("button", name="修改后重报").click()
    expect(reporter.get_by_label("发生了什么")).to_have_value("年份填错")
    reporter.get_by_label("发现时间").fill(datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M:%S"))
    reporter.get_by_role("button", name="上报").last.click()
    reporter.wait_for_url(re.compile("reported="))
    expect(reporter.locator("#queue")).to_be_hidden()


def test_a_service_that_hangs_is_said_in_red_within_five_seconds(desk, sign_in):
    screen = sign_in("S-0901", "leading-group")
    expect(screen.locator("h2").first).to_contain_text("进行中")

    began = time.monotonic()
    desk.freeze(SERVICE)
    screen.locator("#bar").wait_for(timeout=10_000)
    took = time.monotonic() - began
    desk.freeze(SERVICE, thaw=True)

    assert took < 5.0
    expect(screen.locator("#bar")).to_be_hidden(timeout=8000)


def test_a_killed_console_is_said_in_red_and_comes_back_alone(desk, sign_in):
    screen = sign_in("S-0901", "leading-group")
    expect(screen.locator("h2").first).to_contain_text("进行中")
    screen.evaluate("navigator.serviceWorker.ready.then(() => true)")
    comes_back = sign_in("S-0901", "leading-group")
    expect(comes_back.locator("h2").first).to_contain_text("进行中")

    reporter = sign_in("S-0304", "invigilator", size=PHONE)
    reporter.goto(f"{desk.url}/report")
    reporter.evaluate("navigator.serviceWorker.ready.then(() => true)")

    desk.kill(CONSOLE)
    screen.locator("#bar").wait_for(timeout=5000)
    expect(screen.locator("#bar")).to_contain_text("与值班台服务器的连接已中断")
    screen.keyboard.press("n")
    expect(screen.locator("#offline")).to_contain_text("连不上值班台服务器")
    reporter.goto(f"{desk.url}/report")
    expect(reporter.locator("#offline")).to_contain_text("连不上值班台服务器")
    reporter.get_by_label("考点").fill("西校区考点")
    reporter.get_by_role("radio", name="停电或设备故障").check()
    reporter.get_by_label("发生了什么").fill("值班台也断了")
    reporter.get_by_role("button", name="上报").last.click()
    expect(reporter.locator("#queue")).to_contain_text("1 份报告存在本机")
    shot(reporter, "offline-phone")

    desk.start(CONSOLE)
    expect(reporter.locator(".queued.arrived")).to_contain_text("西校区考点", timeout=15_000)
    reporter.wait_for_url(f"{desk.url}/report")
    expect(comes_back.locator("#bar")).to_be_hidden(timeout=30_000)
    expect(comes_back.locator("h2").first).to_contain_text("进行中")
    screen.wait_for_url(f"{desk.url}/report")
    screen.goto(desk.url)
    expect(screen.locator("#bar")).to_be_hidden(timeout=30_000)
    expect(screen.locator("h2").first).to_contain_text("进行中")
    shot(screen, "wall-full")


def test_after_a_change_of_shift_what_is_written_without_a_connection_is_of_whoever_signed_in_last(desk, sign_in):
    page = sign_in("S-0304", "invigilator", size=PHONE)
    page.goto(f"{desk.url}/report")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{desk.url}/sign-in")
    page.get_by_label("工作人员令牌").fill(a_token("S-0305", "invigilator"))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{desk.url}/report")

    until = time.monotonic() + 5
    while 'data-person="S-0305"' not in page.evaluate("caches.match('/offline').then((kept) => kept.text())"):
        assert time.monotonic() < until, "the form that is kept is still that of the earlier shift"
        page.wait_for_timeout(100)


def test_nothing_is_fetched_from_elsewhere(desk, chromium):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{desk.url}/sign-in")
    page.get_by_label("工作人员令牌").fill(a_token("S-0901", "leading-group"))
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h2").first).to_contain_text("进行中")
    shot(page, "phone-list")
    page.goto(f"{desk.url}/report")
    expect(page.get_by_label("考点")).to_be_visible()
    shot(page, "report-questions-phone")

    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((desk.url, "data:", "blob:"))] == []
    context.close()


AWAY = """(id) => {
  const rows = [...document.querySelectorAll(".row")];
  const chosen = rows.findIndex((row) => row.getAttribute("aria-pressed") === "true");
  return rows.findIndex((row) => row.dataset.incident === id) - chosen;
}"""


def choose(page, incident_id):
    """By keyboard alone, however the list moves meanwhile."""
    row(page, incident_id).wait_for()
    until = time.monotonic() + 20
    while away := page.evaluate(AWAY, incident_id):
        assert time.monotonic() < until, incident_id
        page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
        page.wait_for_timeout(200)
    expect(page.locator("[data-shown]")).to_have_attribute("data-shown", incident_id)


def fill(page, key, *answers, first=".deed [name]"):
    """Open a form by its key and fill it in, field after field, without a mouse."""
    page.keyboard.press(key)
    expect(page.locator(first).first).to_be_focused()
    for place, answer in enumerate(answers):
        if place:
            page.keyboard.press("Tab")
        if answer:
            page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")


def said(page, words):
    expect(page.locator(".pane [role=status]", has_text=words)).to_be_visible()


def a_session():
    began = datetime.now(UTC) - timedelta(minutes=30)
    return SessionPlanned(
        session_id=SESSION,
        batch_id=BATCH,
        part="theory",
        occupation_code="4-04-05-05",
        level=4,
        room="第一考场",
        starts_at=began,
        ends_at=began + timedelta(minutes=90),
        candidates=2,
        staff=[Assignment(staff_id="S-0306", duty="chief-invigilator")],
        planned_at=began - timedelta(days=9),
    )


def a_candidate(row, planned):
    sitting = Sitting(
        part="theory",
        session_id=SESSION,
        room=planned.room,
        seat=row,
        form="A",
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
    )
    return CandidateScheduled(
        application_id=f"{BATCH}-{row:05d}",
        batch_id=BATCH,
        ticket_number=f"{row}",
        occupation_code="4-04-05-05",
        level=4,
        sittings=[sitting],
        scheduled_at=planned.planned_at,
    )


def a_paper(planned):
    return PaperSealed(
        paper_id="P-1",
        batch_id=BATCH,
        occupation_code="4-04-05-05",
        level=4,
        part="theory",
        form="spare",
        items=100,
        digest="d",
        sealed_at=planned.planned_at,
    )


def test_a_proposal_is_approved_with_what_it_touches_before_the_eyes_and_its_order_is_answered(desk, bus, sign_in):
    planned = a_session()
    for event in (planned, a_candidate(1, planned), a_candidate(2, planned), a_paper(planned)):
        bus.say(event)
    incident_id = desk.report(minutes_ago=21, session_ids=[SESSION])
    on_site = sign_in("S-0401", "site-head")
    choose(on_site, incident_id)
    on_site.keyboard.press("h")
    offered = on_site.locator(".choice-of-measure", has_text="补足考试时间").locator("kbd")
    fill(on_site, offered.inner_text(), "", "20")
    said(on_site, "处置已提出。")
    affairs = sign_in("S-0201", "exam-affairs")
    choose(affairs, incident_id)
    expect(affairs.locator(".measures")).to_contain_text("待批准")

    affairs.get_by_role("button", name="查看影响并审批 P").click()
    expect(affairs.locator(".touched")).to_have_text("涉及考生 2 人，1 场考试，第一考场")
    expect(affairs.locator(".approval")).to_contain_text("P-1（备用卷）")
    expect(affairs.locator(".approval")).to_contain_text("分钟：20")
    expect(affairs.locator(".approval")).to_contain_text("中断于：")
    elsewhere = sign_in("S-0401", "site-head")
    choose(elsewhere, incident_id)
    elsewhere.get_by_role("button", name="查看影响并审批 P").click()
    expect(elsewhere.get_by_role("button", name="批准 Y", exact=True)).to_be_visible()
    bus.say(a_candidate(3, planned))
    eventually(lambda: desk.call("GET", f"/incidents/{incident_id}/dispositions/1/preview")["candidates"] == 3)
    affairs.keyboard.press("y")
    expect(affairs.locator(".approval .refusal")).to_contain_text("请重新查看")
    expect(affairs.locator(".touched")).to_contain_text("涉及考生 3 人")
    shot(affairs, "wall-approval-changed")
    affairs.keyboard.press("y")
    said(affairs, "已批准。")
    said(elsewhere, "第 1 号处置已批准")
    expect(elsewhere.get_by_role("button", name="批准 Y", exact=True)).to_have_count(0)

    order = bus.hear_order()
    assert (order.incident_id, order.session_ids, order.minutes) == (incident_id, [SESSION], 20)
    expect(affairs.locator(".measures")).to_contain_text("已执行 0/1")
    bus.say(
        ScheduleDispositionAnswered(
            incident_id=incident_id,
            batch_id=BATCH,
            disposition=order.disposition,
            applied=[SESSION],
            refused=[],
            answered_at=datetime.now(UTC),
        )
    )
    expect(affairs.locator(".measures")).to_contain_text("已执行 1/1")
    expect(affairs.locator(".measures")).to_contain_text("已完成")
    shot(affairs, "wall-answered")


def eventually(condition):
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def test_a_photo_is_taken_on_a_phone_and_seen_on_the_wall_and_what_is_no_picture_is_refused(desk, sign_in):
    incident_id = desk.report(room="第十七考场", description="天花板漏水")
    phone = sign_in("S-0401", "site-head", size=PHONE)
    row(phone, incident_id).click()
    expect(phone.locator("[data-shown]")).to_have_attribute("data-shown", incident_id)
    expect(phone.get_by_role("button", name="添加照片")).to_be_visible()

    phone.evaluate("""document.getElementById("photo").addEventListener("click", (event) => {
        event.preventDefault();
        document.body.dataset.camera = event.target.accept;
    }, { once: true })""")
    phone.keyboard.press("i")
    expect(phone.locator("body")).to_have_attribute("data-camera", "image/*")
    photo = phone.locator("#photo")
    photo.set_input_files({"name": "漏水.png", "mimeType": "image/png", "buffer": a_picture()})
    expect(phone.locator("#photos-said")).to_have_text("照片已送达。")
    photo.set_input_files({"name": "名单.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(phone.locator("#photos-said")).to_have_text("名单.jpg：照片须为完整的 JPEG 或 PNG 文件。")
    shot(phone, "phone-photo")

    wall = sign_in("S-0901", "leading-group")
    row(wall, incident_id).click()
    with wall.expect_popup() as opened:
        wall.get_by_role("link", name="照片 1").click()
    assert opened.value.evaluate("document.images[0].naturalWidth") == 1


def a_picture():
    """One grey pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\x00\x80")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_an_incident_is_run_to_its_end_on_this_screen_by_keyboard_alone(desk, sign_in):
    incident_id = desk.report(room="第十五考场", description="投影仪冒烟")
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, incident_id)

    wall.keyboard.press("a")
    said(wall, "已接手。")
    fill(wall, "l")
    said(wall, "初次报告已登记。")
    fill(wall, "g", "已断电，考生安全")
    said(wall, "阶段性报告已登记。")
    wall.keyboard.press("h")
    repair = wall.locator(".choice-of-measure", has_text="排除故障").locator("kbd")
    expect(repair).to_be_visible()
    shot(wall, "wall-measures")
    fill(wall, repair.inner_text(), "更换投影仪")
    said(wall, "处置已提出。")
    expect(wall.locator(".measures")).to_contain_text("已批准，执行中")
    fill(wall, "b", "已更换")
    said(wall, "已记为执行完毕。")
    fill(wall, "c", "电源老化", "断电、更换", "考试继续", "无")
    expect(wall.locator(".deed .refusal")).to_contain_text("恢复正常秩序")
    shot(wall, "wall-closure-refused")
    wall.keyboard.press("Escape")
    wall.keyboard.press("q")
    wall.set_viewport_size(PHONE)
    row(wall, incident_id).press("Enter")
    wall.keyboard.press("h")
    expect(wall.locator(".choice-of-measure").first).to_be_visible()
    shot(wall, "phone-deeds")
    wall.set_viewport_size(WALL)
    fill(wall, "u", "", "秩序已恢复")
    said(wall, "后续跟进已登记。")
    fill(wall, "c", "电源老化", "断电、更换", "考试继续", "无")

    said(wall, "事件已办结。")
    expect(row(wall, incident_id)).to_have_count(0)
    closed = desk.call("GET", f"/incidents/{incident_id}")
    assert closed["closing_report"]["result"] == "考试继续"
    assert [one["text"] for one in closed["stage_reports"]] == ["已断电，考生安全"]


def test_the_readiness_page_names_the_posts_that_nobody_is_on(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")

    wall.keyboard.press("r")

    expect(wall.locator(".verdict")).to_contain_text("无人值守")
    expect(wall.locator(".ladder .gap").first).to_contain_text("无人值守")
    expect(wall.locator(".ladder .taken", has_text="领导小组组长")).to_contain_text("赵组（领导小组组长）")
    shot(wall, "wall-readiness")


def test_past_batches_are_compared_in_charts_that_are_tables(desk, sign_in):
    for batch, minutes in (("2025-autumn", 4), ("2026-spring", 12)):
        for room in ("第一考场", "第二考场"):
            desk.report(batch_id=batch, room=room, minutes_ago=minutes + len(batch), as_=GROUP)
        desk.report(batch_id=batch, room="保密室", kind="paper-leak", minutes_ago=minutes, as_=GROUP)
    quality = sign_in("S-0801", "quality")

    quality.keyboard.press("s")

    first_report = quality.get_by_role("table", name="十分钟内完成初次报告")
    expect(first_report.get_by_role("row", name="2025-autumn")).to_contain_text("33%（1/3）")
    expect(quality.get_by_role("table", name="重大事件的类别").get_by_role("row", name="试卷泄密")).to_be_visible()
    shot(quality, "wall-statistics")
    quality.set_viewport_size(PHONE)
    shot(quality, "phone-statistics")
    quality.get_by_label("2025-autumn").uncheck()
    quality.get_by_role("button", name="比较").click()
    quality.wait_for_url(re.compile("batch="))
    expect(first_report.get_by_role("row", name="2026-spring")).to_be_visible()
    expect(first_report.get_by_role("row", name="2025-autumn")).to_have_count(0)


def test_whoever_reports_what_somebody_else_has_reported_joins_it_with_one_tap_and_it_stays_one(desk, sign_in):
    first = desk.report(site="西校区考点", room="第三十一考场", minutes_ago=2, description="第三十一考场停电")
    phone = sign_in("S-0309", "invigilator", size=PHONE)
    wall = sign_in("S-0901", "leading-group")
    phone.get_by_label("考点").fill("西校区考点")
    phone.get_by_label("考场", exact=True).fill("第三十二考场")
    phone.get_by_label("发生了什么").fill("第三十二考场也停电")
    phone.get_by_role("radio", name="5 分钟前").click()
    phone.get_by_role("radio", name="停电或设备故障").click()

    expect(phone.get_by_role("radio", name="不是，另报一起")).to_be_checked()
    phone.get_by_role("radio", name=re.compile("同一起：西校区考点 第三十一考场")).click()
    shot(phone, "report-same-phone")
    phone.get_by_role("button", name="上报").click()

    phone.wait_for_url(re.compile(f"reported={first}&joined"))
    expect(phone.locator(".said")).to_have_text("已上报，记入同一起事件。")
    choose(wall, first)
    expect(wall.locator(".detail")).to_contain_text("共 2 人上报")
    expect(wall.locator(".detail .told")).to_contain_text("第三十二考场也停电")
    shot(wall, "same-incident-wall")
    ago = datetime.now(UTC) - datetime.fromisoformat(desk.call("GET", f"/incidents/{first}")["discovered_at"])
    assert timedelta(minutes=4) < ago < timedelta(minutes=6)
    assert [one["room"] for one in desk.call("GET", "/incidents/open")["items"] if one["site"] == "西校区考点"] == [
        "第三十一考场"
    ]


def test_two_incidents_that_turn_out_to_be_one_are_merged_on_the_screen_and_lead_to_each_other(desk, sign_in):
    first = desk.report(site="南校区考点", room="第三十三考场", kind="virus-or-network-fault", minutes_ago=3)
    later = desk.report(site="南校区考点", room="第三十四考场", kind="virus-or-network-fault", minutes_ago=2)
    wall = sign_in("S-0901", "leading-group")
    choose(wall, later)

    wall.keyboard.press("v")
    wall.get_by_label("与哪一起是同一事件").select_option(value=first)
    wall.get_by_label("理由").fill("同一台交换机故障")
    shot(wall, "merge-wall")
    wall.keyboard.press("Control+Enter")

    expect(row(wall, later)).to_have_count(0)
    choose(wall, first)
    expect(wall.locator(".timeline")).to_contain_text("同一台交换机故障")
    shot(wall, "merged-wall")
    wall.get_by_role("link", name="并入的事件 1").click()
    expect(wall.locator(".detail [data-shown]")).to_have_attribute("data-shown", later)
    expect(wall.locator(".detail")).to_contain_text("已合并")
    wall.get_by_role("link", name="看合并后的事件").click()
    expect(wall.locator(".detail [data-shown]")).to_have_attribute("data-shown", first)
