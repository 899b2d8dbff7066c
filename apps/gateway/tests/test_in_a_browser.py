"""The gateway as people use it: a process of its own, in a real Chromium, with scripts and without."""

import json
import os
import re
import sys
import threading
import time
import uuid
from copy import copy
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
import pyotp
import pytest
from playwright.sync_api import expect, sync_playwright

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.gateway.screens.page_map import PAGES
from apps.gateway.tests import (
    test_archive_files,
    test_bars,
    test_fees,
    test_forms,
    test_ledgers,
    test_reporting,
    test_reviews,
)
from apps.gateway.tests.desk import PASSWORD
from apps.gateway.tests.exam_day import SESSION, SESSION_ID, SUMMARY
from apps.gateway.tests.preparation import (
    ANNOUNCEMENT,
    ATTENTION,
    BANK,
    BLUEPRINT,
    CUSTODY,
    DUE,
    FILE,
    GAP,
    ITEM,
    MAKING,
    MATERIAL,
    PERSON,
    PLAN,
    ROOM,
    SITE,
    TICKET,
    YEAR,
)
from apps.gateway.tests.results import (
    ANALYSIS,
    BLANK,
    CERTIFICATE,
    CERTIFICATE_YEAR,
    CODE,
    DISPUTES,
    DRAWING,
    EMPLOYER_KEY,
    FILING,
    FINDING,
    KEY_CORRECTIONS,
    KNOWN_YEAR,
    LEADS,
    LIST,
    NOTICE,
    NUMBER,
    OBJECTION,
    OBJECTION_ID,
    OWN_SCRIPTS,
    OWN_SESSION,
    PAPER,
    PROCEEDING,
    QUESTIONED,
    READINGS,
    REISSUE,
    RESULT,
    ROOM_LEADS,
    SERIES,
    SHEET_CASES,
    STOCK_DESTRUCTION,
    STOCK_PRINT,
    STOCKTAKE,
    TYPED_SHEETS,
    UNKNOWN_YEAR,
    a_page,
)
from apps.gateway.tests.test_applications import APPLICATION, ASSESSMENT
from apps.gateway.tests.test_approvals import MEASURE, OPEN, STATISTICS
from apps.gateway.tests.test_archive import CHAIN, FILED, PAPER_OPENED
from apps.gateway.tests.test_arrivals import ADMITTED
from apps.gateway.tests.test_batches import BATCH, PROGRESS
from apps.gateway.tests.test_duty_roster import READINESS, ROSTER
from apps.gateway.tests.test_incidents import DAY, INCIDENT, KINDS, SIMILAR
from apps.gateway.tests.test_parked import MARK, PARKED
from apps.gateway.tests.test_room_papers import ROOM_PAPERS
from apps.gateway.tests.test_rosters import CHECKED, IMPORTED
from libs.chassis.testing import KEY, a_token, environment
from tests.readable import SCREENS, look_at

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
DESK, PHONE, ZOOMED = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}, {"width": 640, "height": 540}
SIZES = {"desk": DESK, "phone": PHONE, "zoomed": ZOOMED}
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "SKILLSEAL_"))}
PARTS = {
    "staff_id": "E-0001",
    "file": "examiner-4-03-02-01",
    "step": "training",
    "batch_id": "2026-autumn",
    "account_id": "S-0009",
    "session_id": SESSION_ID,
    "incident_id": "I-78",
    "application_id": "2026-autumn-00002",
    "paper_id": PAPER["paper_id"],
    "material_id": "U-2026-01",
    "announcement_id": "2026-autumn",
    "objection_id": OBJECTION_ID,
    "number": NUMBER,
    "reissue_id": REISSUE["reissue_id"],
    "proceeding_id": "P-000001",
    "finding_id": "F-000001",
    "filing_id": "B-000001",
    "series": "XN",
    "serial": "XN00000001",
    "destruction": "X-000001",
    "run": "R-000001",
    "code": "4-03-02-01",
    "level": "4",
    "service": "archive",
    "message": MARK,
    "keeper": "scheduling",
    "item_id": test_archive_files.ITEM["id"],
    "upload_id": test_reporting.UPLOAD_ID,
    "loan_id": test_archive_files.LOAN["id"],
    "consultation_id": test_archive_files.CONSULTATION["id"],
    "destruction_id": test_archive_files.DESTRUCTION["id"],
    "year": "2026",
    "position": "1",
    "ledger": "seals",
    "form": "site-check",
    "subject_id": test_forms.SITE,
    "record_id": test_forms.RECORD_ID,
    "receipt": "SJ2026000001",
}
# No console is beside this gateway, and no roster was uploaded.
NOT_THERE = {"console": 404, "console_entry": 422, "roster_check": 404}
SEEING = (
    "director",
    "invigilator",
    "site-head",
    "examiner",
    "general-office",
    "quality",
    "exam-affairs",
    "auditor",
    "operator",
    "item-bank",
)
NO_FORMS: dict[str, object] = {"missing": [], "records": [], "blanks": []}
EXAM_DAY = {
    "/scheduling/sessions": {"items": [SUMMARY], "next": None},
    f"/scheduling/sessions/{SESSION_ID}": SESSION,
    f"/itembank/sessions/{SESSION_ID}/papers": ROOM_PAPERS,
    "/incident/sessions": DAY,
    "/incident/incidents/open": {"items": [OPEN]},
    "/incident/incidents/statistics": STATISTICS,
    "/incident/rosters/2026-autumn": ROSTER,
    "/incident/rosters/2026-autumn/readiness": READINESS,
    "/incident/incidents/kinds": KINDS,
    "/incident/incidents/I-78": INCIDENT | {"dispositions": [MEASURE]},
    "/registration/batches/2026-autumn/applications": a_page(APPLICATION),
    "/registration/applications/2026-autumn-00002": APPLICATION,
    "/registration/applications/2026-autumn-00002/assessment": ASSESSMENT,
    "/registration/applications/2026-autumn-00002/integrity": [],
    "/registration/announcements/conditions": [{"code": "L4-YEARS", "level": 4, "sentence": "累计工作满5年"}],
    f"/scoring/keys/{PAPER['paper_id']}/corrections": KEY_CORRECTIONS,
    "/scoring/batches/2026-autumn/keys": [],
    "/scoring/batches/2026-autumn/results": a_page(RESULT),
    "/scoring/results/2026-autumn-00002": RESULT,
    "/archive/events": a_page(PAPER_OPENED),
    "/archive/chain": CHAIN,
    "/archive/batches/2026-autumn/events": a_page(PAPER_OPENED),
    "/archive/batches/2026-autumn/contents": a_page(FILED, FILED | {"completed_on": None, "kept_until": None}),
    **test_reporting.ANSWERS,
    "/archive/tree-heads": a_page(test_archive_files.HEAD),
    "/archive/gaps": a_page(test_archive_files.GAP),
    "/archive/kinds": [test_archive_files.KIND, test_archive_files.KIND | {"may_lack": True}],
    "/archive/batches/2026-autumn/file": test_archive_files.FILE,
    f"/archive/items/{test_archive_files.ITEM['id']}": test_archive_files.ITEM,
    "/archive/loans": a_page(test_archive_files.LOAN),
    f"/archive/loans/{test_archive_files.LOAN['id']}": test_archive_files.LOAN,
    "/archive/consultations": a_page(test_archive_files.CONSULTATION),
    f"/archive/consultations/{test_archive_files.CONSULTATION['id']}": test_archive_files.CONSULTATION,
    "/archive/destructions": a_page(test_archive_files.DESTRUCTION),
    f"/archive/destructions/{test_archive_files.DESTRUCTION['id']}": test_archive_files.DESTRUCTION,
    "/scoring/batches/2026-autumn/lists/4-03-02-01/4/reviews": test_reviews.REVIEWS,
    "/archive/internal/parked": a_page(PARKED),
    "/archive/internal/parked/message": PARKED | {"body": "{}"},
    "/registration/batches/2026-autumn/rosters": a_page(),
    "/registration/announcements": a_page(ANNOUNCEMENT),
    "/registration/bars": a_page(test_bars.BAR, test_bars.BAR | {"state": "standing", "bar_id": "b-2"}),
    "/registration/batches/2026-autumn/fee-book": test_fees.BOOK,
    "/registration/batches/2026-autumn/fee-accounts": a_page(test_fees.LINE),
    "/registration/batches/2026-autumn/receipts": a_page(test_fees.RECEIPT_LINE),
    "/registration/applications/2026-autumn-00002/fees": test_fees.ACCOUNT,
    "/registration/receipts/SJ2026000001": test_fees.RECEIPT,
    "/registration/announcements/2026-autumn": ANNOUNCEMENT,
    "/scheduling/batches/2026-autumn/tickets": a_page(TICKET),
    "/scheduling/forms/files/2026-autumn": test_forms.BATCH_FORMS,
    "/scheduling/forms/files/year-2026": test_forms.BATCH_FORMS,
    "/scheduling/ledgers": [test_ledgers.LINE],
    "/scheduling/ledgers/seals/2026": test_ledgers.LEDGER,
    quote(f"/scheduling/forms/site-check/blanks/{test_forms.SITE}"): test_forms.BLANK,
    quote(f"/scheduling/forms/records/{test_forms.RECORD_ID}"): test_forms.RECORD,
    "/scheduling/forms/mine": [{"file_id": "2026-autumn", "missing": [test_forms.LACK]}],
    "/scheduling/rooms": a_page(ROOM),
    "/scheduling/sites": a_page(SITE),
    "/registration/annual-plans/2026": YEAR,
    "/registration/annual-plans/reminders": [DUE],
    "/scheduling/staff": a_page(PERSON),
    "/scheduling/staff/E-0001": FILE,
    "/scheduling/qualifications": a_page(ATTENTION),
    "/scheduling/batches/2026-autumn/plan": PLAN,
    "/scheduling/batches/2026-autumn/gaps": [GAP],
    "/itembank/banks": a_page(BANK),
    "/itembank/banks/4-03-02-01/4/making": MAKING,
    "/itembank/banks/4-03-02-01/4/items": a_page(ITEM),
    "/itembank/secret-materials": a_page(MATERIAL),
    "/itembank/secret-materials/U-2026-01": MATERIAL,
    "/itembank/blueprints": a_page(BLUEPRINT),
    "/itembank/papers": a_page(PAPER),
    f"/itembank/papers/{PAPER['paper_id']}": {**PAPER, "state": "reviewed", "digest": None, "sealed_at": None},
    f"/itembank/papers/{PAPER['paper_id']}/custody": CUSTODY,
    "/scoring/batches/2026-autumn/sessions": [OWN_SESSION],
    f"/scoring/sessions/{SESSION_ID}/scripts": OWN_SCRIPTS,
    f"/scoring/sessions/{SESSION_ID}/disputes": DISPUTES,
    f"/scoring/sessions/{SESSION_ID}/sheet-cases": SHEET_CASES,
    f"/scoring/sessions/{SESSION_ID}/similarity": ROOM_LEADS,
    f"/scoring/batches/2026-autumn/lists/{CODE}/4/analysis": ANALYSIS,
    f"/scoring/batches/2026-autumn/lists/{CODE}/4/similarity": LEADS,
    f"/scoring/sessions/{SESSION_ID}/typed-sheets": TYPED_SHEETS
    | {"sheets": [one | {"examiner": "E-0001"} for one in TYPED_SHEETS["sheets"]]},
    "/scoring/batches/2026-autumn/lists": [LIST],
    f"/scoring/batches/2026-autumn/lists/{CODE}/4/code-readings": READINGS,
    "/certification/batches/2026-autumn/notices": a_page(NOTICE),
    "/certification/notices/2026-autumn-00002": NOTICE,
    "/certification/batches/2026-autumn/objections": a_page(OBJECTION),
    f"/certification/objections/{OBJECTION_ID}": OBJECTION,
    "/certification/batches/2026-autumn/certificates": a_page(CERTIFICATE),
    f"/certification/certificates/{NUMBER}": CERTIFICATE,
    "/certification/questioned-certificates": a_page(QUESTIONED),
    "/certification/holiday-years": [UNKNOWN_YEAR, KNOWN_YEAR | {"year": 2026}],
    "/archive/proofs": {"index": 0},
    "/certification/reissues": a_page(REISSUE),
    f"/certification/reissues/{REISSUE['reissue_id']}": REISSUE,
    "/certification/proceedings": a_page(PROCEEDING),
    "/certification/proceedings/P-000001": PROCEEDING,
    "/certification/scope-findings": a_page(FINDING),
    "/certification/scope-findings/F-000001": FINDING,
    "/certification/filings": a_page(FILING),
    "/certification/employer-keys": a_page(EMPLOYER_KEY),
    "/certification/stock": [SERIES],
    "/certification/statistics/2026": CERTIFICATE_YEAR,
    "/certification/stock/drawings": a_page(DRAWING),
    "/certification/stock/destructions": a_page(STOCK_DESTRUCTION),
    "/certification/stock/prints": a_page(STOCK_PRINT),
    "/certification/stock/XN/blanks": a_page(BLANK),
    "/certification/stock/XN/stocktakes": a_page(STOCKTAKE),
    "/certification/blanks/XN00000001": BLANK,
    "/certification/filings/B-000001": FILING,
}


