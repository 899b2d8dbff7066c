"""Field-level encryption."""

import base64
from typing import Any, cast

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given
from hypothesis import strategies as st

from libs.chassis.sealing import FieldCipher, SealBrokenError, _bound
from libs.contracts.sealing import Purpose

OLD, NEW = b"o" * 32, b"n" * 32
NAME: Any = {"purpose": Purpose.CANDIDATE_NAME, "owner": "2026-autumn-00001"}


def test_a_sealed_text_opens_again_and_hides_what_it_holds():
    cipher = FieldCipher({"k1": OLD})

    sealed = cipher.seal("张三丰", **NAME)

    assert cipher.open(sealed, **NAME) == "张三丰"
    assert sealed.startswith("sealed:k1:")
    assert cipher.seal("张三丰", **NAME) != sealed


def test_an_altered_text_does_not_open():
    cipher = FieldCipher({"k1": OLD})
    sealed = cipher.seal("张三丰", **NAME)

    with pytest.raises(InvalidTag):
        cipher.open(sealed[:-3] + ("AAA" if not sealed.endswith("AAA") else "BBB"), **NAME)


def test_a_rotation_opens_old_data_and_seals_new_with_the_new_key():
    before = FieldCipher({"k1": OLD})
    after = FieldCipher({"k2": NEW, "k1": OLD})

    assert after.open(before.seal("旧", **NAME), **NAME) == "旧"
    assert after.fingerprint("旧") == before.fingerprint("旧")
    assert after.open_bytes(before.seal_bytes(b"old", **NAME), **NAME) == b"old"
    assert after.seal("新", **NAME).startswith("sealed:k2:")


OWNERS = st.text(max_size=12) | st.sampled_from(["", "2026-autumn-00001", "2026-autumn-00002", "S-0001"])
BOUND = st.tuples(st.sampled_from(Purpose), OWNERS)


@given(sealed_for=BOUND, moved_to=BOUND, text=st.text())
def test_what_is_sealed_for_one_field_opens_in_no_other(sealed_for, moved_to, text):
    assume(sealed_for != moved_to)
    cipher = FieldCipher({"k2": NEW, "k1": OLD})
    here, there = ({"purpose": purpose, "owner": owner} for purpose, owner in (sealed_for, moved_to))

    sealed, sealed_bytes = cipher.seal(text, **here), cipher.seal_bytes(text.encode(), **here)

    assert cipher.open(sealed, **here) == cipher.open_bytes(sealed_bytes, **here).decode() == text
    with pytest.raises(SealBrokenError):
        cipher.open(sealed, **there)
    with pytest.raises(SealBrokenError):
        cipher.open_bytes(sealed_bytes, **there)


def test_what_is_cut_from_a_purpose_cannot_precede_an_owner():
    purpose, rest = Purpose.CANDIDATE_NAME, "S-1"

    assert _bound(purpose, rest) != _bound(cast("Purpose", purpose[:-1]), purpose[-1] + rest)


def test_a_seal_of_the_days_before_purposes_does_not_open():
    nonce = b"n" * 12
    unbound = base64.urlsafe_b64encode(nonce + AESGCM(OLD).encrypt(nonce, b"1101", b"")).rstrip(b"=").decode()

    with pytest.raises(SealBrokenError):
        FieldCipher({"k1": OLD}).open(f"sealed:k1:{unbound}", **NAME)


def test_equal_texts_have_equal_fingerprints_under_one_key_only():
    assert FieldCipher({"k1": OLD}).fingerprint("x") == FieldCipher({"k1": OLD}).fingerprint("x")
    assert FieldCipher({"k1": OLD}).fingerprint("x") != FieldCipher({"k1": NEW}).fingerprint("x")
