"""The gateway as `skillseal up` starts it, before a service as it runs: it takes the gateway's token."""

import csv
import io
import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
from typer.testing import CliRunner

from apps.cli.account import FACTORS
from apps.cli.commands import app
from apps.cli.system import GATEWAY, System
from apps.demo.people import FrontDoor
from apps.gateway.tests.desk import PASSWORD, Forms
from apps.web.words import ROLES

pytestmark = pytest.mark.rabbit


class Visitor:
    """A browser over plain HTTP on this machine, which is as good as TLS to real ones, but not to httpx."""

    def __init__(self, url):
        self.cookies: dict[str, str] = {}
        self.client = httpx.Client(base_url=url, trust_env=False, headers={"Accept": "text/html", "Origin": url})

    def go(self, method, path, *, files=None, **sent):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.client.request(method, path, headers={"Cookie": cookies}, data=sent or None, files=files)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.page = self.go("GET", answer.headers["Location"]) if answer.status_code == 303 else answer
        return self.page

    def send(self, action, *, files=None, **typed):
        return self.go("POST", action, files=files, **{**Forms(self.page.text).found[action], **typed})

    def activate(self, account_id, slip):
        page = self.go("POST", "/activate", account_id=account_id, slip=slip)
        secret = page.text.partition('class="secret">')[2].partition("<")[0]
        code = pyotp.TOTP(secret).now()
        return self.go("POST", "/activate/account", password=PASSWORD, again=PASSWORD, code=code)


@pytest.fixture
def system(state_dir, amqp_vhost_url, monkeypatch):
    monkeypatch.setenv("AMQP_URL", amqp_vhost_url)
    with System.start(state_dir, services=["registration"], pages=[GATEWAY], bound=True) as system:
        yield system


def signed_in(system, account_id, name, role):
    def skillseal(*words):
        return CliRunner().invoke(app, [*words, "--state", str(system.state_dir)], catch_exceptions=False).output

    slip = re.search(r"slip: (\S+)", skillseal("account", "add", account_id, name)).group(1)
    skillseal("account", "grant", account_id, role)
    visitor = Visitor(system.pages[GATEWAY])
    visitor.activate(account_id, slip)
    return visitor


def test_a_clerk_comes_in_by_a_slip_and_sees_what_registration_tells(system):
    visitor = signed_in(system, "S-0001", "王小明", "reception")

    inside = visitor.page
    missing = visitor.go("GET", "/batches/nowhere")

    assert (inside.status_code, inside.url.path) == (200, "/todo")
    assert "账户已激活" in inside.text
    assert missing.status_code == 404
    assert re.search(r'role="alert">没有[^<]*批次', missing.text), "in the words of registration"