# What is answered to a command, by a part of its path.
DONE: dict[str, object] = {
    "/batches/2026-autumn/applications": {"outcome": "eligible", "application_id": "2026-autumn-00002"},
    "/incidents": INCIDENT,
    "/check-ins/": ADMITTED,
    "/roster/check": CHECKED,
    "/roster": IMPORTED,
}


class Services(BaseHTTPRequestHandler):
    """All services in one: the same batch, and the same room on its day, wherever they are asked for."""

    done: ClassVar[list[tuple[str, str, Any]]] = []

    def do_GET(self):
        service = self.path.split("/")[1]
        path = self.path.partition("?")[0]
        otherwise = NO_FORMS if "/forms/files/" in path else BATCH
        told: object = PROGRESS.get(service) if path.endswith("/progress") else EXAM_DAY.get(path, otherwise)
        if path.endswith(("/internal/parked", "/forms/mine")) and path not in EXAM_DAY:
            told = a_page() if path.endswith("/parked") else []
        if path.endswith("/incidents/similar"):
            told = {"items": [SIMILAR] if "kind=terror" in self.path else []}
        if path.endswith("/batches"):
            told = {
                "items": [BATCH if "state=closed" not in self.path else {**BATCH, "name": "2026年春季"}],
                "next": None,
            }
        self.answer(told)

    def do_POST(self):
        """Whatever is asked for is done, and kept for the test to see."""
        path = self.path.partition("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.done.append(
            (self.command, path, json.loads(body) if "json" in self.headers.get("Content-Type", "") else body)
        )
        self.answer(next((told for part, told in DONE.items() if part in path), {}))

    def do_PUT(self):
        self.do_POST()

    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


