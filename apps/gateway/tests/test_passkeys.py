"""Passkeys beside the codes of the phone: made after a proof, shown when signing in, and what forged ones do."""

import html

import pytest

from apps.gateway.identity.passkeys import Passkeys
from apps.gateway.tests.authenticator import Authenticator
from apps.gateway.tests.desk import PASSWORD, Browser, Desk, Forms
from libs.chassis.domain import Query

ORIGIN = "https://staff.example.org"
MINE = "/my-account/passkeys"


@pytest.fixture
async def desk(tmp_path):
    async with Desk(tmp_path, told={"gateway_url": ORIGIN}) as desk:
        yield desk


@pytest.fixture
def device():
    return Authenticator(ORIGIN)


def options(browser):
    return html.unescape(browser.page.text.partition('data-options="')[2].partition('"')[0])


async def add(browser, device, name="办公室电脑"):
    await browser.open(MINE)
    return await browser.send(MINE, name=name, credential=device.make(options(browser)))


async def begin(desk, account_id="S-0001", address="10.1.1.1"):
    browser = Browser(desk, address)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id=account_id, password=PASSWORD)
    return browser


async def show(browser, device, action="/sign-in/code/passkey", **other):
    return await browser.send(action, credential=device.show(options(browser)), **other)


async def test_a_passkey_is_the_second_factor_and_codes_remain_enough(desk, device):
    first = await desk.signed_in("S-0001", "reception")
    assert "已添加" in (await add(first, device)).text

    browser = await begin(desk)
    assert "使用通行密钥登录" in browser.page.text
    await show(browser, device)
    assert (browser.page.status_code, browser.path) == (200, "/todo")
    with_code = Browser(desk)
    await with_code.sign_in("S-0001")

    assert with_code.path == "/todo"
    await browser.open("/batches")
    [*_, request] = [asked[3] for asked in desk.services.asked if asked[0] == "registration"]
    claims = desk.services.checks["registration"]._verified(request.headers["Authorization"][7:])[1]
    assert claims.amr == ["pop", "pwd"]


async def test_a_passkey_is_made_and_removed_after_a_proof_and_ends_others(desk, device):
    browser = await desk.signed_in("S-0001", "reception")
    other = Browser(desk, "10.2.2.2")
    await other.sign_in("S-0001")
    desk.step(minutes=5)
    await add(browser, device)
    assert browser.path == "/step-up"
    await browser.confirm()
    await add(browser, device)
    assert "办公室电脑" in browser.page.text
    assert (await other.open("/my-account")).url.path == "/sign-in"
    desk.step(minutes=5)
    [remove] = [action for action in Forms(browser.page.text).found if action.endswith("/remove")]

    await browser.send(remove)
    await show(browser, device, "/step-up/passkey")
    assert browser.path == MINE
    await browser.send(remove)

    assert "还没有添加通行密钥" in browser.page.text
    again = await begin(desk)
    assert "使用通行密钥登录" not in again.page.text


async def test_several_are_named_and_one_is_added_once(desk, device):
    browser = await desk.signed_in("S-0001", "reception")
    await add(browser, device)
    await add(browser, Authenticator(ORIGIN), "家里的钥匙")
    assert browser.page.text.index("办公室电脑") < browser.page.text.index("家里的钥匙")

    answer = await add(browser, device, "再一次")

    assert (answer.status_code, "已经添加过" in answer.text) == (409, True)


async def test_ten_are_enough(desk):
    browser = await desk.signed_in("S-0001", "reception")
    for number in range(10):
        await add(browser, Authenticator(ORIGIN), f"第 {number + 1} 个")

    answer = await add(browser, Authenticator(ORIGIN))

    assert (answer.status_code, "最多添加十个" in answer.text) == (409, True)


async def test_a_passkey_steps_up_in_a_session_of_a_new_number(desk, device):
    browser = await desk.signed_in("A-0001", "administrator")
    await add(browser, device)
    desk.step(minutes=5)
    await browser.open("/accounts/new")
    await browser.send("/accounts/new", account_id="S-0002", name="李小红")
    before = browser.client.cookies["__Host-skillseal"]

    await show(browser, device, "/step-up/passkey")

    assert browser.path == "/accounts/new"
    assert browser.client.cookies["__Host-skillseal"] != before
    assert "激活码" in (await browser.send("/accounts/new")).text


