"""Coming in, as a browser without scripts does it."""

import pytest

from apps.gateway.tests.desk import ANOTHER, PASSWORD, Browser

SIGN_OUT = "/my-account/sign-out"


async def test_a_slip_opens_an_account_whose_holder_alone_knows_the_password(desk, browser):
    slip = await desk.add("S-0001", "王小明", "reception")

    await browser.activate("S-0001", slip)

    assert browser.path == "/todo"
    assert "王小明" in browser.page.text
    account = await desk.account("S-0001")
    assert account.is_active
    assert account.slip is None
    assert desk.secrets["S-0001"] not in account.totp


async def test_whoever_signs_out_signs_in_again_with_password_and_code(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)
    assert browser.path == "/sign-in"
    assert "您已退出登录" in browser.page.text

    await browser.sign_in("S-0001")

    assert browser.path == "/todo"


async def test_a_slip_opens_once(desk, browser):
    slip = await desk.add("S-0001")
    await browser.activate("S-0001", slip)
    another = Browser(desk)
    await another.open("/activate")

    answer = await another.send("/activate", account_id="S-0001", slip=slip)

    assert answer.status_code == 403
    assert "激活码不正确，或激活码已用过" in answer.text


@pytest.mark.parametrize(("hours", "status"), [(23.99, 200), (24, 403)])
async def test_a_slip_is_good_for_a_day(desk, browser, hours, status):
    slip = await desk.add("S-0001")
    desk.step(hours=hours)
    await browser.open("/activate")

    answer = await browser.send("/activate", account_id="S-0001", slip=slip.lower().replace("-", " "))

    assert answer.status_code == status


async def test_an_input_method_that_types_full_width_keeps_nobody_out(desk, browser):
    slip = await desk.add("S-0001")
    await browser.open("/activate")

    await browser.send("/activate", account_id="Ｓ－０００１", slip=full_width(slip))

    assert browser.path == "/activate/account"
    await browser.activate("S-0001", slip)
    await browser.send(SIGN_OUT)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id=" Ｓ－０００１", password=PASSWORD)
    desk.step(seconds=30)
    await browser.send("/sign-in/code", code=full_width(desk.code("S-0001")))
    assert browser.path == "/todo"


def full_width(text):
    return "".join(chr(ord(one) + 0xFEE0) for one in text)


async def test_unknown_wrong_disabled_and_not_activated_are_told_the_same(desk):
    await desk.signed_in("S-0001", "reception")
    await desk.signed_in("S-0002", "reception")
    await desk.add("S-0003")
    account = await desk.account("S-0002")
    account.disabled = True
    await desk.gateway.change(lambda records: saved(records, account))
    told = set()

    for account_id, password in [("S-9", PASSWORD), ("S-0001", "wrong"), ("S-0002", PASSWORD), ("S-0003", PASSWORD)]:
        browser = Browser(desk)
        await browser.open("/sign-in")
        answer = await browser.send("/sign-in", account_id=account_id, password=password)
        told.add((answer.status_code, answer.text.partition('role="alert">')[2].partition("</p>")[0]))

    assert len(told) == 1


async def saved(records, account):
    fresh = await records.accounts.get(account.id)
    fresh.disabled = account.disabled
    records.accounts.save(fresh)


@pytest.mark.parametrize(
    "weak", ["short", "password123456", "王小明王小明王小明", "S-0001-S-0001", "qwertyuiop", "1234567890ab"]
)
async def test_a_password_that_others_try_first_is_refused_beside_its_field(desk, browser, weak):
    slip = await desk.add("S-0001")

    answer = await browser.activate("S-0001", slip, password=weak)

    assert answer.status_code == 422
    assert 'id="password-refusal"' in answer.text
    assert not (await desk.account("S-0001")).is_active


async def test_a_code_opens_once_and_only_in_its_minute(desk):
    browser = await desk.signed_in("S-0001", "reception")
    used = desk.code("S-0001")
    await browser.send(SIGN_OUT)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)

    again = await browser.send("/sign-in/code", code=used)
    assert again.status_code == 403
    assert 'id="code-refusal"' in again.text
    desk.step(minutes=5)
    late = await browser.send("/sign-in/code", code=used)

    assert late.status_code == 403
    desk.step(seconds=60)
    assert (await browser.send("/sign-in/code", code=desk.code("S-0001"))).url.path == "/todo"


