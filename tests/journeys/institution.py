"""People of an institution in a browser, over the real services: only the time is stepped, as a simulation does."""

import asyncio
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyotp
from playwright.sync_api import expect, sync_playwright
from typer.testing import CliRunner

from apps.cli.commands import app
from apps.cli.system import GATEWAY, SERVICES, System
from apps.demo.office import Office
from apps.demo.simulation import Simulation
from apps.gateway.tests.desk import PASSWORD
from libs.contracts.beijing import BEIJING

SCREENS = Path(__file__).parents[2] / "build/screens"
CHROMIUM = "/usr/bin/chromium"


def at(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=BEIJING)


class Institution:
    """The running system, its people and its time."""

    def __init__(self, system, browser, staff, device, scriptless):
        self._system = system
        self._browser = browser
        self._staff = staff
        self._device = device
        self._scriptless = scriptless
        self._pages = {}
        self._secrets = {}
        self._used = {}

    def step_to(self, moment):
        """Let everything happen that is due until then."""

        async def step(_, simulation):
            await simulation.step_to(moment)

        self.works(step)

    def works(self, acts):
        """Let programs act, too, in the time of the simulation: what it answers."""

        async def act():
            office = Office(self._system, self._staff)
            try:
                async with Simulation(office, self._system.amqp_url, (*SERVICES, GATEWAY)) as simulation:
                    return await acts(office, simulation)
            finally:
                await office.close()

        with ThreadPoolExecutor(1) as beside:  # the browser has the event loop of this thread
            return beside.submit(asyncio.run, act()).result()

    def settle(self, moment):
        """Let what was said on the bus be heard."""
        self.step_to(moment)

    def sessions(self, batch):
        """Every session of a batch, in the order of the day: a person would read it off the board on the day."""
        token = self._system.token("X-0001", ["exam-affairs"])
        answer = httpx.get(
            f"{self._system.urls['scheduling']}/sessions",
            params={"batch_id": batch},
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
        )
        return sorted(answer.json()["items"], key=lambda one: (one["starts_at"], one["room"]))

    def asks(self, person, *roles):
        """The page of somebody, who comes in by a slip the first time."""
        if person not in self._pages:
            slip = re.search(r"slip: (\S+)", self._skillseal("add", person, f"职员{person[-4:]}")).group(1)
            for role in roles:
                if "proposed" in self._skillseal("grant", person, role):  # which takes two people
                    self._approve(person)
            self._pages[person] = self._activated(person, slip)
        return self._pages[person]

    def _skillseal(self, *words):
        told = CliRunner().invoke(app, ["account", *words, "--state", str(self._system.state_dir)])
        assert told.exit_code == 0, told.output
        return told.output

    def _approve(self, person):
        page = self.does("A-0001", "administrator", f"/accounts/{person}")
        self.proves(page, "A-0001", "批准")
        expect(page.get_by_role("button", name="批准", exact=True)).to_have_count(0)

    def _activated(self, person, slip):
        scripts = person not in self._scriptless
        here = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "java_script_enabled": scripts}
        page = self._browser.new_context(**here, **self._device).new_page()
        self._go(page, "/activate")
        page.get_by_label("工号").fill(person)
        page.get_by_label("激活码").fill(slip)
        page.get_by_role("button", name="下一步").click()
        self._secrets[person] = page.locator(".secret").inner_text()
        page.get_by_label("设置密码").fill(PASSWORD)
        page.get_by_label("再输入一次密码").fill(PASSWORD)
        page.get_by_label("验证器现在显示的六位验证码").fill(self._code(person))
        page.get_by_role("button", name="激活账户").click()
        expect(page.get_by_text("账户已激活，您已登录。")).to_be_visible()
        return page

    def signs_in(self, page, person):
        """Somebody whose session has ended, on the page that asks for it."""
        page.get_by_label("工号").fill(person)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("六位动态验证码").fill(self._code(person))
        page.get_by_role("button", name="登录").click()

    def _code(self, person):
        """One that was not used: the gateway takes three at a time, the last, this and the next."""
        step = max(int(time.time() // 30), self._used.get(person, 0) + 1)
        while step > int(time.time() // 30) + 1:
            time.sleep(0.2)
        self._used[person] = step
        return pyotp.TOTP(self._secrets[person]).at(step * 30)

    def _go(self, page, path):
        page.goto(self._system.pages[GATEWAY] + path)

    def does(self, person, role, path):
        """Somebody opens a page."""
        page = self.asks(person, role)
        self._go(page, path)
        return page

    def proves(self, page, person, button):
        """Press a button that may ask for a fresh code first."""
        press(page, button)
        if "/step-up" in page.url:
            self._shows_a_code(page, person)
            press(page, button)

    def proves_anew(self, page, person):
        """Show a fresh code, however long ago the last one was, and be back on the page."""
        self._go(page, f"/step-up?then={urlsplit(page.url).path}")
        self._shows_a_code(page, person)

    def _shows_a_code(self, page, person):
        page.get_by_label("六位动态验证码").fill(self._code(person))
        page.get_by_role("button", name=re.compile("确认|继续")).click()


def press(page, button):
    """A button, and the one that asks whether it is meant, if there is one."""
    sure = page.get_by_role("button", name=f"确定{button}", exact=True)
    if not (sure.count() and sure.first.is_visible()):
        page.get_by_text(button, exact=True).first.click()
    if sure.count() and sure.first.is_visible():
        sure.first.click()


def said(page, words):
    expect(page.locator(".said").first).to_contain_text(words)


def fill(page, **typed):
    for name, words in typed.items():
        page.locator(f"[name={name}]").first.fill(words)


@contextmanager
def opened(state: Path, staff, *, scriptless=frozenset(), **device) -> Iterator[Institution]:
    """The system on an empty state directory, and a browser; every page is seen on this device.

    Who is `scriptless` works in a browser that runs no script.
    """
    with (
        System.start(state, simulation=True, pages=[GATEWAY], bound=True) as system,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Institution(system, browser, staff, device, scriptless)
        browser.close()
