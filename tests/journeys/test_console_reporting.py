"""Reporting on the duty console: from a phone to every wall, in a real Chromium before a real incident service."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from libs.contracts.beijing import BEIJING
from tests.journeys.screens import PHONE, SESSION, a_picture, a_session, choose, eventually, row, shot

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


def test_a_report_counts_down_elsewhere_and_all_see_it_taken_over(desk, sign_in):
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


def test_whoever_is_on_duty_reports_in_two_taps_and_finds_it_again(desk, bus, sign_in):
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


def test_ten_minutes_ago_is_one_tap_and_a_picture_goes_along(desk, sign_in):
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
def test_a_phone_whose_clock_is_wrong_reports_by_the_servers_clock(desk, sign_in, minutes):
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


def test_a_report_refused_later_by_the_service_says_so_and_is_mended(desk, sign_in):
    reporter = sign_in("S-0303", "invigilator", size=PHONE)
    reporter.goto(f"{desk.url}/report")
    reporter.context.set_offline(True)  # a route of the page would not hold what its service worker asks
    reporter.get_by_label("考点").fill("主考点")
    reporter.get_by_role("radio", name="其他时间").check()
    reporter.get_by_label("发现时间").fill("1899-12-31T08:00:00")
    reporter.get_by_role("radio", name="停电或设备故障").check()
    reporter.get_by_label("发生了什么").fill("年份填错")
    reporter.get_by_role("button", name="上报").last.click()
    expect(reporter.locator("#queue")).to_contain_text("1 份报告存在本机")

    reporter.context.set_offline(False)

    expect(reporter.locator(".queued.refused")).to_contain_text("没有被接受", timeout=8000)
    expect(reporter.locator(".queued.refused")).to_contain_text("请求的内容不符合要求")
    shot(reporter, "queue-refused-phone")
    reporter.get_by_role("button", name="修改后重报").click()
    expect(reporter.get_by_label("发生了什么")).to_have_value("年份填错")
    reporter.get_by_label("发现时间").fill(datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M:%S"))
    reporter.get_by_role("button", name="上报").last.click()
    reporter.wait_for_url(re.compile("reported="))
    expect(reporter.locator("#queue")).to_be_hidden()


def test_phone_photos_are_seen_on_the_wall_and_other_files_are_refused(desk, sign_in):
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


def test_reporting_what_another_has_reported_joins_it_with_one_tap_for_good(desk, sign_in):
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
