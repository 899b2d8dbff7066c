"""Signing in at an identity provider, a process of its own: who comes in, and what forged or foreign answers do."""

import json
import sys
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.gateway.identity.provider import LONGEST_ANSWER
from apps.gateway.settings import Settings
from apps.gateway.tests.desk import PASSWORD, Browser, Desk, settings
from apps.gateway.tests.identity_provider import CLIENT, SECRET
from apps.gateway.use_cases import accounts

GATEWAY = "https://127.0.0.1"
BACK = "/sign-in/provider/back"
REFUSED = "统一身份认证没有通过"
AWAY = "暂时没有回应"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    port = Port.free()
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    command = [sys.executable, "-m", "apps.gateway.tests.identity_provider", str(port.number)]
    process = Process.launch("provider", command, environment={"PATH": ""}, log=log, bound=True)
    url = f"http://127.0.0.1:{port.number}"
    wait_for(process, f"{url}/keys", log=log)
    yield url
    stop([process], patience=1)
    port.release()


@pytest.fixture
async def desk(tmp_path, issuer):
    told = {
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_two_factors": ["mfa", "urn:two"],
        "gateway_url": GATEWAY,
    }
    async with Desk(tmp_path, told=told) as desk:
        await known(desk, issuer, "S-0001", "u-1", "reception")
        yield desk


async def known(desk, issuer, account_id, subject, *roles):
    slip = await desk.add(account_id, "王小明", *roles)
    identity = f"{issuer} {subject}"
    await desk.gateway.change(accounts.identify_account, id=account_id, identity=identity, by="A-0002", now=desk.now)
    return slip


@pytest.fixture
def says(desk, issuer):
    """What the provider says next, at the time of the desk."""

    def told(**odd):
        body = {"now": desk.now.timestamp(), **odd}
        httpx.post(f"{issuer}/told", json=body, trust_env=False).raise_for_status()

    told()
    return told


