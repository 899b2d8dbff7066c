"""A token says who, for which service, and when; anything else is none."""

import base64
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt

from libs.chassis.identity import (
    END_OF_CALENDAR,
    LONGEST_COMMAND_SECONDS,
    SKEW_SECONDS,
    Tokens,
    UnauthenticatedError,
    command_token,
    signed_token,
)
from libs.chassis.testing import KEY, Harness, a_token
from libs.chassis.tests.parcels import a_post_office
from libs.contracts.event import SYSTEM

NOW = int(time.time())
GOOD = {"iss": "skillseal", "sub": "S-1", "roles": ["clerk"], "aud": "post", "iat": NOW, "nbf": NOW, "exp": NOW + 3600}
KEYS = {"keys": [KEY.as_dict(private=False)]}


def soon():
    """Past what clocks may differ by, counted when the token is made: a test may run long after it was collected."""
    return int(time.time()) + SKEW_SECONDS + 60


def minted(typ="at+jwt", **claims):
    claims = {name: value() if callable(value) else value for name, value in claims.items()}
    said = {name: value for name, value in (GOOD | claims).items() if value is not ...}
    return jwt.encode({"alg": "Ed25519", "kid": KEY.kid, "typ": typ}, said, KEY, algorithms=["Ed25519"])


def actor(token, audience="post"):
    return Tokens(KEYS, audience=audience).actor(f"Bearer {token}")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": ["other", "post"]},
        {"aud": "skillseal"},
        {"nbf": ...},
        {"iat": NOW + SKEW_SECONDS - 10, "nbf": NOW + SKEW_SECONDS - 10},
        {"roles": []},
        {"jti": "1", "auth_time": NOW, "amr": ["pwd"]},
        {"exp": END_OF_CALENDAR},
    ],
)
def test_a_token_for_this_service_at_this_time_is_good(claims):
    assert actor(minted(**claims)).id == "S-1"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "other"}, {"aud": ["other"]}, {"aud": []}, {"aud": ...}, {"aud": None}, {"aud": {"post": 1}},
        {"aud": 7}, {"iss": "other"}, {"iss": ...}, {"sub": ...}, {"sub": 7}, {"sub": ""}, {"sub": "S" * 201},
        {"sub": SYSTEM},
        {"name": 7}, {"roles": None}, {"roles": ...}, {"roles": "clerk"}, {"roles": {"clerk": True}},
        {"roles": [["clerk"]]}, {"roles": [None]}, {"roles": ["x"] * 101},
        {"exp": NOW - 1}, {"exp": ...}, {"exp": END_OF_CALENDAR + 1}, {"exp": 10**30}, {"exp": str(NOW + 60)},
        {"exp": NOW + 60.5}, {"exp": True}, {"exp": None}, {"exp": [NOW + 60]},
        {"iat": ...}, {"iat": soon}, {"iat": -1}, {"iat": "now"}, {"iat": 10**30},
        {"nbf": soon}, {"nbf": None}, {"nbf": {}}, {"nbf": 10**30},
        {"typ": "JWT"}, {"typ": "id+jwt"},
        {"jti": 7}, {"auth_time": "now"}, {"auth_time": -1}, {"amr": "pwd"}, {"amr": [7]}, {"amr": ["x"] * 11},
    ],
)  # fmt: skip
def test_any_other_is_none(claims):
    with pytest.raises(UnauthenticatedError):
        actor(minted(**claims))


def test_a_token_is_for_every_service_unless_some_are_named():
    expires = datetime.now(UTC) + timedelta(minutes=1)
    for_all = signed_token(KEY, "S-1", ["clerk"], expires=expires)
    for_two = signed_token(KEY, "S-1", ["clerk"], expires=expires, audience=["incident", "post"])
    for_one = signed_token(KEY, "S-1", ["clerk"], expires=expires, audience="incident")

    assert actor(for_all).id == actor(for_two).id == actor(for_one, "incident").id == "S-1"
    with pytest.raises(UnauthenticatedError):
        actor(for_one)


def test_a_service_hears_when_and_how_a_person_was_proved_if_told():
    proved_at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=3)
    expires = datetime.now(UTC) + timedelta(minutes=1)

    told = actor(signed_token(KEY, "S-1", ["clerk"], expires=expires, proved_at=proved_at, amr={"otp", "pwd"}))
    untold = actor(signed_token(KEY, "S-1", ["clerk"], expires=expires))

    assert (told.proved_at, told.amr) == (proved_at, {"otp", "pwd"})
    assert (untold.proved_at, untold.amr) == (None, frozenset())


SEND = "post.send-parcel.v1"


def sender(token, command=SEND, audience="post"):
    return Tokens(KEYS, audience=audience).sender(f"Bearer {token}", command)


def test_a_token_for_a_command_sends_that_alone_and_opens_nothing():
    token = command_token(KEY, "S-1", ["clerk"], command=SEND, name="Ann")

    assert (sender(token).id, sender(token).name, sender(token).roles) == ("S-1", "Ann", {"clerk"})
    for refused in (
        lambda: sender(token, "post.burn-parcel.v1"),
        lambda: sender(token, audience="other"),
        lambda: actor(token),
    ):
        with pytest.raises(UnauthenticatedError):
            refused()


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(-LONGEST_COMMAND_SECONDS + 60, True), (-LONGEST_COMMAND_SECONDS, False)]
)
def test_a_token_for_a_command_lasts_a_day(seconds, is_good):
    made_at = datetime.now(UTC) + timedelta(seconds=seconds)
    token = command_token(KEY, "S-1", ["clerk"], command=SEND, made_at=made_at)

    if is_good:
        assert sender(token).id == "S-1"
    else:
        with pytest.raises(UnauthenticatedError):
            sender(token)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW + LONGEST_COMMAND_SECONDS + 1},
        {"command": ""},
        {"command": ...},
        {"command": [SEND]},
        {"aud": "skillseal"},
        {"aud": ["post", "incident"]},
    ],
)
def test_what_would_send_more_or_longer_sends_nothing(claims):
    with pytest.raises(UnauthenticatedError):
        sender(minted("command+jwt", **{"command": SEND} | claims))


HEADERS: list[object] = [None, [], 7, "x", {"alg": "none"}, {"alg": ["Ed25519"]}]
ODD: list[dict[str, object]] = [{"crit": ["x"]}, {"kid": None}, {"kid": {}}, {"b64": False}, {"alg": None}, {"typ": {}}]


def nasty():
    """Tokens that are none."""
    header, claims, signature = a_token("S-1", "clerk").split(".")
    yield from ["", " ", ".", "..", "...", "a.b.c", "é.é.é", f"{header}.{claims}.", f"{header}.{claims}", "0" * 9000]
    for odd in [*HEADERS, *({"alg": "Ed25519", "kid": "test", "typ": "at+jwt"} | one for one in ODD)]:
        yield f"{encoded(json.dumps(odd))}.{claims}.{signature}"
    yield f"{encoded('[' * 4000)}.{claims}.{signature}"


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


async def test_a_nasty_token_is_refused_in_words(tmp_path):
    async with Harness(a_post_office, tmp_path) as post:
        for token in nasty():
            headers = [(b"Authorization", b"Bearer " + token.encode())]
            answer = await post.client.get("/parcels/p-1", headers=headers)

            assert (token[:50], answer.status_code) == (token[:50], 401)
