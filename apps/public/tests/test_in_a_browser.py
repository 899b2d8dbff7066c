"""The public page as people use it: a process of its own, in a real Chromium, without scripts."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.public.tests.visitors import ANNOUNCEMENT, BATCH_ID, CERTIFICATE, LAST_SIX, NAME, NOTICED, NUMBER, TOKEN
from tests.readable import look_at

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
DESK, PHONE, ZOOMED = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 480}
SIZES = {"desk": DESK, "phone": PHONE, "zoomed": ZOOMED}
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "SKILLSEAL_"))}
PAPER = {"number": NUMBER, "name": NAME, "last_six": LAST_SIX}
ANSWERS = {
    f"/verify/{NUMBER}?token={TOKEN}": CERTIFICATE,
    "/public-notices": [{"batch_id": BATCH_ID, "institution": CERTIFICATE["institution"], "results": 240}],
    f"/public-notices/{BATCH_ID}": {
        "items": [
            NOTICED,
            {
                **NOTICED,
                "name": "古" + "*" * 9,
                "theory": None,
                "occupation": "工业机器人系统操作员",
                "work_type": "装调",
            },
        ],
        "next": "more",
    },
    "/announcements": {"items": [ANNOUNCEMENT], "next": None},
    "/announcements/2026-autumn": ANNOUNCEMENT,
}


class Services(BaseHTTPRequestHandler):
    """Registration and certification in one."""

    def do_GET(self):
        self._answer(ANSWERS.get(self.path))

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "papers" in sent:
            told = [
                {"number": one["number"], "certificate": CERTIFICATE if one == PAPER else None, "closed": False}
                for one in sent["papers"]
            ]
            self._answer(told)
        else:
            self._answer(CERTIFICATE if sent == PAPER else None)

    def _answer(self, told):
        body = json.dumps(told or {"title": "not-verified"}).encode()
        self.send_response(200 if told else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    log: Path = tmp_path_factory.mktemp("public") / "public.log"
    services = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    threading.Thread(target=services.serve_forever, daemon=True).start()
    port = Port.free()
    address = f"http://127.0.0.1:{services.server_port}"
    variables = {
        **OUTSIDE,
        "SKILLSEAL_PUBLIC_HTTP_PORT": str(port.number),
        "SKILLSEAL_PUBLIC_URL": f"http://127.0.0.1:{port.number}",
        "SKILLSEAL_PUBLIC_REGISTRATION_URL": address,
        "SKILLSEAL_PUBLIC_CERTIFICATION_URL": address,
        "SKILLSEAL_PUBLIC_INSTITUTION": "怀化市示例职业培训学校",
        "SKILLSEAL_PUBLIC_CONTACT": "综合管理办公室 0745-000 0000",
    }
    process = Process.launch(
        "public", [sys.executable, "-m", "apps.public"], environment=variables, log=log, bound=True
    )
    url = f"http://127.0.0.1:{port.number}"
    wait_for(process, f"{url}/health/live", log=log)
    yield url
    stop([process], patience=5)
    services.shutdown()
    port.release()
    assert TOKEN not in log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium):
    """Opens a browser of its own; whatever it complains of, a policy that was broken above all, fails the test."""
    contexts, complaints = [], []

    def page(*, size=PHONE, scripts=False):
        context = chromium.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        return page

    yield page
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert [told for told in complaints if "status of 4" not in told] == []
    assert cookies == []


def test_who_holds_a_paper_types_in_what_is_on_it(url, opened):
    page = opened()
    page.goto(url)

    page.get_by_label("证书编号").fill(NUMBER)
    page.get_by_label("姓名").fill("欧阳")
    page.get_by_label("证件号码后六位").fill(LAST_SIX)
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有查到")
    expect(page.get_by_label("证书编号")).to_have_value(NUMBER)
    page.get_by_label("姓名").fill(NAME)
    page.get_by_label("证件号码后六位").fill(LAST_SIX)
    page.get_by_role("button", name="查验").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("查验结果")
    expect(page.get_by_role("row", name="姓名 欧***")).to_be_visible()
    expect(page).to_have_url(f"{url}/verify")


def test_everybody_can_read_every_page_at_a_desk_by_phone_and_enlarged(url, opened):
    """axe finds nothing, nothing has to be scrolled sideways; the pictures are for people to look at."""
    page = opened(scripts=True)  # axe is one
    for name, path in {
        "verify": "/verify",
        "verified": f"/verify/{NUMBER}?token={TOKEN}",
        "not-verified": f"/verify/{NUMBER}",
        "void-certificates": "/void-certificates",
        "offline": "/offline",
        "employers": "/employers",
        "notices": "/notices",
        "notice": f"/notices/{BATCH_ID}",
        "announcements": "/announcements",
        "announcement": "/announcements/2026-autumn",
        "nowhere": "/nowhere",
    }.items():
        page.goto(url + path)
        look_at(page, f"public-{name}", SIZES, pictured=SIZES)


def test_an_employer_reads_what_came_of_each_line_on_any_screen(url, opened):
    page = opened(scripts=True)
    page.goto(f"{url}/employers")

    page.get_by_label("查询密钥").fill("E-000001-0a")
    page.get_by_label("证书", exact=True).fill(f"{NUMBER} {NAME} {LAST_SIX}\n{NUMBER} 欧阳 {LAST_SIX}")
    page.get_by_role("button", name="查验").click()

    expect(page.get_by_role("row", name="有效")).to_be_visible()
    expect(page.get_by_role("row", name="没有查到")).to_be_visible()
    look_at(page, "public-employers-answered", SIZES, pictured=SIZES)
