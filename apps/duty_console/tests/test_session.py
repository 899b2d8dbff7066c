from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import OKPKey

from apps.duty_console.pages.session import Session, Sessions
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
