"""The duty console while its service or itself is away."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from libs.contracts.beijing import BEIJING
from tests.journeys.duty_console import BATCH, CONSOLE, SERVICE
from tests.journeys.screens import PHONE, row, shot, told_at

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


def test_a_killed_service_shows_red_everywhere_eats_no_report_and_returns_alone(desk, sign_in):
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

    desk.kill(SERVICE)
    for screen in screens.values():
        screen.locator("#bar").wait_for(timeout=6000)
    for name, screen in screens.items():
        expect(screen.locator("#bar")).to_contain_text("与突发事件服务的连接已中断")
        assert screen.locator("#bar").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(196, 16, 31)"
        shot(screen, f"cut-off-{name}")
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


def test_a_service_that_hangs_is_said_in_red(desk, sign_in):
    screen = sign_in("S-0901", "leading-group")
    expect(screen.locator("h2").first).to_contain_text("进行中")

    desk.freeze(SERVICE)
    screen.locator("#bar").wait_for(timeout=10_000)
    desk.freeze(SERVICE, thaw=True)

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
