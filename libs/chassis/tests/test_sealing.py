"""Field-level encryption."""

import pytest
from cryptography.exceptions import InvalidTag

from libs.chassis.sealing import FieldCipher

OLD, NEW = b"o" * 32, b"n" * 32


def test_a_sealed_text_opens_again_and_hides_what_it_holds():
    cipher = FieldCipher({"k1": OLD})

    sealed = cipher.seal("张三丰")

    assert cipher.open(sealed) == "张三丰"
    assert sealed.startswith("sealed:k1:")
    assert cipher.seal("张三丰") != sealed


def test_an_altered_text_does_not_open():
    cipher = FieldCipher({"k1": OLD})
    sealed = cipher.seal("张三丰")

    with pytest.raises(InvalidTag):
        cipher.open(sealed[:-3] + ("AAA" if not sealed.endswith("AAA") else "BBB"))


def test_after_a_rotation_old_data_opens_and_new_data_is_sealed_with_the_new_key():
    before = FieldCipher({"k1": OLD})
    after = FieldCipher({"k2": NEW, "k1": OLD})

    assert after.open(before.seal("旧")) == "旧"
    assert after.fingerprint("旧") == before.fingerprint("旧")
    assert after.open_bytes(before.seal_bytes(b"old", context=b"c"), context=b"c") == b"old"
    assert after.seal("新").startswith("sealed:k2:")


def test_bytes_open_only_in_the_context_they_were_sealed_for():
    cipher = FieldCipher({"k1": OLD})

    with pytest.raises(InvalidTag):
        cipher.open_bytes(cipher.seal_bytes(b"paper", context=b"a"), context=b"b")


def test_equal_texts_have_equal_fingerprints_under_one_key_only():
    assert FieldCipher({"k1": OLD}).fingerprint("x") == FieldCipher({"k1": OLD}).fingerprint("x")
    assert FieldCipher({"k1": OLD}).fingerprint("x") != FieldCipher({"k1": NEW}).fingerprint("x")
