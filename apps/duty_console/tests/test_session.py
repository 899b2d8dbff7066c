import asyncio
from datetime import UTC, datetime, timedelta
from time import time
from types import SimpleNamespace

import pytest
from joserfc.jwk import OKPKey

from apps.duty_console.gateway import Lent
from apps.duty_console.pages.session import Session, Sessions
from apps.duty_console.service import RefusedError, UnreachableError
from libs.chassis.testing import a_token


def test_the_screen_says_who_sits_there_and_as_what():
    session = Session.told(a_token("S-0901", "leading-group", "director"))

    assert session
    assert (session.id, session.roles) == ("S-0901", ("leading-group", "director"))


def test_the_screen_leaves_the_judgement_of_a_signature_to_the_service():
    stranger = OKPKey.generate_key("Ed25519", parameters={"kid": "stranger"})

    assert somebody("S-0901", key=stranger).id == "S-0901"


@pytest.mark.parametrize("nonsense", ["", "a", "a.b.c", "..", "a.eyJ9.c", "a.W10.c", "a.MQ.c", "a.eyJzdWIiOiJTIn0.c"])
def test_what_is_no_token_is_nobody(nonsense):
    assert Session.told(nonsense) is None


def somebody(staff_id="S-0001", **differs):
    return Session.told(a_token(staff_id, "director", **differs))


def test_only_the_browsers_number_finds_the_session_and_no_two_are_alike(tmp_path):
    sessions = Sessions(tmp_path)
    first, second = (sessions.open(somebody(who)) for who in ("S-0001", "S-0002"))

    assert [found and found.id for found in map(sessions.find, (first, second))] == ["S-0001", "S-0002"]
    assert sessions.find("") is sessions.find("made-up") is sessions.find("../" + first) is None


def test_a_restarted_console_knows_who_signed_in_without_a_readable_token(tmp_path):
    number = Sessions(tmp_path).open(session := somebody())

    again = Sessions(tmp_path).find(number)
    assert again
    assert again.token == session.token
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert session.token.encode() not in file.read_bytes()
    assert number not in file.name


def test_signing_out_ends_the_session_for_open_pages_too_and_for_good(tmp_path):
    sessions = Sessions(tmp_path)
    number = sessions.open(somebody())
    on_an_open_page = sessions.find(number)

    sessions.end(number)

    assert on_an_open_page
    assert not on_an_open_page.token
    assert sessions.find(number) is Sessions(tmp_path).find(number) is None


def test_a_token_that_has_run_out_ends_the_session_by_itself(tmp_path):
    sessions = Sessions(tmp_path)
    ended = datetime.now(UTC) - timedelta(seconds=1)
    number = sessions.open(somebody(expires=ended))

    assert sessions.find(number) is None
    sessions.open(somebody("S-0002"))
    assert len(list(tmp_path.iterdir())) == 1


class Gateway:
    """Lends the tokens that a test gives it, in turn; refuses or is away when it is given that."""

    def __init__(self, *lends):
        self.lends = list(lends)
        self.asked = 0

    async def renew(self, number):
        assert number == "the-number"
        self.asked += 1
        given = self.lends.pop(0)
        if isinstance(given, Exception):
            raise given
        return given


def lent(*roles, seconds=60.0, session_seconds=3600.0):
    return Lent(a_token("S-0901", *roles), seconds, session_seconds)


async def test_a_lent_token_is_used_until_the_next_is_there(now_and_then):
    gateway = Gateway(lent("director"))
    session = Session.lent(lent("leading-group"), gateway, "the-number")
    first = await session.bearer()
    now_and_then.pass_(30)
    assert (await session.bearer(), gateway.asked) == (first, 0)
    now_and_then.pass_(5)
    assert await session.bearer() == first, "nobody waits while it is good"
    await now_and_then.settle()

    assert await session.bearer() != first
    assert (gateway.asked, session.roles) == (1, ("director",))


async def test_whoever_left_the_gateway_is_out_here_with_the_next_token(now_and_then):
    session = Session.lent(lent(), Gateway(RefusedError(403, "已退出")), "the-number")
    now_and_then.pass_(58)

    with pytest.raises(RefusedError) as refusal:
        await session.bearer()

    assert (refusal.value.status, session.is_over) == (401, True)


async def test_a_gateway_that_is_away_puts_nobody_out_and_lends_again(now_and_then):
    gateway = Gateway(UnreachableError(), UnreachableError(), lent())
    session = Session.lent(lent(), gateway, "the-number")
    now_and_then.pass_(40)
    await session.bearer()
    await now_and_then.settle()
    now_and_then.pass_(20)

    with pytest.raises(UnreachableError):
        await session.bearer()

    assert not session.is_over
    assert await session.bearer()


async def test_the_session_of_the_gateway_is_the_longest_that_anybody_is_in(now_and_then):
    session = Session.lent(lent(session_seconds=0), Gateway(), "the-number")

    with pytest.raises(RefusedError):
        await session.bearer()


async def test_who_signs_out_while_a_token_is_on_its_way_stays_out(now_and_then):
    gateway = Gateway(lent())
    session = Session.lent(lent(), gateway, "the-number")
    now_and_then.pass_(40)
    await session.bearer()

    session.end()
    await now_and_then.settle()

    assert (gateway.asked, session.is_over) == (1, True)


async def test_a_restarted_console_asks_the_gateway_for_who_had_signed_in(tmp_path):
    number = Sessions(tmp_path, Gateway()).open(Session.lent(lent("director"), Gateway(), "the-number"))
    gateway = Gateway(lent("director"))

    again = Sessions(tmp_path, gateway).find(number)

    assert again
    assert await again.bearer()
    assert (again.id, gateway.asked) == ("S-0901", 1)
    assert Sessions(tmp_path).find(number) is None, "without a gateway nobody lends it a token"


class Clock:
    """The monotonic clock of the console, and the turn of its event loop."""

    def __init__(self):
        self.now = 1000.0

    def pass_(self, seconds):
        self.now += seconds

    @staticmethod
    async def settle():
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
def now_and_then(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("apps.duty_console.pages.session.time", SimpleNamespace(monotonic=lambda: clock.now, time=time))
    return clock
