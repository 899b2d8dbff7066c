"""A session ends, and nothing typed is lost; what matters asks for the second factor again."""

import pyotp
import pytest

from apps.gateway.tests.desk import ANOTHER, PASSWORD, Browser, Forms
from libs.chassis.domain import Query

SIGN_OUT = "/my-account/sign-out"
NEW = {"account_id": "S-0002", "name": "李小红"}


async def test_an_unused_session_ends_and_leads_back_to_the_page(desk):
    browser = await desk.signed_in("S-0001", "reception")
    desk.step(minutes=29)
    await browser.open("/my-account")
    desk.step(minutes=29)
    assert (await browser.open("/my-account")).url.path == "/my-account"
    desk.step(minutes=30)

    await browser.open("/my-account")

    assert browser.path == "/sign-in"
    assert "登录已结束，请重新登录" in browser.page.text


async def test_where_i_am_signed_in_is_listed_and_ended(desk):
    here = await desk.signed_in("S-0001", "reception")
    there = Browser(desk, "10.2.2.2")
    await there.sign_in("S-0001")
    await here.open("/my-account")
    assert "10.2.2.2" in here.page.text
    [end] = [action for action in forms(here) if action.endswith("/end")]

    await here.send(end)

    assert "10.2.2.2" not in here.page.text
    assert (await there.open("/my-account")).url.path == "/sign-in"


def forms(browser):
    return Forms(browser.page.text).found


async def test_nobody_ends_the_session_of_somebody_else(desk):
    mine = await desk.signed_in("S-0001", "reception")
    theirs = await desk.signed_in("S-0002", "reception")
    work = desk.gateway.transactions.begin().of(desk.gateway.wiring.collections["sessions"])
    [session] = (await work.find(Query({"account_id": "S-0002"}))).items

    answer = await mine.client.post(f"/my-account/sessions/{session.id}/end")

    assert answer.status_code == 404
    assert (await theirs.open("/my-account")).url.path == "/my-account"


async def test_signing_in_makes_a_new_session_each_time(desk):
    browser = await desk.signed_in("S-0001", "reception")
    first = browser.client.cookies["__Host-skillseal"]
    await browser.send(SIGN_OUT)
    browser.client.cookies.set("__Host-skillseal", first, domain="127.0.0.1")

    await browser.sign_in("S-0001")

    assert browser.client.cookies["__Host-skillseal"] != first


async def test_what_was_typed_after_the_sessions_end_is_there_on_signing_in(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/batches")
    desk.step(minutes=31)
    await browser.send("/batches/find", batch_id="2026-autumn")
    assert browser.path == "/sign-in"
    assert "已保留十分钟" in browser.page.text

    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)
    await browser.send("/sign-in/code", code=desk.code("S-0001"))

    assert browser.path == "/batches"
    assert "已为您填回" in browser.page.text
    assert forms(browser)["/batches/find"]["batch_id"] == "2026-autumn"
    answer = await browser.send("/batches/find")
    assert answer.url.path == "/batches/2026-autumn"
    assert "还没有提交" not in (await browser.open("/batches")).text


async def test_what_waits_is_there_still_after_something_else_was_done(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/batches")
    desk.step(minutes=31)
    await browser.send("/batches/find", batch_id="2026-autumn")
    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)
    await browser.send("/sign-in/code", code=desk.code("S-0001"))

    done = await browser.client.post("/batches/export", data={"key": "k" * 32, "asked": ""})

    assert done.status_code == 200
    assert "还没有提交" in (await browser.open("/my-account")).text
    await browser.open("/batches")
    assert forms(browser)["/batches/find"]["batch_id"] == "2026-autumn"


