"""Keys are made once, are nobody else's to read, and open what they sealed before."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from apps.cli.commands import app
from apps.cli.keys import Keys
from libs.chassis.identity import Tokens, UnauthenticatedError


def test_keys_are_readable_by_their_owner_alone(tmp_path):
    Keys.in_directory(tmp_path / "keys")

    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "keys").iterdir()} == {0o600}


def test_a_second_start_finds_the_keys_of_the_first(tmp_path):
    first, second = Keys.in_directory(tmp_path), Keys.in_directory(tmp_path)

    assert first.field_keys == second.field_keys
    assert first.public_key_set == second.public_key_set


def test_services_accept_its_tokens_with_their_roles(tmp_path):
    keys = Keys.in_directory(tmp_path)

    actor = Tokens(json.loads(keys.public_key_set)).actor(f"Bearer {keys.token('S-0001', 'coder', 'auditor')}")

    assert actor.id == "S-0001"
    assert actor.roles == {"coder", "auditor"}


def test_services_are_not_told_the_signing_key(tmp_path):
    assert "d" not in json.loads(Keys.in_directory(tmp_path).public_key_set)["keys"][0]


def test_a_token_runs_out(tmp_path):
    keys = Keys.in_directory(tmp_path)
    token = keys.token("S-0001", "coder", lifetime=timedelta(seconds=-1))

    with pytest.raises(UnauthenticatedError):
        Tokens(json.loads(keys.public_key_set)).actor(f"Bearer {token}")


def test_a_role_that_no_service_asks_for_makes_no_token(tmp_path):
    typed = CliRunner().invoke(app, ["token", "S-0001", "reception", "king", "--state", str(tmp_path)])

    assert typed.exit_code == 1
    assert "no such role: king" in typed.output
    assert "reception" in typed.output
