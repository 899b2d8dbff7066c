"""A desk and a browser for the tests of the duty console: each file of them has a desk of its own."""

import os
import re

import pytest
from playwright.sync_api import sync_playwright

from libs.chassis.testing import a_token
from tests.journeys.duty_console import Bus, Desk
from tests.journeys.screens import WALL

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def amqp_vhost(private_node, request):
    name = request.module.__name__.rpartition(".")[2]
    yield private_node.vhost(name)
    private_node.drop_vhost(name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, amqp_vhost):
    with Desk(tmp_path_factory.mktemp("desk"), amqp_vhost) as desk:
        desk.enter_roster()
        yield desk


@pytest.fixture
def bus(desk, amqp_vhost):
    with Bus(amqp_vhost) as bus:
        yield bus


@pytest.fixture(scope="module")  # as long as it runs, no test of this process has an event loop of its own
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
