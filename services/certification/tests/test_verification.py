"""What the public is answered about a certificate by its QR code."""

from datetime import timedelta
from typing import Any

import pytest

from services.certification.domain.errors.certificate import NotVerifiedError
from services.certification.domain.verification.tries import VerificationTries
from services.certification.ports import VerificationDesk
from services.certification.tests.builders import (
    FIVE_DAYS_OVER,
    INSTITUTION,
)
from services.certification.tests.conftest import certificates, post_results
from services.certification.views import verification


async def test_the_public_verifies_with_the_token_and_sees_a_masked_name(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"]
    token = certification.cipher.fingerprint(f"certificate:{number}")[:32]

    answer = await certification.get(f"/verify/{number}?token={token}")

    assert answer.status_code == 200
    assert answer.json() == {
        "number": number,
        "name": "欧***",
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": "五级/初级工",
        "institution": INSTITUTION,
        "issued_on": "2026-10-10",
        "status": "valid",
        "print_serial": "265000001-01",
        "pdf_sha256": certificate["pdf_sha256"],
    }


async def test_an_unknown_number_and_a_wrong_token_are_answered_alike(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"]

    answers = [
        await certification.get(path)
        for path in (
            f"/verify/{number[:-1]}9?token={'0' * 32}",
            f"/verify/{number}?token={'0' * 32}",
            f"/verify/{number}",
            f"/verify/{number}?token=表",
            "/verify/x",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def of(number, cipher):
    return cipher.fingerprint(f"certificate:{number}")[:32]


async def test_an_address_asks_thirty_times_a_minute(certification):
    answers = [(await certification.get(f"/verify/{n}")).status_code for n in range(31)]
    refused = await certification.get("/verify/31")
    await certification.step_to(certification.now + timedelta(minutes=1))

    assert answers == [404] * 30 + [429]
    assert (refused.json()["title"], refused.headers["Retry-After"]) == ("too-often", "60")
    assert (await certification.get("/verify/31")).status_code == 404


@pytest.mark.parametrize("known", [True, False])
async def test_ten_wrong_tries_a_day_do_not_shut_out_the_holder(certification, known):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"] if known else "X"

    answers = [(await certification.get(f"/verify/{number}?token={'0' * 32}")).status_code for _ in range(11)]

    assert answers == [404] * 10 + [429]
    holder = await certification.get(f"/verify/{number}?token={of(number, certification.cipher)}")
    assert holder.status_code == (200 if known else 429)
    await certification.step_to(certification.now + timedelta(days=1))
    assert (await certification.get(f"/verify/{number}")).status_code == 404


async def test_nothing_is_looked_up_for_a_wrong_token(certification):
    """What takes longer for a number that exists tells that it does."""
    looked = []

    class Watched:
        async def find_one(self, number):
            looked.append(number)

    certificates: Any = Watched()
    desk = VerificationDesk(certificates=certificates, cipher=certification.cipher, tries=VerificationTries())
    for token in ("0" * 32, "", of("Y", certification.cipher)):
        with pytest.raises(NotVerifiedError):
            await verification.show_by_token(
                desk, "X", token=token, asked=verification.AskedBy(address="a", now=certification.now)
            )

    assert looked == []
