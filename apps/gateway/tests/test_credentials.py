from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from apps.gateway.identity.credentials import Argon2Passwords, Totp, slip_code
from apps.gateway.tests.desk import PASSWORD, PlainPasswords

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize("passwords", [Argon2Passwords(QUICK), PlainPasswords()], ids=["argon2", "plain"])
async def test_a_password_matches_what_was_kept_of_it_and_nothing_else_does(passwords):
    kept = await passwords.hash(PASSWORD)

    assert await passwords.match(kept, PASSWORD)
    assert not await passwords.match(kept, PASSWORD + " ")
    assert not await passwords.match("", PASSWORD)


async def test_what_is_kept_is_argon2id_as_its_makers_recommend():
    kept = await Argon2Passwords().hash(PASSWORD)

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_where_there_is_no_password_one_is_computed_all_the_same():
    counted = Counting()

    await Argon2Passwords(counted).match("", PASSWORD)

    assert counted.verified == 1


class Counting(PasswordHasher):
    verified = 0

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)

    def verify(self, *given):
        self.verified += 1
        return super().verify(*given)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_half_a_minute_off(seconds, is_taken):
    factor = Totp()
    secret = factor.secret()
    code = pyotp.TOTP(secret).at(NOON + timedelta(seconds=seconds))

    assert (factor.step(secret, f"{code[:3]} {code[3:]}", NOON) is not None) == is_taken


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "0" * 1000])
def test_what_is_no_code_belongs_to_no_moment(typed):
    assert Totp().step(Totp().secret(), typed, NOON) is None


def test_a_slip_follows_from_its_request_and_a_key_nobody_has():
    code = slip_code(b"key", "S-0001", "request")

    assert code == slip_code(b"key", "S-0001", "request")
    others = [
        slip_code(b"other", "S-0001", "request"),
        slip_code(b"key", "S-000", "1request"),
        slip_code(b"key", "S-0001", "r"),
    ]
    assert code not in others
    assert len(code.replace("-", "")) == 20
