"""A gateway on a real store and a stepped clock, before services that say what a test has them say; and browsers."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
import pyotp

from apps.gateway.main import build
from apps.gateway.settings import Settings
from apps.gateway.use_cases import accounts
from libs.chassis.bus.provenance import public_key
from libs.chassis.identity import Tokens
from libs.chassis.testing import EVENT_KEY, FIELD_KEY, KEY, NOON, a_token
from libs.chassis.time.clock import SimulatedClock

PASSWORD = "湘江边的七棵樟树 2026"
ANOTHER = "岳麓山下两只白鹭 8051"
A_YEAR = timedelta(days=365)


def settings(directory, store="", *, simulation=False, **told):
    return Settings(
        simulation=simulation,
        store=store or f"sqlite:///{directory / 'gateway.sqlite'}",
        field_keys=f"k1:{FIELD_KEY}",
        token_keys=json.dumps({"keys": [KEY.as_dict(private=False)]}),
        event_key=EVENT_KEY,
        event_keys=f"gateway:{public_key(EVENT_KEY)}",
        gateway_key=json.dumps(KEY.as_dict(private=True)),
        services={name: f"http://{name}" for name in SERVICES},
        **told,
    )


SERVICES = ("registration", "scheduling", "itembank", "scoring", "certification", "incident", "archive", "sync")


class PlainPasswords:
    """Keeps passwords as they are, at once."""

    async def hash(self, password):
        return f"plain:{password}"

    async def match(self, hashed, password):
        return hashed == f"plain:{password}"


# Read once: it takes as long as a page.
AUTHORITIES = httpx.create_ssl_context()


class FakeServices(httpx.AsyncBaseTransport):
    """Answers what `says` was told, no batch, no session today, else 404; `asked` keeps who asked what."""

    def __init__(self):
        self.asked = []
        self.answers: dict[tuple[str, str, str], Any] = {
            ("registration", "GET", "/batches"): (200, {"items": [], "next": None}, {}),
            ("registration", "GET", "/annual-plans/reminders"): (200, [], {}),
            ("certification", "GET", "/holiday-years"): (200, [], {}),
            ("certification", "GET", "/questioned-certificates"): (200, {"items": [], "next": None}, {}),
            ("scheduling", "GET", "/sessions"): (200, {"items": [], "next": None}, {}),
        }
        self.away = set()
        self._network = httpx.AsyncHTTPTransport(verify=AUTHORITIES)  # to an identity provider of a test
        self.checks = {name: Tokens({"keys": [KEY.as_dict(private=False)]}, audience=name) for name in SERVICES}

    def says(self, service, method, path, body=None, status=200, **headers):
        self.answers[service, method, path] = (status, body, headers)

    def refuses(self, service, method, path, sentence, status=409):
        self.says(service, method, path, {"title": "some-slug", "detail": sentence}, status)

    async def handle_async_request(self, request):
        service = request.url.host
        if service == "127.0.0.1":
            return await self._network.handle_async_request(request)
        self.asked.append((service, request.method, request.url.path, request))
        if service in self.away:
            raise httpx.ConnectError("away")
        missing: Any = (404, {"title": "not-found", "detail": "没有找到。"}, {})
        status, body, headers = self.answers.get((service, request.method, request.url.path), missing)
        if callable(body):
            body = body(request)
        if body is None:
            return httpx.Response(status, headers=headers)
        if isinstance(body, bytes):
            return httpx.Response(status, headers=headers, content=body)
        return httpx.Response(status, headers=headers, json=body)


class Forms(HTMLParser):
    """The forms of a page: address → the fields as a browser would send them."""

    def __init__(self, html):
        super().__init__()
        self.found = {}
        self._fields = None
        self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self._fields = self.found.setdefault(told.get("action", ""), {})
        elif self._fields is None or (tag != "option" and "name" not in told) or _is_not_sent(told):
            return
        elif tag == "input":
            self._fields[told["name"]] = told.get("value", "")
        elif tag == "select":
            self._select = told["name"]
        elif tag == "option" and (self._select not in self._fields or "selected" in told):
            self._fields[self._select] = told["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None


def _is_not_sent(told):
    return told.get("type") == "file" or (told.get("type") == "checkbox" and "checked" not in told)


class Browser:
    """Follows redirects, keeps cookies, and sends the forms of the page that it shows, as one without scripts does."""

    def __init__(self, desk, address="10.1.1.1"):
        self.desk = desk
        transport = httpx.ASGITransport(desk.web, client=(address, 1), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(
            transport=transport,
            base_url="https://127.0.0.1",
            headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "User-Agent": "a browser"},
            follow_redirects=True,
        )
        self.page = None

    async def open(self, path):
        self.page = await self.client.get(path)
        return self.page

    async def send(self, action, *, files=None, **typed):
        fields = Forms(self.page.text).found[action]
        self.page = await self.client.post(action, data={**fields, **typed}, files=files)
        return self.page

    @property
    def path(self):
        return self.page.url.path

    async def activate(self, account_id, slip, password=PASSWORD):
        await self.open("/activate")
        await self.send("/activate", account_id=account_id, slip=slip)
        secret = self.page.text.partition('class="secret">')[2].partition("<")[0]
        self.desk.secrets[account_id] = secret
        return await self.send("/activate/account", password=password, again=password, code=self.desk.code(account_id))

    async def sign_in(self, account_id, password=PASSWORD, then="/"):
        await self.open(f"/sign-in?then={then}")
        await self.send("/sign-in", account_id=account_id, password=password)
        self.desk.step(seconds=30)
        return await self.send("/sign-in/code", code=self.desk.code(account_id))

    async def confirm(self):
        """Show the second factor again, with the next code."""
        assert self.path == "/step-up"
        self.desk.step(seconds=30)
        return await self.send("/step-up", code=self.desk.code(self.desk.last))


class Desk:
    """`async with Desk(tmp_path) as desk:` opens it."""

    def __init__(self, directory, *, store="", clock=None, simulation=False, told=None, **options):
        self.services = FakeServices()
        self.clock = clock or SimulatedClock(NOON)
        self.gateway = build(
            settings(directory, store, simulation=simulation, **(told or {})),
            clock=self.clock,
            passwords=options.pop("passwords", PlainPasswords()),
            http=httpx.AsyncClient(transport=self.services),
            **options,
        )
        self.secrets = {}
        self.last = ""

    async def __aenter__(self):
        await self.gateway.open()
        self.web = self.gateway.application()
        return self

    async def __aexit__(self, *_):
        await self.gateway.store.close()

    @property
    def now(self):
        return self.clock.now()

    def step(self, **by):
        self.clock.step_to(self.now + timedelta(**by))

    def code(self, account_id):
        self.last = account_id
        return pyotp.TOTP(self.secrets[account_id]).at(self.now)

    async def add(self, account_id, name="王小明", *roles):
        """An account with roles that are in force; answers the code of its slip."""
        slip = self.gateway.slip(account_id, "a-request-of-a-test")
        await self.gateway.change(
            accounts.add_account, id=account_id, name=name, code=slip, by="somebody", now=self.now
        )
        today = self.now.date()
        for role in roles:
            given = {"account_id": account_id, "id": f"{account_id}-{role}-grant"}
            state = await self.gateway.change(
                accounts.grant_role,
                **given,
                role=role,
                starts_on=today,
                ends_on=today + A_YEAR,
                by="somebody",
                now=self.now,
            )
            if state == "proposed":
                await self.gateway.change(accounts.approve_grant, **given, by="another", now=self.now)
        return slip

    async def signed_in(self, account_id, *roles, name="王小明", address="10.1.1.1"):
        """A browser in which somebody has activated the account and is signed in."""
        slip = await self.add(account_id, name, *roles)
        browser = Browser(self, address)
        answer = await browser.activate(account_id, slip)
        assert answer.status_code == 200, answer.text
        return browser

    async def account(self, account_id):
        return await self.gateway.transactions.begin().of(self.gateway.wiring.collections["accounts"]).get(account_id)

    def operator(self):
        """A program with an operator's token."""
        headers = {"Authorization": f"Bearer {a_token('root', 'operator')}", "Origin": "https://127.0.0.1"}
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="https://127.0.0.1", headers=headers)
