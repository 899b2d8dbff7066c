"""One sign-in for the gateway and the duty console: three processes and a real browser."""

import httpx
import pytest
from playwright.sync_api import expect

from apps.gateway.tests.test_in_a_browser import Office
from tests.journeys.duty_console import CONSOLE, Desk
from tests.journeys.screens import WALL, row, shot

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


@pytest.fixture(scope="module")
def desk(tmp_path_factory, amqp_vhost):
    with Desk(tmp_path_factory.mktemp("desk"), amqp_vhost, gateway=True) as desk:
        desk.enter_roster()
        yield desk


@pytest.fixture(scope="module")
def office(desk):
    return Office(desk.gateway_url)


@pytest.fixture
def wall(chromium):
    context = chromium.new_context(viewport=WALL, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def begin(wall, desk):
    wall.goto(f"{desk.url}/register")
    wall.get_by_role("link", name="用工作平台的账户登录").click()


def test_one_sign_in_opens_both_and_signing_out_closes_both(desk, office, wall):
    incident_id = desk.report(room="第七考场", description="停电")
    office.activate(wall, "S-0401", office.add("S-0401", "陈站", "site-head"))
    wall.get_by_role("button", name="退出").click()
    begin(wall, desk)
    wall.wait_for_url(f"{desk.gateway_url}/sign-in?then=%2Fconsole*", wait_until="commit")

    office.sign_in(wall, "S-0401")

    wall.wait_for_url(f"{desk.url}/register", wait_until="commit")
    expect(wall.locator(".head")).to_contain_text("陈站")
    wall.goto(desk.url)
    expect(row(wall, incident_id)).to_be_visible()
    assert not [one for one in wall.context.cookies() if one["value"].count(".") > 1], "a token"
    desk.kill(CONSOLE)
    desk.start(CONSOLE)
    wall.goto(f"{desk.url}/register")
    expect(wall.locator(".head")).to_contain_text("陈站")

    wall.get_by_role("button", name="退出").click()
    wall.wait_for_url(f"{desk.url}/sign-in", wait_until="commit")
    shot(wall, "console-gateway-sign-in")
    wall.get_by_role("link", name="用工作平台的账户登录").click()
    wall.wait_for_url(f"{desk.gateway_url}/sign-in?then=%2Fconsole*", wait_until="commit")


def test_signing_out_at_the_gateway_ends_the_console_within_a_minute(desk, office, wall):
    office.activate(wall, "S-0402", office.add("S-0402", "李站", "site-head"))
    wall.goto(f"{desk.url}/sign-in/begin")
    wall.wait_for_url(f"{desk.url}/", wait_until="commit")
    expect(wall.locator(".head")).to_contain_text("李站")
    other = wall.context.new_page()
    other.goto(f"{desk.gateway_url}/my-account")
    expect(other.locator(".rows")).to_contain_text("值班台")

    other.get_by_role("button", name="退出").click()

    expect(wall.locator("#bar")).to_contain_text("登录已过期", timeout=65_000)
    wall.goto(f"{desk.url}/register")
    expect(wall.get_by_role("alert")).to_contain_text("登录已过期或已退出")


def test_a_code_from_another_browser_or_twice_lets_nobody_in(desk, office, wall, chromium):
    office.activate(wall, "S-0403", office.add("S-0403", "王站", "site-head"))
    seen = []
    wall.on("request", lambda request: seen.append(request.url))
    wall.goto(f"{desk.url}/sign-in/begin")
    wall.wait_for_url(f"{desk.url}/", wait_until="commit")
    [code] = [url for url in seen if "/sign-in/code" in url]

    stranger = chromium.new_context()
    page = stranger.new_page()
    assert page.goto(code).status == 403
    expect(page.get_by_role("alert")).to_contain_text("不是从本浏览器开始的")
    page.goto(f"{desk.url}/sign-in/begin")
    assert page.goto(code).status == 403
    expect(page.get_by_role("alert")).to_contain_text("进入值班台的步骤已经用过")
    assert page.goto(f"{desk.url}/register").url.startswith(f"{desk.url}/sign-in")
    stranger.close()


def test_beside_a_gateway_no_token_is_taken(desk):
    answer = httpx.post(f"{desk.url}/sign-in", data={"token": "a.b.c"}, trust_env=False)

    assert answer.status_code == 405