FORGED = {
    "of another site": lambda device: setattr(device, "origin", "https://staff.example.com"),
    "of another host": lambda device: setattr(device, "host", "example.org"),
    "signed by another key": lambda device: setattr(device, "key", Authenticator(ORIGIN).key),
    "not of this account": lambda device: setattr(device, "id", b"x" * 16),
    "of a copy that was left behind": lambda device: setattr(device, "count", -1),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_a_forged_or_foreign_passkey_opens_nothing(desk, device, forge):
    first = await desk.signed_in("S-0001", "reception")
    await add(first, device)
    await show(await begin(desk), device)
    forge(device)
    browser = await begin(desk)

    answer = await show(browser, device)

    assert (answer.status_code, "没有通过核验" in answer.text) == (403, True)
    assert (await browser.open("/my-account")).url.path == "/sign-in"


@pytest.mark.parametrize("nonsense", ["x", "{}", "[]", "null", '{"id": 7}', "[" * 3000])
async def test_what_is_no_answer_opens_nothing_and_adds_nothing(desk, device, nonsense):
    first = await desk.signed_in("S-0001", "reception")
    await add(first, device)
    await first.open(MINE)
    added = await first.send(MINE, name="x", credential=nonsense)
    browser = await begin(desk)

    shown = await browser.send("/sign-in/code/passkey", credential=nonsense)

    assert (added.status_code, shown.status_code) == (403, 403)
    assert len((await desk.account("S-0001")).passkeys) == 1


async def test_an_answer_is_good_once_for_five_minutes_where_it_was_asked(desk, device):
    first = await desk.signed_in("S-0001", "reception")
    await add(first, device)
    browser, other = await begin(desk), await begin(desk)
    fields = Forms(browser.page.text).found["/sign-in/code/passkey"]
    sent = {**fields, "credential": device.show(options(browser))}

    elsewhere = await other.client.post("/sign-in/code/passkey", data=sent)
    assert elsewhere.status_code == 403
    assert (await browser.client.post("/sign-in/code/passkey", data=sent)).url.path == "/todo"
    again = await browser.client.post("/sign-in/code/passkey", data=sent)
    assert (again.status_code, "重新开始" in again.text) == (403, True)
    late = await begin(desk)
    desk.step(minutes=5)

    assert (await show(late, device)).status_code == 403


async def test_wrong_passkeys_are_slowed_down_with_wrong_codes(desk, device):
    first = await desk.signed_in("S-0001", "reception")
    await add(first, device)
    browser = await begin(desk)
    wrong = Authenticator(ORIGIN)

    answers = [await show(browser, wrong) for _ in range(3)]
    answers += [await browser.send("/sign-in/code", code="000000") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


async def test_a_new_slip_takes_the_passkeys_too(desk, device):
    browser = await desk.signed_in("S-0001", "reception")
    await add(browser, device)
    account = await desk.account("S-0001")

    account.issue_slip("AAAA", by="A-0001", now=desk.now)

    assert account.passkeys == []


async def test_only_the_public_half_is_kept_and_a_password_comes_first(desk, device):
    browser = await desk.signed_in("S-0001", "reception")
    await add(browser, device)
    stranger = Browser(desk)

    answer = await stranger.client.post("/sign-in/code/passkey", data={"credential": "x", "asked": "x"})

    assert (answer.status_code, "重新开始" in answer.text) == (403, True)
    accounts = desk.gateway.transactions.begin().of(desk.gateway.wiring.collections["accounts"])
    [kept] = (await accounts.find(Query())).items
    assert str(device.key.private_numbers().private_value) not in repr(kept)


@pytest.mark.parametrize(
    ("url", "has_any"),
    [(ORIGIN, True), ("http://localhost:8120", True), ("http://127.0.0.1:8120", False), ("", False)],
)
def test_passkeys_are_bound_to_a_name(url, has_any):
    assert (Passkeys.at(url) is not None) == has_any
