"""One sign-in for gateway and duty console: who gets a token there, for how long, and who does not."""

import secrets
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt

from apps.gateway.tests.desk import ANOTHER, PASSWORD, Browser, Desk
from apps.gateway.use_cases import accounts
from apps.web.handover import challenge_of
from libs.chassis.domain import Query
from libs.chassis.testing import KEY
from libs.chassis.web.answers import ANSWERS

CONSOLE = "https://duty.example.org"


@pytest.fixture
async def desk(tmp_path):
    async with Desk(tmp_path, told={"console_url": CONSOLE}) as desk:
        yield desk


@pytest.fixture
async def console(desk):
    transport = httpx.ASGITransport(desk.web, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://127.0.0.1", headers={"Origin": "https://127.0.0.1"}
    ) as http:
        yield Console(http)


class Console:
    """Asks as the duty console does."""

    def __init__(self, http):
        self.http = http

    async def ask(self, path, **body):
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        return await self.http.post(f"/console/sessions{path}", json=body, headers=headers)

    async def signed_in(self, browser):
        """The number of a console's session that was opened from a browser."""
        number = secrets.token_hex(32)
        answer = await self.ask("", code=await code_in(browser, number), number=number)
        assert answer.status_code == 200, answer.text
        return number

    async def is_open(self, number):
        answer = await self.ask("/renewal", number=number)
        assert answer.status_code in {200, 403}, answer.text
        return answer.status_code == 200