async def leave(browser, path="/sign-in/provider?then=/my-account"):
    """To the provider; answers where it sends the browser back to."""
    answer = await browser.client.get(path, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    async with httpx.AsyncClient(trust_env=False) as outside:
        there = await outside.get(answer.headers["Location"])
    assert there.status_code == 302, there.text
    return there.headers["Location"].removeprefix(GATEWAY)


async def sign_in(browser, path="/sign-in/provider?then=/my-account"):
    return await browser.open(await leave(browser, path))


MFA = {"amr": ["pwd", "mfa"]}


async def test_two_factors_at_the_provider_open_a_session(desk, browser, says):
    says(claims={**MFA, "auth_time": int(desk.now.timestamp())})

    await sign_in(browser)

    assert (browser.page.status_code, browser.path) == (200, "/my-account")
    assert "王小明" in browser.page.text
    await browser.open("/batches")
    claims = desk.services.checks["registration"]._verified(token(desk, "registration"))[1]
    assert (claims.sub, claims.amr) == ("S-0001", ["mfa", "pwd"])


def token(desk, service):
    [*_, request] = [asked[3] for asked in desk.services.asked if asked[0] == service]
    return request.headers["Authorization"].removeprefix("Bearer ")


async def test_one_factor_there_asks_for_the_gateways_own(desk, browser, says, issuer):
    slip = await known(desk, issuer, "S-0002", "u-2", "reception")
    says(claims={"sub": "u-2"})
    assert "请凭激活码设置动态验证码" in (await sign_in(browser)).text
    await browser.open("/activate")
    await browser.send("/activate", account_id="S-0002", slip=slip)
    desk.secrets["S-0002"] = browser.page.text.partition('class="secret">')[2].partition("<")[0]
    await browser.send("/activate/account", code=desk.code("S-0002"))
    assert browser.path == "/sign-in", "a slip alone lets nobody in"
    desk.step(seconds=30)
    says(claims={"sub": "u-2"})

    await sign_in(browser)
    assert browser.path == "/sign-in/code"
    await browser.send("/sign-in/code", code=desk.code("S-0002"))

    assert browser.path == "/my-account"


async def test_without_a_time_of_the_proof_what_matters_asks_for_one(desk, browser, says, issuer):
    await known(desk, issuer, "A-0001", "u-9", "administrator")
    await desk.gateway.change(approve_all, account_id="A-0001", now=desk.now)
    says(claims={**MFA, "sub": "u-9"})
    await sign_in(browser, "/sign-in/provider?then=/accounts/new")
    await browser.send("/accounts/new", account_id="S-0100", name="李小红")
    assert browser.path == "/step-up"
    before = browser.client.cookies["__Host-skillseal"]
    again = "/sign-in/provider?then=/accounts/new"
    assert again in browser.page.text.replace("%2F", "/")

    says(claims={**MFA, "sub": "u-9", "auth_time": int(desk.now.timestamp()) - 300})
    assert REFUSED in (await sign_in(browser, again)).text
    says(claims={"sub": "u-9", "auth_time": int(desk.now.timestamp())})
    assert REFUSED in (await sign_in(browser, again)).text
    says(claims={**MFA, "sub": "u-1", "auth_time": int(desk.now.timestamp())})
    assert REFUSED in (await sign_in(browser, again)).text
    says(claims={**MFA, "sub": "u-9", "auth_time": int(desk.now.timestamp())})
    await sign_in(browser, again)

    assert browser.path == "/accounts/new"
    assert browser.client.cookies["__Host-skillseal"] != before
    assert "激活码" in (await browser.send("/accounts/new")).text


async def approve_all(records, *, account_id, now):
    account = await records.accounts.get(account_id)
    for grant in account.grants:
        account.approve_grant(grant.id, by="A-0003", now=now)
    records.accounts.save(account)


@pytest.mark.parametrize(
    "odd",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": [CLIENT, "another-client"]}},
        {"claims": {"aud": None}},
        {"claims": {"azp": "another-client"}},
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"exp": 1}},
        {"claims": {"iat": 4_000_000_000, "exp": 4_000_000_300}},
        {"claims": {"auth_time": 4_000_000_000}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": 7}},
        {"claims": {"amr": "mfa"}},
        {"signed": "none"},
        {"signed": "HS256"},
        {"signed": "stranger"},
        {"back": {"iss": "https://another.example"}},
        {"back": {"iss": ""}},
        {"back": {"state": "another"}},
        {"back": {"code": "made-up"}},
        {"back": {"code": ""}},
    ],
    ids=str,
)
async def test_what_is_forged_foreign_or_mixed_up_lets_nobody_in(desk, browser, says, odd):
    claims = {**MFA, "auth_time": int(desk.now.timestamp())} | odd.get("claims", {})
    says(**{**odd, "claims": claims})

    answer = await sign_in(browser)

    assert (answer.status_code, REFUSED in answer.text) == (403, True)
    assert (await browser.open("/my-account")).url.path == "/sign-in"


async def test_an_answer_is_taken_once_and_by_the_browser_that_left(desk, browser, says):
    says(claims=MFA)
    back = await leave(browser)
    stranger = Browser(desk)
    assert (await stranger.open(back)).status_code == 403
    own = await leave(stranger)
    mixed = own.replace(query(own)["state"], query(back)["state"])
    assert REFUSED in (await stranger.open(mixed)).text

    assert (await browser.open(back)).url.path == "/my-account"
    again = await browser.open(back)
    assert (again.status_code, "已用过" in again.text or "重新开始" in again.text) == (403, True)


def query(path):
    return {name: one for name, [one] in parse_qs(urlsplit(path).query).items()}


async def test_who_comes_back_after_ten_minutes_begins_anew(desk, browser, says):
    says(claims=MFA)
    back = await leave(browser)
    desk.step(minutes=10)

    answer = await browser.open(back)

    assert (answer.status_code, "重新开始" in answer.text) == (403, True)


async def test_a_code_of_somebody_elses_browser_is_refused_by_its_verifier(desk, browser, says):
    """State and cookie are the victim's, the code is the attacker's: PKCE and the nonce are of another record."""
    says(claims=MFA)
    mine, theirs = await leave(browser), await leave(Browser(desk))

    answer = await browser.open(f"{BACK}?{urlencode({**query(mine), 'code': query(theirs)['code']})}")

    assert REFUSED in answer.text


