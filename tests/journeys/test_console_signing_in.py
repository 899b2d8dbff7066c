"""Who gets into the duty console, how a session ends, and what a page fetches."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from libs.chassis.testing import a_token
from tests.journeys.screens import PHONE, row, shot

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


def test_whose_role_may_not_is_told_so_in_chinese(desk, sign_in):
    desk.report(room="第十考场", description="广播故障")
    auditor = sign_in("S-0701", "auditor")
    expect(auditor.locator(".row", has_text="第十考场")).to_be_visible()
    expect(auditor.locator("[data-key=a], [data-key=c], [data-key=h], [data-key=e]")).to_have_count(1)
    expect(auditor.locator("[data-key=a]")).to_be_hidden()
    expect(auditor.locator("[data-shown]")).to_be_visible()
    auditor.keyboard.press("l")
    expect(auditor.locator(".deed [name]").first).to_be_focused()
    auditor.keyboard.press("Control+Enter")
    expect(auditor.locator(".deed .refusal")).to_contain_text(
        "由考点负责人、巡考人员、考务管理责任人或领导小组成员登记"
    )


def test_whoever_may_not_watch_comes_to_the_form_without_a_refusal(desk, chromium):
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


def test_a_session_says_that_it_ended_and_signing_in_leads_back(desk, sign_in):
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


def test_back_on_a_phone_leads_to_the_list_never_to_signing_in(desk, sign_in):
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


def test_what_is_written_offline_is_of_whoever_signed_in_last(desk, sign_in):
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