class Office:
    """The running gateway, and what an operator and the phones of its people do."""

    def __init__(self, url):
        self.url = url
        self.secrets = {}
        self.used = {}
        headers = {"Authorization": f"Bearer {a_token('root', 'operator')}", "Origin": url}
        self.operator = httpx.Client(base_url=url, headers=headers, trust_env=False)

    def post(self, path, **body):
        answer = self.operator.post(
            f"/operator/accounts{path}", json=body, headers={"Idempotency-Key": uuid.uuid4().hex}
        )
        return answer.raise_for_status().json()

    def add(self, account_id, name, *roles):
        slip = self.post("", account_id=account_id, name=name, request=uuid.uuid4().hex)["slip"]
        today = datetime.now(UTC).date()
        for role in roles:
            period = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=365)).isoformat()}
            self.post(f"/{account_id}/grants", id=uuid.uuid4().hex, role=role, **period)
        return slip

    def code(self, account_id):
        """A code that was not used: the gateway takes three at a time, the last, this and the next.

        The last is taken only while it is good for some time yet: a slow machine may need that to type it.
        """
        totp, now = pyotp.TOTP(self.secrets[account_id]), time.time()
        first = int(now // 30) - (now % 30 < 15)
        step = max(first, self.used.get(account_id, 0) + 1)
        while step > int(time.time() // 30) + 1:
            time.sleep(0.5)
        self.used[account_id] = step
        return totp.at(step * 30)

    def activate(self, page, account_id, slip):
        page.goto(f"{self.url}/activate")
        page.get_by_label("工号").fill(account_id)
        page.get_by_label("激活码").fill(slip)
        page.get_by_role("button", name="下一步").click()
        self.secrets[account_id] = page.locator(".secret").inner_text()
        page.get_by_label("设置密码").fill(PASSWORD)
        page.get_by_label("再输入一次密码").fill(PASSWORD)
        page.get_by_label("验证器现在显示的六位验证码").fill(self.code(account_id))
        page.get_by_role("button", name="激活账户").click()
        expect(page.get_by_text("账户已激活，您已登录。")).to_be_visible()

    def sign_in(self, page, account_id):
        page.get_by_label("工号").fill(account_id)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("六位动态验证码").fill(self.code(account_id))
        page.get_by_role("button", name="登录").click()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    directory: Path = tmp_path_factory.mktemp("gateway")
    services = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    threading.Thread(target=services.serve_forever, daemon=True).start()
    port = Port.free()
    names = ("registration", "scheduling", "itembank", "scoring", "certification", "incident", "archive", "sync")
    variables = {
        **OUTSIDE,
        **environment(directory),
        "SKILLSEAL_HTTP_PORT": str(port.number),
        "SKILLSEAL_SIMULATION": "0",
        "SKILLSEAL_GATEWAY_KEY": json.dumps(KEY.as_dict(private=True)),
        "SKILLSEAL_SERVICES": json.dumps({name: f"http://127.0.0.1:{services.server_port}/{name}" for name in names}),
        "SKILLSEAL_AMQP_URL": "amqp://127.0.0.1:1/",
        "SKILLSEAL_GATEWAY_URL": f"http://localhost:{port.number}",
    }
    log = directory / "gateway.log"
    process = Process.launch(
        "gateway", [sys.executable, "-m", "apps.gateway"], environment=variables, log=log, bound=True
    )
    url = f"http://127.0.0.1:{port.number}"
    wait_for(process, f"{url}/health/live", log=log)
    yield Office(url)
    stop([process], patience=5)
    services.shutdown()
    port.release()


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

    def page(*, size=DESK, scripts=True):
        context = chromium.new_context(
            viewport=size, java_script_enabled=scripts, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield page
    for context in contexts:
        context.close()
    assert [told for told in complaints if "status of 4" not in told] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_comes_in_for_the_first_time_leaves_and_comes_again(office, opened, scripts):
    account_id = f"S-{'js' if scripts else 'html'}"
    slip = office.add(account_id, "王小明", "reception")
    page = opened(scripts=scripts)

    office.activate(page, account_id, slip)
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    page.goto(f"{office.url}/batches/2026-autumn")
    office.sign_in(page, account_id)

    expect(page.get_by_role("heading", level=1)).to_have_text("2026年秋季")
    expect(page.get_by_text("下一步：截止报名并上报名单")).to_be_visible()


def test_a_passkey_of_the_device_signs_in_and_steps_up(office, opened):
    """A virtual authenticator of Chromium answers; passkeys are bound to a name, so it is opened by one."""
    page = opened()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})
    there = copy(office)
    there.url = office.url.replace("127.0.0.1", "localhost")
    there.activate(page, "S-passkey", office.add("S-passkey", "王小明", "reception"))
    page.goto(f"{there.url}/my-account/passkeys")
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text("通行密钥已添加")).to_be_visible()
    page.screenshot(path=SCREENS / "passkeys.png")
    page.get_by_role("button", name="退出").click()
    page.get_by_label("工号").fill("S-passkey")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("六位动态验证码")).to_be_visible()
    page.screenshot(path=SCREENS / "passkey-sign-in.png")

    page.get_by_role("button", name="使用通行密钥登录").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    page.goto(f"{there.url}/step-up?then=/my-account")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")


