import pytest
from joserfc.jwk import OKPKey
from starlette.requests import Request

from apps.duty_console.pages.session import COOKIE, Session
from libs.chassis.testing import a_token


def a_request(token):
    return Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={token}".encode())]})


def test_the_screen_says_who_sits_there_and_as_what():
    session = Session.of(a_request(a_token("S-0901", "leading-group", "director")))

    assert (session.id, session.roles) == ("S-0901", ("leading-group", "director"))


def test_the_screen_leaves_the_judgement_of_a_signature_to_the_service():
    stranger = OKPKey.generate_key("Ed25519", parameters={"kid": "stranger"})

    assert Session.told(a_token("S-0901", "director", key=stranger)).id == "S-0901"


@pytest.mark.parametrize("nonsense", ["", "a", "a.b.c", "..", "a.eyJ9.c", "a.W10.c", "a.MQ.c"])
def test_what_is_no_token_is_nobody(nonsense):
    assert Session.told(nonsense) is None
