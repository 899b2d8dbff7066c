"""The secret number on a script."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.sealing import FieldCipher
from services.scoring.domain.coding import blind_code, blind_code_text
from services.scoring.tests.builders import THEORY, an_application

OURS, THEIRS = FieldCipher({"k1": b"1" * 32}), FieldCipher({"k1": b"2" * 32})


def code_of(row, cipher=OURS, attempt=0):
    return blind_code(cipher.fingerprint(blind_code_text(THEORY, an_application(row), attempt)))


def test_a_code_can_only_be_made_with_the_key():
    assert code_of(1) == code_of(1)
    assert code_of(1) != code_of(1, THEIRS)


def test_codes_of_a_batch_differ():
    assert len({code_of(row) for row in range(10_000)}) == 10_000


def test_a_code_that_is_taken_has_a_next_one():
    assert code_of(1) != code_of(1, attempt=1)


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_ten_characters_of_base32_and_begins_with_a_letter(digest):
    code = blind_code(digest.hex())

    assert len(code) == 10
    assert code[0].isalpha()
    assert base64.b32decode(code + "======")


def test_a_code_holds_nothing_of_the_application():
    codes = [code_of(row) for row in range(1, 200)]

    assert not any(f"{row:05d}" in code for row, code in enumerate(codes, 1))
    assert codes != sorted(codes)