async def test_whoever_is_not_registered_or_has_left_stays_out(desk, browser, says):
    says(claims={**MFA, "sub": "u-unknown", "email": "wang@example.org", "name": "王小明"})
    assert "没有对应的工作人员账户" in (await sign_in(browser)).text
    await desk.gateway.change(accounts.disable_account, id="S-0001", by="A-0002", now=desk.now)
    says(claims=MFA)

    assert "没有对应的工作人员账户" in (await sign_in(browser)).text


async def test_beside_a_provider_no_password_opens_anything(desk, browser):
    answer = await browser.open("/sign-in")
    assert "用统一身份认证登录" in answer.text
    assert 'name="password"' not in answer.text

    answer = await browser.client.post("/sign-in", data={"account_id": "S-0001", "password": PASSWORD})

    assert (answer.status_code, "请使用统一身份认证登录" in answer.text) == (403, True)


async def test_without_a_provider_nobody_is_sent_to_one(tmp_path):
    async with Desk(tmp_path) as desk:
        for path in ("/sign-in/provider", BACK):
            assert (await Browser(desk).open(path)).status_code == 403


async def test_a_provider_that_changed_its_key_is_asked_for_the_new_one(desk, browser, says):
    says(claims=MFA)
    await sign_in(browser)
    known_ = desk.gateway.provider._known
    known_.at -= 31
    says(claims=MFA, new_key=True)

    assert (await sign_in(Browser(desk))).url.path == "/my-account"


async def test_a_provider_that_is_away_or_another_is_said(tmp_path, desk, issuer, says):
    says(issuer="https://another.example")
    browser = Browser(desk)

    answer = await browser.open("/sign-in/provider")

    assert (answer.status_code, AWAY in answer.text) == (503, True)


DISCOVERY, KEYS, TOKEN = "/.well-known/openid-configuration", "/keys", "/token"
NESTED = "[" * 100_000


@pytest.mark.parametrize("path", [DISCOVERY, KEYS])
@pytest.mark.parametrize("said", ["endless", "dripping", NESTED, "[]", "{}", "7", '{"keys": 7}', '{"keys": [7]}', "{"])
async def test_no_answer_of_a_provider_is_waited_for_or_kept_without_end(desk, browser, says, path, said):
    desk.gateway.provider.answers_within = 0.5
    says(answers={path: said})

    answer = await browser.open("/sign-in/provider")

    assert (answer.status_code, AWAY in answer.text) == (503, True)
    says()
    assert (await browser.client.get("/sign-in/provider", follow_redirects=False)).status_code == 303


@pytest.mark.parametrize(
    ("said", "words"),
    [("endless", AWAY), ("dripping", AWAY), (NESTED, REFUSED), ("[]", REFUSED)],
)
async def test_nor_is_what_it_says_of_a_code(desk, browser, says, said, words):
    desk.gateway.provider.answers_within = 0.5
    says(claims=MFA)
    back = await leave(browser)
    says(claims=MFA, answers={TOKEN: said})

    assert words in (await browser.open(back)).text


@pytest.fixture
def metadata(issuer, says):
    return httpx.get(issuer + DISCOVERY, trust_env=False).text


@pytest.mark.parametrize("longer", [0, 1])
async def test_an_answer_has_a_longest_size(browser, says, metadata, longer):
    says(answers={DISCOVERY: metadata.ljust(LONGEST_ANSWER + longer)})

    answer = await browser.client.get("/sign-in/provider", follow_redirects=False)

    assert answer.status_code == (503 if longer else 303)


@pytest.mark.parametrize("address", ["https://keys.example:none", "no address", "file:///etc/passwd"])
async def test_a_provider_whose_keys_lie_nowhere_is_said(browser, says, metadata, address):
    says(answers={DISCOVERY: json.dumps(json.loads(metadata) | {"jwks_uri": address})})

    assert AWAY in (await browser.open("/sign-in/provider")).text


