"""Keys through the front door: sealed, and of exactly the paper that was sealed."""

import json

import pytest

from libs.contracts.sealing import Purpose
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.storage.collections import KEYS, SCRIPTS
from services.scoring.tests.builders import (
    LEAD,
    THEORY,
    a_key_handover,
    a_paper_sealed,
    a_released_key,
    digest_of_paper,
    key_text,
)
from services.scoring.tests.conftest import slug


async def test_a_key_stays_sealed_in_the_store(scoring, desk):
    assert (await desk.hand_over_key()).status_code == 204

    stored = KEYS.dump(await scoring.load(KEYS, "P-t-A")).decode()
    assert "answers" not in stored
    assert "sealed:" in stored


async def test_a_key_may_be_replaced_until_it_was_used(scoring, desk):
    await desk.sit()
    await desk.hand_over_key(key="AAAATT")
    replaced = await desk.hand_over_key()
    await desk.upload(await desk.answer_file())

    late = await desk.hand_over_key(key="AAAATT")

    assert (replaced.status_code, late.status_code, slug(late)) == (204, 409, "key-in-use")
    marked = [await scoring.load(SCRIPTS, code) for code in (await desk.codes(THEORY)).values()]
    assert {str(script.score) for script in marked} == {"100.0"}


async def test_a_slot_takes_the_key_of_one_paper(desk):
    await desk.hand_over_key("P-1")

    assert slug(await desk.hand_over_key("P-2")) == "key-slot-taken"


async def test_an_open_key_is_refused_unread(scoring):
    opened = await scoring.put("/keys/P-t-A", json=a_key_handover(key_text("ABCDTF")), as_=LEAD)

    assert opened.status_code == 422
    assert '"A"' not in opened.text


async def test_a_key_that_names_another_paper_is_refused(scoring):
    handover = a_key_handover(a_released_key(scoring.cipher, key_text("ABCDTF"), "P-t-B"), "P-t-B")

    refused = await scoring.put("/keys/P-t-A", json=handover, as_=LEAD)

    assert (refused.status_code, slug(refused)) == (422, "key-of-another-paper")


async def test_the_key_of_another_paper_is_not_taken_under_this_one(scoring):
    await scoring.deliver(a_paper_sealed("P-t-A"))
    await scoring.deliver(a_paper_sealed("P-t-B", form="B"))
    key_of_b = a_released_key(scoring.cipher, key_text("FTDCBA"), "P-t-B", "B")

    as_a = await scoring.put("/keys/P-t-A", json=a_key_handover(key_of_b, "P-t-A"), as_=LEAD)
    described_as_b = {**a_key_handover(key_of_b, "P-t-A"), "form": "B"}
    as_b = await scoring.put("/keys/P-t-A", json=described_as_b, as_=LEAD)

    assert (as_a.status_code, slug(as_a)) == (409, "key-unreadable")
    assert (as_b.status_code, slug(as_b)) == (409, "key-not-of-sealed-paper")
    with pytest.raises(KeyNotFoundError):
        await scoring.load(KEYS, "P-t-A")


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("batch_id", "2026-spring"),
        ("occupation_code", "6-31-01-01"),
        ("level", 2),
        ("part", "practical"),
        ("form", "B"),
        ("items", 7),
        ("digest", "0" * 64),
    ],
)
async def test_a_key_is_taken_for_exactly_the_paper_that_was_sealed(scoring, field, other):
    await scoring.deliver(a_paper_sealed())
    handover = a_key_handover(a_released_key(scoring.cipher, key_text("ABCDTF")))

    refused = await scoring.put("/keys/P-t-A", json={**handover, field: other}, as_=LEAD)

    assert (refused.status_code, slug(refused)) == (409, "key-not-of-sealed-paper")
    assert (await scoring.put("/keys/P-t-A", json=handover, as_=LEAD)).status_code == 204


@pytest.mark.parametrize("inside", [{"form": "B"}, {"digest": "0" * 64}, {"paper_id": "P-t-B"}])
async def test_what_is_inside_the_seal_names_the_paper_of_the_key(scoring, inside):
    await scoring.deliver(a_paper_sealed())
    said = {"paper_id": "P-t-A", "form": "A", "digest": digest_of_paper("P-t-A"), "key": json.loads(key_text("ABCDTF"))}
    sealed = scoring.cipher.seal(json.dumps({**said, **inside}), purpose=Purpose.ANSWER_KEY, owner="P-t-A")

    refused = await scoring.put("/keys/P-t-A", json=a_key_handover(sealed), as_=LEAD)

    assert (refused.status_code, slug(refused)) == (409, "key-unreadable")


async def test_a_key_waits_for_the_announcement_of_its_paper(scoring):
    handover = a_key_handover(a_released_key(scoring.cipher, key_text("ABCDTF")))

    early = await scoring.put("/keys/P-t-A", json=handover, as_=LEAD)
    await scoring.deliver(a_paper_sealed())

    assert (early.status_code, slug(early)) == (404, "paper-not-announced")
    assert (await scoring.put("/keys/P-t-A", json=handover, as_=LEAD)).status_code == 204