async def test_what_somebody_typed_is_hidden_from_the_browsers_next_user(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await desk.signed_in("S-0002", "reception")
    await browser.open("/batches")
    desk.step(minutes=31)
    await browser.send("/batches/find", batch_id="2026-secret")

    await browser.send("/sign-in", account_id="S-0002", password=PASSWORD)
    await browser.send("/sign-in/code", code=desk.code("S-0002"))

    assert browser.path == "/batches"
    assert "2026-secret" not in browser.page.text


@pytest.mark.parametrize(("minutes", "is_back"), [(9, True), (11, False)])
async def test_what_was_typed_waits_ten_minutes(desk, minutes, is_back):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/batches")
    desk.step(minutes=31)
    await browser.send("/batches/find", batch_id="2026-autumn")
    desk.step(minutes=minutes)

    await browser.send("/sign-in", account_id="S-0001", password=PASSWORD)
    await browser.send("/sign-in/code", code=desk.code("S-0001"))

    assert ("已为您填回" in browser.page.text) == is_back


async def test_what_matters_asks_the_code_again_and_gives_the_form_back(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    before = browser.client.cookies["__Host-skillseal"]
    desk.step(minutes=5)
    await browser.open("/accounts/new")
    await browser.send("/accounts/new", **NEW)
    assert browser.path == "/step-up"
    assert "填写的内容已保留" in browser.page.text

    await browser.confirm()

    assert browser.path == "/accounts/new"
    assert forms(browser)["/accounts/new"].items() >= NEW.items()
    assert browser.client.cookies["__Host-skillseal"] != before
    answer = await browser.send("/accounts/new")
    assert "激活码" in answer.text
    assert (await desk.account("S-0002")).name == "李小红"


async def test_a_second_tab_goes_on_after_a_fresh_code_in_the_first(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    await browser.open("/accounts/new")
    second = forms(browser)["/accounts/new"]
    desk.step(minutes=5)
    await browser.send("/accounts/new", **NEW)
    await browser.confirm()
    await browser.send("/accounts/new")

    answer = await browser.client.post("/accounts/new", data={**second, **NEW, "account_id": "S-0003"})

    assert "激活码" in answer.text


async def test_a_tab_left_open_after_signing_out_keeps_what_was_typed(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/batches")
    typed = {**forms(browser)["/batches/find"], "batch_id": "2026-autumn"}
    await browser.send(SIGN_OUT)

    answer = await browser.client.post("/batches/find", data=typed)

    assert (answer.url.path, "已保留十分钟" in answer.text) == ("/sign-in", True)


async def test_the_session_of_before_the_second_proof_opens_nothing(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    before = browser.client.cookies["__Host-skillseal"]
    desk.step(minutes=5)
    await browser.open("/accounts/new")
    await browser.send("/accounts/new", **NEW)
    await browser.confirm()
    thief = Browser(desk)
    thief.client.cookies.set("__Host-skillseal", before, domain="127.0.0.1")

    assert (await thief.open("/my-account")).url.path == "/sign-in"


async def test_a_wrong_code_proves_nothing_and_is_slowed_down(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    desk.step(minutes=5)
    await browser.open("/step-up?then=/accounts")

    answers = [await browser.send("/step-up", code="000000") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


async def test_within_five_minutes_nothing_is_asked_again(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    desk.step(minutes=4)
    await browser.open("/accounts/new")

    answer = await browser.send("/accounts/new", **NEW)

    assert "激活码" in answer.text


async def test_to_sign_out_after_the_session_ended_leaves_nothing_that_waits(desk):
    browser = await desk.signed_in("S-0001", "reception")
    desk.step(minutes=31)

    await browser.send(SIGN_OUT)

    assert browser.path == "/sign-in"
    assert "已保留" not in browser.page.text
    assert await desk.gateway.store.count("kept_forms", {}) == 0


async def test_who_has_not_signed_in_fills_the_store_only_so_far(desk, browser):
    browser.client.follow_redirects = False
    for _ in range(310):
        answer = await browser.client.post("/batches/find", data={"batch_id": "2026-autumn"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert await desk.gateway.store.count("kept_forms", {}) == 300


async def test_signing_in_as_somebody_else_ends_the_session_of_before(desk):
    browser = await desk.signed_in("S-0001", "reception")
    before = browser.client.cookies["__Host-skillseal"]
    slip = await desk.add("S-0002", "李小红", "reception")

    await browser.activate("S-0002", slip)

    assert "李小红" in browser.page.text
    thief = Browser(desk)
    thief.client.cookies.set("__Host-skillseal", before, domain="127.0.0.1")
    assert (await thief.open("/my-account")).url.path == "/sign-in"


async def test_a_new_phone_replaces_the_old_once_it_shows_its_code(desk):
    browser = await desk.signed_in("S-0001", "reception")
    old = desk.secrets["S-0001"]
    desk.step(minutes=5)
    await browser.open("/my-account/factor")
    offered = secret_in(browser)
    await browser.send("/my-account/factor", code="000000")
    await browser.confirm()
    assert secret_in(browser) == offered, "the picture that the phone has read is still the one"

    wrong = await browser.send("/my-account/factor", code="000000")
    assert (wrong.status_code, secret_in(browser)) == (403, offered)
    assert await code_is_good(desk, old)
    await browser.send("/my-account/factor", code=pyotp.TOTP(offered).at(desk.now))

    assert "动态验证码已更换" in browser.page.text
    assert not await code_is_good(desk, old)
    assert await code_is_good(desk, offered)


def secret_in(browser):
    return browser.page.text.partition('class="secret">')[2].partition("<")[0]


async def code_is_good(desk, secret):
    desk.step(seconds=30)
    desk.secrets["S-0001"] = secret
    return (await Browser(desk).sign_in("S-0001")).url.path == "/todo"


async def test_a_session_left_open_gives_few_guesses_at_the_current_password(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/my-account")
    new = {"password": ANOTHER, "again": ANOTHER}

    answers = [await browser.send("/my-account/password", current_password="wrong", **new) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


async def test_a_store_that_fails_is_said_in_words_and_under_the_policy(desk):
    browser = await desk.signed_in("S-0001", "reception")
    desk.gateway.store._reading.close()

    answer = await browser.open("/my-account")

    assert answer.status_code == 503
    assert "系统出了问题" in answer.text
    assert answer.headers["Content-Security-Policy"]


async def test_a_password_is_never_kept(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/my-account")
    desk.step(minutes=31)
    await browser.send("/my-account/password", current_password=PASSWORD, password="x" * 20, again="x" * 20)

    work = desk.gateway.transactions.begin().of(desk.gateway.wiring.collections["kept_forms"])
    [form] = (await work.find(Query())).items
    sealed = desk.gateway.cipher.open(form.sealed, purpose="kept-form", owner=form.id)

    assert PASSWORD not in sealed
    assert "xxxx" not in sealed


async def test_a_new_password_is_typed_twice_alike(desk):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/my-account")

    answer = await browser.send(
        "/my-account/password", current_password=PASSWORD, password=ANOTHER, again=f"{ANOTHER} "
    )

    assert answer.status_code == 422
