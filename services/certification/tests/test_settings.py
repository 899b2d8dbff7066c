"""What must not be set."""

import os
import subprocess
import sys
from base64 import b64encode

import pytest
from pydantic import SecretStr, ValidationError

from libs.chassis.testing import environment
from services.certification.settings import Settings


def settings(**said):
    return Settings(field_keys=SecretStr("k1:AAAA"), token_keys='{"keys": []}', event_key="", event_keys="", **said)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8105", "127.1.2.3", "localhost", "LOCALHOST:80", "[::1]:8105", "0.0.0.0:8105", "2130706433"]
)
def test_no_production_prints_the_address_of_its_own_machine_into_qr_codes(host):
    url = f"http://{host}/verify"

    assert settings(verification_url=url).production is False
    with pytest.raises(ValidationError, match="SKILLSEAL_VERIFICATION_URL"):
        settings(verification_url=url, production=True)


def test_an_empty_word_for_seals_or_time_stamps_is_none(monkeypatch):
    monkeypatch.setenv("SKILLSEAL_SEAL_IMAGES", "")
    monkeypatch.setenv("SKILLSEAL_TIME_STAMP_URL", "")

    assert (settings().seal_images, settings().time_stamp_url) == ({}, None)


def test_nor_does_one_that_was_told_no_address():
    with pytest.raises(ValidationError, match="SKILLSEAL_VERIFICATION_URL"):
        settings(production=True)


def test_a_public_address_is_printed():
    assert settings(verification_url="https://zs.example.cn/verify", signing_pem="PEM", production=True).production


def test_no_production_signs_certificates_with_a_key_of_its_own_making():
    public = "https://zs.example.cn/verify"

    assert settings(verification_url=public).signing_pem.get_secret_value() == ""
    with pytest.raises(ValidationError, match="SKILLSEAL_SIGNING_PEM"):
        settings(verification_url=public, production=True)


@pytest.mark.parametrize("key", ["", "no base64", b64encode(bytes(31)).decode(), b64encode(bytes(33)).decode()])
def test_an_earlier_key_of_codes_has_32_bytes(key):
    whole = b64encode(bytes(32)).decode()

    assert settings(earlier_code_keys=[whole]).earlier_code_keys == [whole]
    with pytest.raises(ValidationError):
        settings(earlier_code_keys=[whole, key])


def test_the_process_refuses_to_start_without_the_fonts(tmp_path):
    told = {**os.environ, **environment(tmp_path), "SKILLSEAL_FONT_DIR": str(tmp_path)}

    started = subprocess.run(
        [sys.executable, "-m", "services.certification.main"],
        env=told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert started.returncode != 0
    assert "FontsMissingError" in started.stderr