@pytest.mark.parametrize(("minutes", "is_in"), [(9.4, True), (10, False)])
async def test_between_password_and_code_are_ten_minutes_at_most(desk, minutes, is_in):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)
    desk.step(minutes=minutes)

    answer = await browser.send("/sign-in/code", code=desk.code("S-0001"))

    assert (answer.status_code, answer.url.path) == ((200, "/todo") if is_in else (403, "/sign-in/code"))


async def test_the_way_in_is_used_once(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)
    way_in = dict(browser.client.cookies)
    desk.step(seconds=30)
    await browser.send("/sign-in/code", code=desk.code("S-0001"))
    desk.step(seconds=30)

    thief = Browser(desk)
    thief.client.cookies.update(way_in)
    answer = await thief.client.post("/sign-in/code", data={"code": desk.code("S-0001")})

    assert answer.status_code == 403
    assert "已超过十分钟或已经用过" in answer.text


async def test_each_failure_makes_the_next_wait_longer_and_locks_nobody_out(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)
    waits = []
    for _ in range(5 + 4):
        waits.append(0)
        while (await tried(desk, "wrong")).status_code == 429:
            waits[-1] += 1
            desk.step(seconds=1)

    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8]
    desk.step(minutes=15)
    assert (await tried(desk, PASSWORD)).url.path == "/sign-in/code"


async def tried(desk, password, account_id="S-0001", address="10.1.1.1"):
    browser = Browser(desk, address)
    await browser.open("/sign-in")
    return await browser.send("/sign-in", account_id=account_id, password=password)


async def test_a_stranger_slows_nobody_down_where_they_have_signed_in_before(desk):
    browser = await desk.signed_in("S-0001", "reception", address="10.1.1.1")
    await browser.send(SIGN_OUT)
    await browser.sign_in("S-0001")
    for number in range(30):
        await tried(desk, "wrong", address=f"10.9.9.{number}")

    assert (await tried(desk, PASSWORD, address="10.8.8.8")).status_code == 429
    assert (await tried(desk, PASSWORD, address="10.1.1.1")).url.path == "/sign-in/code"


async def test_tries_for_somebody_who_does_not_exist_are_slowed_down_alike(desk):
    answers = [await tried(desk, "wrong", account_id="nobody") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


@pytest.mark.parametrize(
    "then", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/sign-in"]
)
async def test_signing_in_leads_to_no_other_site(desk, then):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)

    await browser.sign_in("S-0001", then=then)

    assert str(browser.page.url) == "https://127.0.0.1/todo"


async def test_who_has_to_sign_in_comes_to_the_page_asked_for(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.send(SIGN_OUT)
    await browser.open("/my-account")
    assert browser.path == "/sign-in"

    await browser.sign_in("S-0001", then=browser.page.url.params["then"])

    assert browser.path == "/my-account"


async def test_a_changed_password_ends_every_other_session(desk):
    here = await desk.signed_in("S-0001", "reception")
    there = Browser(desk, "10.2.2.2")
    await there.sign_in("S-0001")
    await here.open("/my-account")

    await here.send("/my-account/password", current_password=PASSWORD, password=ANOTHER, again=ANOTHER)

    assert "密码已修改" in here.page.text
    assert (await here.open("/my-account")).url.path == "/my-account"
    assert (await there.open("/my-account")).url.path == "/sign-in"


async def test_a_wrong_current_password_changes_nothing_and_is_said_beside_its_field(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/my-account")

    answer = await browser.send("/my-account/password", current_password="wrong", password=ANOTHER, again=ANOTHER)

    assert answer.status_code == 403
    assert 'id="current_password-refusal"' in answer.text
    assert ANOTHER not in answer.text


async def test_what_passed_is_forgotten(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await tried(desk, "wrong")
    await browser.send(SIGN_OUT)
    desk.step(days=100)

    await desk.gateway.retention.forget()

    counts = {name: await desk.gateway.store.count(name, {}) for name in ("sessions", "arrivals", "tries", "accounts")}
    assert counts == {"sessions": 0, "arrivals": 0, "tries": 0, "accounts": 1}
