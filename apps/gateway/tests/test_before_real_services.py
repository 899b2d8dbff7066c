"""The gateway as `skillseal up` starts it, before a service as it runs: it takes the gateway's token."""

import re

import httpx
import pyotp
import pytest
from typer.testing import CliRunner

from apps.cli.commands import app
from apps.cli.system import GATEWAY, System
from apps.gateway.tests.desk import PASSWORD

pytestmark = pytest.mark.rabbit


class Visitor:
    """A browser over plain HTTP on this machine, which is as good as TLS to real ones, but not to httpx."""

    def __init__(self, url):
        self.cookies: dict[str, str] = {}
        self.client = httpx.Client(base_url=url, trust_env=False, headers={"Accept": "text/html", "Origin": url})

    def go(self, method, path, **sent):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.client.request(method, path, headers={"Cookie": cookies}, data=sent or None)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return self.go("GET", answer.headers["Location"]) if answer.status_code == 303 else answer


@pytest.fixture
def system(state_dir, amqp_vhost_url, monkeypatch):
    monkeypatch.setenv("AMQP_URL", amqp_vhost_url)
    with System.start(state_dir, services=["registration"], pages=[GATEWAY], bound=True) as system:
        yield system


def test_a_clerk_comes_in_by_a_slip_and_sees_what_registration_tells(system):
    def skillseal(*words):
        return CliRunner().invoke(app, [*words, "--state", str(system.state_dir)], catch_exceptions=False).output

    slip = re.search(r"slip: (\S+)", skillseal("account", "add", "S-0001", "王小明")).group(1)
    skillseal("account", "grant", "S-0001", "reception")
    visitor = Visitor(system.pages[GATEWAY])
    page = visitor.go("POST", "/activate", account_id="S-0001", slip=slip)
    secret = page.text.partition('class="secret">')[2].partition("<")[0]
    code = pyotp.TOTP(secret).now()

    inside = visitor.go("POST", "/activate/account", password=PASSWORD, again=PASSWORD, code=code)
    missing = visitor.go("GET", "/batches/nowhere")

    assert (inside.status_code, inside.url.path) == (200, "/batches")
    assert "账户已激活" in inside.text
    assert missing.status_code == 404
    assert re.search(r'role="alert">没有[^<]*批次', missing.text), "in the words of registration"