def test_a_refusal_stands_beside_its_field_which_has_the_focus(office, opened):
    page = opened()
    page.goto(f"{office.url}/activate")
    page.get_by_label("工号").fill("S-0000")
    page.get_by_label("激活码").fill("AAAAA")

    page.get_by_role("button", name="下一步").click()

    field = page.get_by_label("激活码")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("激活码不正确"))
    expect(page.get_by_label("工号")).to_have_value("S-0000")


def test_a_choice_above_a_list_changes_list_and_address_not_the_page(office, opened):
    page = opened()
    office.activate(page, "S-list", office.add("S-list", "王小明", "reception"))
    page.goto(f"{office.url}/batches")
    page.evaluate("document.querySelector('h1').dataset.mark = 'same page'")

    page.get_by_label("状态").select_option("已截止报名")

    expect(page.get_by_role("link", name="2026年春季")).to_be_visible()
    expect(page).to_have_url(f"{office.url}/batches?state=closed")
    assert page.evaluate("document.querySelector('h1').dataset.mark") == "same page"
    page.reload()
    expect(page.get_by_label("状态")).to_have_value("closed")


def test_the_keyboard_reaches_everything_and_first_a_way_past_the_navigation(office, opened):
    page = opened()
    office.activate(page, "S-keys", office.add("S-keys", "王小明", "reception"))
    page.goto(f"{office.url}/batches")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_label("状态")).to_be_focused()


