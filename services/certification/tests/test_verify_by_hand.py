"""Somebody holds a certificate and types in what is on it: number, name, last six places of the identifier."""

import json
from datetime import timedelta

import pytest

from services.certification.storage.collections import CERTIFICATES
from services.certification.tests.builders import FIVE_DAYS_OVER
from services.certification.tests.conftest import certificates, post_results

NAME, LAST_SIX = "欧阳喆玥", "07001X"


@pytest.fixture
async def issued(certification):
    await post_results(certification, {}, name=NAME, id_number=f"431202199803{LAST_SIX}")
    await certification.step_to(FIVE_DAYS_OVER)
    return certification


async def number_of(issued):
    [certificate] = await certificates(issued)
    return certificate["number"]


async def ask(issued, *, number=None, name=NAME, last_six=LAST_SIX, **options):
    body = {"number": number or await number_of(issued), "name": name, "last_six": last_six}
    return await issued.post("/verify", json=body, headers={"Idempotency-Key": ""}, **options)


async def test_what_is_on_the_paper_is_answered_as_its_qr_code_is(issued):
    number = await number_of(issued)
    token = issued.cipher.fingerprint(f"certificate:{number}")[:32]

    by_hand = await ask(issued)
    by_code = await issued.get(f"/verify/{number}?token={token}")

    assert by_hand.status_code == 200
    assert by_hand.json() == by_code.json()
    assert by_hand.json()["name"] == "欧***"


async def test_it_does_not_matter_how_the_keyboard_was_set(issued):
    number = await number_of(issued)

    answer = await ask(issued, number=f" {number.lower()} ", name=f"{NAME} ", last_six="０７００１ｘ")

    assert answer.status_code == 200


@pytest.mark.rule("CER-25")
async def test_whatever_is_wrong_or_unknown_the_answer_is_the_same(issued):
    number = await number_of(issued)

    answers = [
        await ask(issued, number=f"{number[:-1]}9"),
        await ask(issued, number="x"),
        await ask(issued, name="欧阳"),
        await ask(issued, name="表"),
        await ask(issued, last_six="070011"),
        await ask(issued, name=LAST_SIX, last_six=LAST_SIX),
    ]

    assert {(answer.status_code, answer.json()["title"]) for answer in answers} == {(404, "not-verified")}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("known", [True, False])
async def test_ten_wrong_ones_close_a_number_by_hand_however_it_is_written(issued, known):
    number = await number_of(issued) if known else "S000043009001265999999"

    written = [number, number.lower(), f" {number}"]
    answers = [await ask(issued, number=written[n % 3], last_six=f"{n:06d}") for n in range(11)]
    right = await ask(issued, number=number)
    await issued.step_to(issued.now + timedelta(days=1))

    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert (right.status_code, right.json()["title"]) == (429, "too-often")
    assert (await ask(issued, number=number)).status_code == (200 if known else 404)


async def test_a_number_closed_by_hand_is_answered_by_its_qr_code(issued):
    number = await number_of(issued)
    for n in range(11):
        await ask(issued, last_six=f"{n:06d}")
    token = issued.cipher.fingerprint(f"certificate:{number}")[:32]

    assert (await issued.get(f"/verify/{number}?token={token}")).status_code == 200


async def test_right_ones_are_not_counted(issued):
    answers = [await ask(issued) for _ in range(12)]

    assert {answer.status_code for answer in answers} == {200}


async def test_an_address_asks_thirty_times_a_minute_in_both_ways_together(issued):
    for n in range(15):
        await issued.get(f"/verify/{n}")
        await ask(issued)

    assert (await ask(issued)).json()["title"] == "too-often"


async def test_a_certificate_stored_before_loads_and_is_found_by_no_name(issued):
    number = await number_of(issued)
    before = json.loads(CERTIFICATES.dump(await issued.load(CERTIFICATES, number)))
    del before["holder"]

    assert CERTIFICATES.index_values(CERTIFICATES.load(json.dumps(before)))["holder"] == ""
