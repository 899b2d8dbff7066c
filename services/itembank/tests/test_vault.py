"""What lies in the store is locked, each envelope with a key of its own."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from services.itembank.storage.collections import ITEMS, PAPERS
from services.itembank.storage.vault import WrappingVault
from services.itembank.tests.builders import (
    END,
    START,
    SUBJECT,
    paper_of,
)
from services.itembank.tests.conftest import CHIEF, DEPUTY, PRACTICAL, THEORY

UNSEALING = START - timedelta(minutes=5)
SECRET = "机密"


async def test_what_lies_in_the_envelopes_is_encrypted_and_not_only_encoded(sealed):
    item = await sealed.harness.load(ITEMS, f"{SUBJECT}:T-0001:1")
    papers = [await sealed.harness.load(PAPERS, one) for one in (*THEORY, *PRACTICAL)]

    for one in (item, *papers):
        decoded = base64.b64decode(one.content.content)
        assert not [plain for plain in (SECRET, "options", "answer", "criteria") if plain.encode() in decoded]


async def test_no_item_and_no_paper_stands_in_plain_in_the_store(sealed, tmp_path):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY):
        await sealed.open(who)
    await sealed.harness.step_to(END)
    assert (await sealed.ask_key()).status_code == 200
    files = list(tmp_path.glob("store.sqlite*"))

    kept = b"".join(file.read_bytes() for file in files)

    assert files
    assert b"T-0001" in kept
    for form in (SECRET.encode(), json.dumps(SECRET).strip('"').encode(), b'"answer"', b'\\"answer\\"'):
        assert form not in kept


async def test_an_envelope_opens_only_where_it_belongs(itembank):
    vault = WrappingVault(itembank.cipher)
    envelope = vault.close("机密".encode(), context=paper_of("A"))

    assert vault.open(envelope, context=paper_of("A")) == "机密".encode()
    with pytest.raises(InvalidTag):
        vault.open(envelope, context=paper_of("B"))


async def test_every_envelope_has_a_key_of_its_own(itembank):
    vault = WrappingVault(itembank.cipher)

    one, other = (vault.close(b"same", context="same") for _ in range(2))

    assert one.content != other.content
    assert one.wrapped_key != other.wrapped_key
