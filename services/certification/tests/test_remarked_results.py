"""What a corrected key changed: posted anew, and a certificate of it is a question for a person."""

import pytest

from libs.contracts.certification import (
    CertificateIssued,
    CertificateLeftStanding,
    CertificateQuestioned,
    CertificateSuspended,
    CertificateVoided,
)
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    a_result_amended,
    a_result_remarked,
    beijing,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, post_results, progress
from services.certification.tests.test_proceedings import NUMBER, QUALITY, UNFILED, UPHELD

LATER = beijing(2026, 10, 12, 9)
LATER_OVER = beijing(2026, 10, 20)
APPLICATION = f"{BATCH_ID}-00001"
STANDING = f"/notices/{APPLICATION}/standing-certificate"


async def notices(certification, query=""):
    return (await certification.get(f"/batches/{BATCH_ID}/notices{query}", as_=CLERK)).json()["items"]


async def in_question(certification):
    told = (await certification.get("/questioned-certificates", as_=DIRECTOR)).json()["items"]
    return [(one["batch_id"], one["application_id"], one["certificate_number"]) for one in told]


async def issued(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    return certificate["number"]


@pytest.mark.rule("SCO-27")
@pytest.mark.parametrize(("theory", "stage"), [("60.0", "issued"), ("59.9", "kept")])
async def test_a_changed_result_stands_its_days_again(certification, theory, stage):
    await post_results(certification, {"theory": "12.0"})
    await certification.step_to(FIVE_DAYS_OVER)

    await certification.deliver(a_result_remarked(theory=theory, remarked_at=LATER), times=2)

    [notice] = await notices(certification)
    assert (notice["stage"], notice["theory_score"], notice["revision"]) == ("posted", theory, 1)
    assert certification.published(CertificateIssued) == []
    await certification.step_to(LATER_OVER)
    assert await progress(certification) == {stage: 1}


async def test_a_certificate_stays_valid_where_the_result_still_passes(certification):
    number = await issued(certification)

    await certification.deliver(a_result_remarked(theory="60.0", remarked_at=LATER))
    await certification.step_to(LATER_OVER)

    [notice] = await notices(certification)
    assert (notice["stage"], notice["certificate_number"], notice["question"]) == ("issued", number, None)
    assert [one["status"] for one in await certificates(certification)] == ["valid"]
    assert len(certification.published(CertificateIssued)) == 1


@pytest.mark.rule("CER-26")
async def test_a_certificate_whose_result_fails_now_is_named_and_not_touched(certification):
    number = await issued(certification)

    await certification.deliver(a_result_remarked(theory="59.9", remarked_at=LATER), times=2)

    [named] = await notices(certification, "?questioned=true")
    assert (named["application_id"], named["certificate_number"]) == (APPLICATION, number)
    assert named["question"]["decided_at"] is None
    assert await in_question(certification) == [(BATCH_ID, APPLICATION, number)]
    [told] = certification.published(CertificateQuestioned)
    assert (told.certificate_number, told.questioned_at) == (number, LATER)
    await certification.step_to(LATER_OVER)
    assert [one["status"] for one in await certificates(certification)] == ["valid"]
    assert certification.published(CertificateSuspended) == certification.published(CertificateVoided) == []
    assert len(await notices(certification, "?questioned=true")) == 1


async def test_the_head_decides_once_that_a_certificate_stands(certification):
    number = await issued(certification)
    await certification.deliver(a_result_remarked(theory="59.9", remarked_at=LATER))

    blank = await certification.post(STANDING, json={"reason": " "}, as_=DIRECTOR)
    decided = await certification.post(STANDING, json={"reason": "信赖保护"}, as_=DIRECTOR)
    again = await certification.post(STANDING, json={"reason": "信赖保护"}, as_=DIRECTOR)

    assert [one.status_code for one in (blank, decided, again)] == [422, 204, 409]
    assert again.json()["title"] == "not-questioned"
    [notice] = await notices(certification)
    assert (notice["question"]["decided_by"], notice["question"]["reason"]) == (DIRECTOR[0], "信赖保护")
    assert await notices(certification, "?questioned=true") == await in_question(certification) == []
    [told] = certification.published(CertificateLeftStanding)
    assert (told.certificate_number, told.decided_by) == (number, DIRECTOR[0])


async def test_a_question_ends_when_the_result_passes_again(certification):
    await issued(certification)
    await certification.deliver(a_result_remarked(theory="59.9", remarked_at=LATER))

    await certification.deliver(a_result_remarked(revision=2, theory="60.0", remarked_at=LATER))
    await certification.step_to(LATER_OVER)

    assert await notices(certification, "?questioned=true") == []
    assert await progress(certification) == {"issued": 1}
    assert len(certification.published(CertificateIssued)) == 1


@pytest.fixture
async def questioned(certification):
    """A certificate that was issued, and whose result passes no more."""
    await issued(certification)
    await certification.deliver(a_result_remarked(theory="59.9", remarked_at=LATER))
    assert len(await notices(certification, "?questioned=true")) == 1
    return certification


async def nothing_is_left_to_decide(certification):
    assert await notices(certification, "?questioned=true") == []
    assert (await certification.post(STANDING, json={"reason": "信赖保护"}, as_=DIRECTOR)).status_code == 409
    assert certification.published(CertificateLeftStanding) == []


@pytest.mark.parametrize(
    ("found", "about"),
    [
        ("proceedings/P-000001", {"number": NUMBER, "ground": "against-rules", "facts": "成绩更正后不合格。"}),
        ("scope-findings/F-000001", UNFILED),
    ],
)
async def test_a_question_ends_with_the_certificate(questioned, found, about):
    assert (await questioned.post(f"/{found.partition('/')[0]}", json=about, as_=QUALITY)).status_code == 201
    assert (await questioned.post(f"/{found}/decision", json=UPHELD, as_=DIRECTOR)).status_code == 204
    await questioned.step_to(beijing(2026, 10, 12, 10))

    assert [one.certificate_number for one in questioned.published(CertificateVoided)] == [NUMBER]
    await nothing_is_left_to_decide(questioned)


async def test_a_question_ends_when_the_certificate_is_suspended_for_a_void_result(questioned):
    await questioned.deliver(a_result_amended(revision=2, amended_at=LATER))

    assert [one.certificate_number for one in questioned.published(CertificateSuspended)] == [NUMBER]
    await nothing_is_left_to_decide(questioned)