async def code_in(browser, number):
    """What the browser is sent to the console with."""
    answer = await browser.client.get(f"/console/entry?challenge={challenge_of(number)}", follow_redirects=False)
    there = urlsplit(answer.headers["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{CONSOLE}/sign-in/code"
    return parse_qs(there.query)["code"][0]


def told(answer):
    decoded = jwt.decode(answer.json()["token"], KEY, algorithms=["Ed25519"])
    return decoded.claims


async def test_whoever_comes_from_the_console_is_led_back_by_a_page(desk, browser):
    await desk.signed_in("S-0901", "leading-group")
    here = f"/console?challenge={'a' * 64}"
    await browser.open(here)
    assert browser.path == "/sign-in"

    await browser.send("/sign-in", account_id="S-0901", password=PASSWORD)
    desk.step(seconds=30)
    await browser.send("/sign-in/code", code=desk.code("S-0901"))

    assert str(browser.page.url).endswith(here)
    assert f'content="0;url=/console/entry?challenge={"a" * 64}"' in browser.page.text
    assert CONSOLE not in browser.page.text, "a form's answer may lead to this site alone"


async def test_the_console_is_lent_a_minutes_token_for_one_service(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group", name="王值")
    number = secrets.token_hex(32)

    answer = await console.ask("", code=await code_in(browser, number), number=number)

    claims = told(answer)
    assert (claims["sub"], claims["name"], claims["roles"]) == ("S-0901", "王值", ["leading-group"])
    assert (claims["aud"], claims["exp"]) == ("incident", desk.now.timestamp() + 60)
    assert answer.json()["seconds"] == 60
    assert answer.json()["session_seconds"] == timedelta(hours=12).total_seconds()


async def test_a_code_opens_once_for_its_number_within_a_minute(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    mine, theirs = secrets.token_hex(32), secrets.token_hex(32)
    code = await code_in(browser, mine)

    assert (await console.ask("", code=code, number=theirs)).json()["title"] == "console-code"
    assert (await console.ask("", code=code[:-2], number=mine)).json()["title"] == "console-code"
    assert (await console.ask("", code=code, number=mine)).status_code == 200
    assert (await console.ask("", code=code, number=mine)).json()["title"] == "console-session-over"
    for seconds, status in (59, 200), (60, 403):
        number = secrets.token_hex(32)
        code = await code_in(browser, number)
        desk.step(seconds=seconds)
        assert (await console.ask("", code=code, number=number)).status_code == status


async def test_whoever_signed_out_meanwhile_does_not_get_in(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = secrets.token_hex(32)
    code = await code_in(browser, number)
    await browser.open("/my-account")
    await browser.send("/my-account/sign-out")

    answer = await console.ask("", code=code, number=number)

    assert (answer.status_code, answer.json()["title"]) == (403, "console-session-over")


async def test_a_screen_on_the_wall_stays_for_twelve_hours(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    desk.step(minutes=20)
    number = await console.signed_in(browser)

    desk.step(hours=11, minutes=39)
    assert await console.is_open(number)
    assert (await browser.open("/my-account")).url.path == "/sign-in", "unused, at a desk"
    assert await console.is_open(number)
    desk.step(minutes=1)
    assert not await console.is_open(number)


async def sign_out(desk, browser):
    await browser.open("/my-account")
    await browser.send("/my-account/sign-out")


async def disable(desk, _):
    await desk.gateway.change(accounts.disable_account, id="S-0901", by="A-0001", now=desk.now)


async def change_password_elsewhere(desk, _):
    other = Browser(desk, "10.2.2.2")
    await other.sign_in("S-0901")
    await other.open("/my-account")
    await other.send("/my-account/password", current_password=PASSWORD, password=ANOTHER, again=ANOTHER)


async def end_it_in_the_list(desk, browser):
    await browser.open("/my-account")
    [line] = [part for part in browser.page.text.split("<li>") if "值班台</span>" in part]
    await browser.client.post(line.partition('action="')[2].partition('"')[0])


@pytest.mark.parametrize("leave", [sign_out, disable, change_password_elsewhere, end_it_in_the_list])
async def test_whoever_leaves_the_gateway_has_left_the_console(desk, console, leave):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)
    assert await console.is_open(number)

    await leave(desk, browser)

    assert not await console.is_open(number)


async def test_an_unused_session_is_ended_in_the_console_by_whoever_ends_all(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)
    desk.step(minutes=31)

    await change_password_elsewhere(desk, browser)

    assert not await console.is_open(number)


async def test_a_fresh_code_or_password_here_leaves_the_own_console_open(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)
    desk.step(minutes=5)
    await browser.open("/step-up?then=/my-account")
    await browser.confirm()
    await browser.send("/my-account/password", current_password=PASSWORD, password=ANOTHER, again=ANOTHER)

    assert await console.is_open(number)
    await browser.send("/my-account/sign-out")
    assert not await console.is_open(number)


async def test_whoever_leaves_the_console_has_left_the_gateway(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)

    assert (await console.ask("/end", number=number)).status_code == 204

    assert not await console.is_open(number)
    assert (await browser.open("/my-account")).url.path == "/sign-in"


async def test_cookie_and_consoles_number_open_nothing_of_each_other(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)
    cookie = browser.client.cookies["__Host-skillseal"]
    thief = Browser(desk)
    thief.client.cookies.set("__Host-skillseal", number, domain="127.0.0.1")

    assert (await thief.open("/my-account")).url.path == "/sign-in"
    assert not await console.is_open(cookie)
    assert not await console.is_open(secrets.token_hex(32))
    assert (await console.ask("/end", number=cookie)).status_code == 204
    assert (await browser.open("/my-account")).url.path == "/my-account"


async def test_a_role_that_was_withdrawn_is_gone_with_the_next_token(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group", "exam-affairs")
    number = await console.signed_in(browser)
    await desk.gateway.change(withdraw, now=desk.now)

    answer = await console.ask("/renewal", number=number)

    assert told(answer)["roles"] == []


async def withdraw(records, *, now):
    account = await records.accounts.get("S-0901")
    for grant in account.grants:
        account.withdraw_grant(grant.id, by="A-0001", now=now)
    records.accounts.save(account)


async def test_without_a_console_nobody_is_sent_anywhere(tmp_path):
    async with Desk(tmp_path) as desk:
        browser = await desk.signed_in("S-0901", "leading-group")
        for path in ("/console", f"/console/entry?challenge={'a' * 64}"):
            answer = await browser.open(path)
            assert (answer.status_code, "没有连接值班台" in answer.text) == (404, True)


async def test_nobody_is_sent_to_a_console_with_a_challenge_that_is_none(desk):
    browser = await desk.signed_in("S-0901", "leading-group")

    answer = await browser.client.get("/console/entry?challenge=x", follow_redirects=False)

    assert answer.status_code == 422


async def test_neither_number_nor_token_is_kept(desk, console):
    browser = await desk.signed_in("S-0901", "leading-group")
    number = await console.signed_in(browser)
    token = (await console.ask("/renewal", number=number)).json()["token"]

    work = desk.gateway.transactions.begin()
    collections = [*desk.gateway.wiring.collections.values(), ANSWERS]
    kept = [repr(one) for each in collections for one in (await work.of(each).find(Query())).items]

    assert any(challenge_of(number) in one for one in kept)
    assert not [one for one in kept if number in one or token in one]
