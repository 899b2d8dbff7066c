"""The score of a comprehensive review is objected to and posted anew like that of a part (SCO-05)."""

from decimal import Decimal

import pytest

from libs.contracts.certification import ReviewObjectionDecided, ReviewObjectionLodged
from services.certification.tests.builders import (
    BATCH_ID,
    a_batch_opened,
    a_candidate_approved,
    a_score_corrected,
    a_score_published,
    beijing,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, post_results, progress

APPLICATION = f"{BATCH_ID}-00001"
CORRECTED = beijing(2026, 9, 28, 9)
OVER = beijing(2026, 10, 20)


async def posted(certification, score):
    opened = a_batch_opened()
    technician = opened.offers[0].model_copy(update={"level": 2})
    await certification.deliver(opened.model_copy(update={"offers": [technician]}))
    await certification.deliver(a_candidate_approved(certification.cipher, level=2))
    told = a_score_published(level=2)
    outcome = "passed" if score and score >= 60 else "absent" if score is None else "failed"
    await certification.deliver(told.model_copy(update={"review_score": score, "review_outcome": outcome}))


async def lodged(certification):
    body = {"application_id": APPLICATION, "part": "review", "reason": "答辩漏计一项"}
    return await certification.post("/objections", json=body, as_=CLERK)


async def decided(certification, decision):
    body = {"decision": decision, "reason": "调阅评审记录"}
    return await certification.post(f"/objections/{APPLICATION}-o1/decision", json=body, as_=DIRECTOR)


@pytest.mark.rule("SCO-27")
async def test_a_failed_review_is_certified_once_its_correction_stood(certification):
    await posted(certification, Decimal("59.9"))
    assert (await lodged(certification)).status_code == 201
    assert (await decided(certification, "upheld")).status_code == 204
    [told] = certification.published(ReviewObjectionLodged)
    [decision] = certification.published(ReviewObjectionDecided)
    assert (told.application_id, decision.decision) == (APPLICATION, "upheld")

    again = a_score_corrected(corrected_at=CORRECTED)
    await certification.deliver(again.model_copy(update={"review_score": Decimal("60.0"), "review_outcome": "passed"}))
    await certification.step_to(OVER)

    assert await progress(certification) == {"issued": 1}
    [certificate] = await certificates(certification)
    assert certificate["review_score"] == "60.0"


async def test_without_a_review_there_is_nothing_to_object_to(certification):
    await post_results(certification, {})

    refused = await lodged(certification)

    assert refused.json()["title"] == "part-not-posted"


async def test_an_absence_from_a_review_is_not_corrected(certification):
    await posted(certification, None)
    await lodged(certification)

    assert (await decided(certification, "upheld")).json()["title"] == "nothing-to-correct"