async def test_an_identity_is_one_persons_and_its_dangerous_roles_wait(desk, issuer, says):
    says(claims={**MFA, "sub": "u-9", "auth_time": int(desk.now.timestamp())})
    await known(desk, issuer, "A-0001", "u-9", "administrator")
    await desk.gateway.change(approve_all, account_id="A-0001", now=desk.now)
    await desk.add("S-0003", "赵四", "director")
    browser = Browser(desk)
    await sign_in(browser, "/sign-in/provider?then=/accounts/S-0003")
    says(claims={**MFA, "sub": "u-9", "auth_time": int(desk.now.timestamp())})

    taken = await browser.send("/accounts/S-0003/identity", subject="u-1")
    assert (taken.status_code, "已登记给另一个工号" in taken.text) == (409, True)
    await browser.send("/accounts/S-0003/identity", subject="u-3")

    account = await desk.account("S-0003")
    assert (account.identity, account.roles(desk.now)) == (f"{issuer} u-3", frozenset())


@pytest.fixture
def tells_of_sign_out(desk, issuer):
    """The provider posts a logout token: no cookie, no origin, nothing that a browser says."""

    async def told(token="", **odd):
        token = token or a_sign_out(issuer, **odd)
        transport = httpx.ASGITransport(desk.web, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=GATEWAY) as there:
            answer = await there.post("/sign-in/provider/sign-out", data={"logout_token": token})
        return answer.status_code, token

    return told


def a_sign_out(issuer, **odd):
    return httpx.post(f"{issuer}/sign-out", json=odd, trust_env=False).json()


async def signed_in_by(desk, says, sid=None):
    browser = Browser(desk)
    says(claims={**MFA, "auth_time": int(desk.now.timestamp()), "sid": sid})
    await sign_in(browser)
    assert browser.path == "/my-account"
    return browser


async def is_in(browser):
    return (await browser.open("/my-account")).url.path == "/my-account"


async def test_a_session_that_ended_there_ends_here_at_once(desk, says, tells_of_sign_out):
    phone, desktop = [await signed_in_by(desk, says, sid) for sid in ("at-the-phone", "at-the-desk")]

    status, _ = await tells_of_sign_out(claims={"sid": "at-the-phone", "sub": None})

    assert (status, await is_in(phone), await is_in(desktop)) == (200, False, True)


@pytest.mark.parametrize(
    "sids",
    [("one", None), ("one", "one"), (None, "one")],
    ids=["whoever it is", "the session of whom", "a session that was not named here"],
)
async def test_whoever_signed_out_there_is_out_here_and_nobody_else(desk, says, issuer, tells_of_sign_out, sids):
    opened_in, ended = sids
    browser = await signed_in_by(desk, says, opened_in)
    await known(desk, issuer, "S-0002", "u-2", "reception")
    says(claims={**MFA, "sub": "u-2", "auth_time": int(desk.now.timestamp()), "sid": "one"})
    another = Browser(desk)
    await sign_in(another)

    status, _ = await tells_of_sign_out(claims={"sid": ended})

    assert (status, await is_in(browser), await is_in(another)) == (200, False, True)


async def test_who_signed_out_there_halfway_in_here_stays_out(desk, says, issuer, tells_of_sign_out):
    slip = await known(desk, issuer, "S-0002", "u-2", "reception")
    browser = Browser(desk)
    await browser.open("/activate")
    await browser.send("/activate", account_id="S-0002", slip=slip)
    desk.secrets["S-0002"] = browser.page.text.partition('class="secret">')[2].partition("<")[0]
    await browser.send("/activate/account", code=desk.code("S-0002"))
    desk.step(seconds=30)
    says(claims={"sub": "u-2", "sid": "two"})
    await sign_in(browser)
    assert browser.path == "/sign-in/code"

    await tells_of_sign_out(claims={"sub": "u-2", "sid": "two"})
    await browser.send("/sign-in/code", code=desk.code("S-0002"))

    assert not await is_in(browser)