ROW = {
    "姓名": "欧阳试例",
    "证件类型": "居民身份证",
    "证件号码": "",
    "性别": "男",
    "手机号码": "16900000001",
    "职业编码": "4-03-02-01",
    "职业名称": "中式烹调师",
    "工种": "中式烹调师",
    "级别": "四级",
    "报考科目": "全部",
    "申报条件": "L4-YEARS5",
    "从业年限": "5",
    "原证书级别": "",
    "原证书编号": "",
    "原证书日期": "",
    "文化程度": "高中",
    "所学专业": "",
    "证明材料": "身份证;工作年限证明;照片",
    "本人确认": "是",
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def a_number(order):
    """A resident number of an area that nobody comes from, of a man."""
    body = f"99000119900517{order:03d}"
    return body + "10X98765432"[sum(int(figure) * weight for figure, weight in zip(body, WEIGHTS, strict=True)) % 11]


def a_roster(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, ROW)
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return {"file": ("名册.csv", text.getvalue().encode())}


def an_open_batch(system):
    """A batch that takes applications now; answers a program of exam affairs."""
    now = datetime.now(UTC)
    headers = {"Authorization": f"Bearer {system.token('S-0009', ['exam-affairs'], name='李小红')}"}
    program = httpx.Client(base_url=system.urls["registration"], headers=headers, trust_env=False)
    offers = [
        {"occupation_code": "4-03-02-01", "occupation": "中式烹调师", "work_type": "中式烹调师", "level": level}
        for level in (5, 4)
    ]
    period = {
        "registration_opens_at": (now - timedelta(hours=1)).isoformat(),
        "registration_closes_at": (now + timedelta(days=1)).isoformat(),
    }
    announced = {
        "announcement_id": "real", "title": "公告", "offers": offers, "conditions": "标准。", "method": "考试。",
        "areas": ["湘岚考区"], "sites": ["主考点"], "fees": [{"level": level, "fen": 20_000} for level in (5, 4)],
    }  # fmt: skip
    batch = {
        "batch_id": "real", "name": "本季批次", "offers": offers,
        "institution_code": "S000043009001", "institution": "湘岚技师学院（虚构）",
    }  # fmt: skip
    for path, body in (("/announcements", announced), ("/batches", batch)):
        tell(program, path, **body, **period)
    return program


def tell(program, path, **body):
    answer = program.post(path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    assert answer.is_success, answer.text


def test_two_review_a_roster_checked_and_taken_in_without_overlooking_each_other(system):
    program = an_open_batch(system)
    clerk = signed_in(system, "S-0001", "王小明", "reception")
    roster = a_roster({"证件号码": a_number(1)}, {"证件号码": a_number(3), "从业年限": "3"})
    assert 'href="/batches/real/roster">导入考生名册' in clerk.go("GET", "/todo").text

    clerk.go("GET", "/batches/real/roster")
    picture = clerk.send("/batches/real/roster", files={"file": ("名册.xlsx", b"\x89PNG\r\n\x1a\n\xff\xfe")})
    assert re.search(r'id="file-refusal">[^<]*整份文件未导入', picture.text), "in the words of registration"
    checked = clerk.send("/batches/real/roster", files=roster)
    assert checked.url.path == "/batches/real/roster/check"
    assert "符合条件 1 行，不符合 1 行" in checked.text
    assert program.get("/batches/real/applications").json()["items"] == []
    assert clerk.send("/batches/real/roster/check/file").content.startswith(b"PK")
    clerk.page = checked
    assert "符合条件、等待审核 1 人，不符合 1 人" in clerk.send("/batches/real/roster/check").text

    clerk.go("GET", "/batches/real/roster")
    again = clerk.send("/batches/real/roster", files=roster)
    assert re.search(r'id="file-refusal">[^<]*已经?导入', again.text), "in the words of registration"

    clerk.go("GET", "/search")
    assert clerk.send("/search", id_number=a_number(1)).url.path == "/applications/real-00002"

    reviewer = signed_in(system, "S-0002", "周二", "exam-affairs")
    assert "审核报名" in reviewer.go("GET", "/todo").text
    reviewer.go("GET", "/batches/real/applications?state=eligible")
    assert "已通过 1 份报名，还有 0 份待审核" in reviewer.send("/batches/real/applications/approvals").text
    reviewer.go("GET", "/applications/real-00003")
    lower = {"level": 5, "condition": "L5-ENTRY", "proofs": []}
    tell(program, "/applications/real-00003/downgrade", **lower)
    late = reviewer.send("/applications/real-00003/downgrade", condition="5:L5-ENTRY")
    assert late.status_code == 412
    assert "已由 李小红 修改" in late.text
    assert "待审核" in late.text, "what is shown below the sentence is what there is now"
    refused = reviewer.send("/applications/real-00003/refusal", reason="工作年限证明没有盖章")
    assert "已登记不予通过" in refused.text
    assert "工作年限证明没有盖章" in refused.text


def test_people_are_added_to_a_gateway_that_runs_elsewhere(system):
    elsewhere = system.state_dir / "system.json"
    elsewhere.write_text(json.dumps({"pages": system.pages}), encoding="utf-8")

    added = CliRunner().invoke(app, ["account", "add", "A-0001", "周一", "--state", str(elsewhere)])

    assert f"{system.pages[GATEWAY]}/activate" in added.output
    token = CliRunner().invoke(app, ["token", "S-0901", "leading-group", "--state", str(elsewhere)])
    assert token.output.count(".") == 2


def test_invented_people_come_in_with_the_code_that_the_command_prints(system):
    people = [{"staff_id": "S-0007", "name": "韩志", "roles": ["item-bank", "examiner"]}]
    FrontDoor(system, PASSWORD).let_in(people, today=datetime.now(UTC).date())
    visitor = Visitor(system.pages[GATEWAY])

    told = CliRunner().invoke(app, ["account", "code", "S-0007", "--state", str(system.state_dir)])
    unknown = CliRunner().invoke(app, ["account", "code", "S-0008", "--state", str(system.state_dir)])

    assert re.fullmatch(r"\d{6}  for \d+ more seconds, once\n", told.output)
    assert unknown.exit_code == 1
    assert (system.state_dir / FACTORS).stat().st_mode & 0o777 == 0o600
    visitor.go("POST", "/sign-in", account_id="S-0007", password=PASSWORD)
    assert "六位动态验证码" in visitor.page.text
    listed = CliRunner().invoke(app, ["account", "list", "--state", str(system.state_dir)], env={"COLUMNS": "200"})
    assert "examiner, item-bank" in listed.output


def test_invented_people_of_every_role_sign_in_with_password_and_code(system):
    roles = sorted(set(ROLES) - {"administrator"})
    people = [
        {"staff_id": f"S-{number:04}", "name": "韩志", "roles": [role]} for number, role in enumerate(roles, start=1)
    ]
    FrontDoor(system, PASSWORD).let_in(people, today=datetime.now(UTC).date())
    factors = json.loads((system.state_dir / FACTORS).read_text(encoding="utf-8"))

    for person in people:
        visitor, number = Visitor(system.pages[GATEWAY]), person["staff_id"]
        visitor.go("POST", "/sign-in", account_id=number, password=PASSWORD)
        next_code = pyotp.TOTP(factors[number]).at(datetime.now(UTC) + timedelta(seconds=30))
        visitor.go("POST", "/sign-in/code", code=next_code)
        assert ROLES[person["roles"][0]] in visitor.go("GET", "/my-account").text, person