def test_everybody_can_read_every_page_at_a_desk_by_phone_and_enlarged(office, opened):
    """axe finds nothing, nothing has to be scrolled sideways; the pictures are for people to look at."""
    office.add("S-0009", "李小红", "reception", "director")
    page = opened()
    seen = set()
    office.activate(page, "A-0001", office.add("A-0001", "周一", "administrator", *SEEING))
    everything_is_approved(office, opened(), "A-0002", office.add("A-0002", "周二", "administrator"), of="A-0001")
    for one in PAGES:
        if one.public or one.name in {"home", "photo_file"}:
            continue
        answer = page.goto(office.url + one.path.format_map(PARTS))
        assert answer.status == NOT_THERE.get(one.name, 200), one.name
        seen_by_all(page, one.name)
        seen.add(one.name)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    for name in ("sign_in", "activate"):
        page.goto(office.url + next(one.path for one in PAGES if one.name == name))
        seen_by_all(page, name)
    slip = office.add("S-look", "王小明")
    page.get_by_label("工号").fill("S-look")
    page.get_by_label("激活码").fill(slip)
    page.get_by_role("button", name="下一步").click()
    expect(page.locator(".secret")).to_be_visible()
    seen_by_all(page, "activate_account")
    page.goto(f"{office.url}/sign-in")
    page.get_by_label("工号").fill("A-0001")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("六位动态验证码")).to_be_visible()
    seen_by_all(page, "second_factor")

    # those of an identity provider are seen where there is one: test_provider.py
    elsewhere = {"home", "sign_in", "activate", "activate_account", "second_factor", "provider", "provider_back"}
    elsewhere |= {"photo_file"}  # only the picture
    assert seen | elsewhere == {one.name for one in PAGES}


def seen_by_all(page, name):
    look_at(page, f"gateway-{name}", SIZES, pictured=("desk", "phone"))


def everything_is_approved(office, page, by, slip, *, of):
    """Dangerous roles take two: what was proposed for somebody is approved by another administrator."""
    office.activate(page, by, slip)
    page.goto(f"{office.url}/accounts/{of}")
    while page.get_by_role("button", name="批准", exact=True).count():
        page.get_by_role("button", name="批准", exact=True).first.click()
        if "/step-up" in page.url:
            page.get_by_label("六位动态验证码").fill(office.code(by))
            page.get_by_role("button", name=re.compile("确认|继续")).click()


def test_what_was_typed_survives_the_end_of_a_session(office, opened):
    page = opened()
    office.activate(page, "S-lost", office.add("S-lost", "王小明", "reception"))
    page.goto(f"{office.url}/batches")
    page.get_by_label("批次编号").fill("2026-autumn")
    page.context.clear_cookies()

    page.get_by_role("button", name="打开").click()
    expect(page.get_by_text("已保留十分钟")).to_be_visible()
    office.sign_in(page, "S-lost")

    expect(page.get_by_label("批次编号")).to_have_value("2026-autumn")
    expect(page.get_by_text("已为您填回")).to_be_visible()