async def test_a_session_after_a_fresh_proof_ends_with_that_there(desk, browser, says, issuer, tells_of_sign_out):
    await known(desk, issuer, "A-0001", "u-9", "administrator")
    await desk.gateway.change(approve_all, account_id="A-0001", now=desk.now)
    says(claims={**MFA, "sub": "u-9", "sid": "before"})
    await sign_in(browser, "/sign-in/provider?then=/accounts/new")
    says(claims={**MFA, "sub": "u-9", "auth_time": int(desk.now.timestamp()), "sid": "after"})
    await sign_in(browser, "/sign-in/provider?then=/accounts/new")

    await tells_of_sign_out(claims={"sub": None, "sid": "after"})

    assert not await is_in(browser)


@pytest.mark.parametrize(
    "odd",
    [
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": None}},
        {"claims": {"iat": None}},
        {"claims": {"iat": 4_000_000_000, "exp": 4_000_000_120}},
        {"claims": {"iat": 1, "exp": 4_000_000_120}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"jti": None}},
        {"claims": {"jti": ""}},
        {"claims": {"events": None}},
        {"claims": {"events": {}}},
        {"claims": {"events": {"http://schemas.openid.net/event/another": {}}}},
        {"claims": {"sub": None}},
        {"claims": {"nonce": "n"}},
        {"signed": "none"},
        {"signed": "HS256"},
        {"signed": "stranger"},
        {"typ": "at+jwt"},
        {"typ": "JWT"},
    ],
    ids=str,
)
async def test_a_sign_out_that_is_forged_foreign_or_old_ends_nothing(desk, says, tells_of_sign_out, odd):
    browser = await signed_in_by(desk, says)

    status, _ = await tells_of_sign_out(**odd)

    assert (status, await is_in(browser)) == (400, True)


async def test_a_sign_out_is_heard_once_and_only_while_it_is_fresh(desk, says, tells_of_sign_out):
    await signed_in_by(desk, says)
    _, heard = await tells_of_sign_out()
    _, unknown = await tells_of_sign_out(claims={"sub": "u-nobody"})
    browser = await signed_in_by(desk, says)

    assert [await tells_of_sign_out(token) for token in (heard, unknown)] == [(400, heard), (400, unknown)]
    far = int(desk.now.timestamp()) + 3600
    over, old = (a_sign_out(desk.gateway.provider.issuer, claims=claims) for claims in ({}, {"exp": far}))
    desk.step(minutes=3)
    assert await tells_of_sign_out(over) == (400, over), "two minutes, and one for clocks"
    desk.step(minutes=7)
    assert await tells_of_sign_out(old) == (400, old), "however long it says it is good"
    assert await is_in(browser)


async def test_an_id_token_signs_nobody_out(desk, says, issuer, tells_of_sign_out):
    """It is the provider's and for us, but says nothing of a sign-out."""
    browser = await signed_in_by(desk, says)

    status, _ = await tells_of_sign_out(claims={"nonce": "n", "events": None, "jti": None}, typ="JWT")

    assert (status, await is_in(browser)) == (400, True)


async def test_without_a_provider_no_sign_out_is_believed(tmp_path):
    async with Desk(tmp_path) as desk:
        transport = httpx.ASGITransport(desk.web, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=GATEWAY) as there:
            answer = await there.post("/sign-in/provider/sign-out", data={"logout_token": "x"})

    assert answer.status_code == 400


async def test_no_log_holds_a_code_a_token_or_a_subject(desk, browser, says, capsys):
    says(claims={**MFA, "sub": "u-1"})
    back = await leave(browser)
    await browser.open(back)

    logged = "".join(capsys.readouterr())

    assert BACK in logged
    assert not [one for one in (query(back)["code"], query(back)["state"], "u-1", SECRET) if one in logged]


@pytest.mark.parametrize("missing", ["oidc_client_id", "oidc_client_secret", "gateway_url"])
def test_a_provider_takes_all_its_settings(tmp_path, missing):
    told = {"oidc_issuer": "https://id.example", "oidc_client_id": "x", "oidc_client_secret": "x", "gateway_url": "x"}

    with pytest.raises(ValueError, match="OIDC"):
        settings(tmp_path, **{**told, missing: ""})
    assert isinstance(settings(tmp_path, **told), Settings)
