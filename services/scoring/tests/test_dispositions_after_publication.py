"""Orders of the incident service about results that are posted."""

from decimal import Decimal

import pytest

from libs.contracts.certification import ObjectionDecided
from libs.contracts.scoring import ResultAmended, ResultDispositionAnswered, ScoreCorrected, ScorePublished
from services.scoring.tests.builders import (
    BATCH,
    INCIDENT,
    LEAD,
    NOW,
    ONE,
    PRACTICAL,
    THEORY,
    THREE,
    TWO,
    a_void_order,
    a_zero_order,
)


def an_objection_decided(part):
    return ObjectionDecided(
        objection_id=f"{ONE}-o1", application_id=ONE, batch_id=BATCH, part=part, decision="upheld", decided_at=NOW
    )


def answer_of(scoring):
    """What was applied, and what was refused with which slug."""
    [one] = scoring.published(ResultDispositionAnswered)
    assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
    assert all(refused.reason and refused.target not in refused.reason for refused in one.refused)
    return one.applied, {refused.target: refused.slug for refused in one.refused}


@pytest.mark.rule("SCO-09")
async def test_a_posted_score_is_not_made_zero_by_an_order(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()

    await scoring.deliver(a_zero_order())

    assert answer_of(scoring) == ([], {ONE: "result-already-published"})
    assert len(scoring.published()) == 4


@pytest.mark.rule("INC-16", "INC-17", "INC-22")
async def test_what_is_posted_becomes_void_by_an_order(scoring, desk):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0", TWO: "70.0"})
    await desk.finish()

    await scoring.deliver(a_void_order(ONE), times=2)
    await scoring.deliver(a_void_order(ONE), id="a later copy")

    assert answer_of(scoring) == ([ONE], {})
    assert scoring.published(ResultAmended) == [
        ResultAmended(
            application_id=ONE,
            batch_id=BATCH,
            cause="void",
            incident_id=INCIDENT,
            revision=1,
            theory_score=None,
            theory_outcome="failed",
            practical_score=Decimal("70.0"),
            practical_outcome="passed",
            void=["theory"],
            cancelled=[],
            amended_by="S-0099",
            amended_at=NOW,
        )
    ]
    shown = (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()
    assert shown["theory"] == {"score": None, "outcome": "failed", "void": True, "cancelled": False}
    assert shown["practical"] == {"score": "70.0", "outcome": "passed", "void": False, "cancelled": False}
    assert (await scoring.get(f"/results/{TWO}", as_=LEAD)).json()["revision"] == 0


async def test_two_parts_that_one_order_makes_void_are_amended_at_once(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()

    await scoring.deliver(a_void_order(ONE, session_ids=[THEORY, PRACTICAL]))

    [amended] = scoring.published(ResultAmended)
    assert (amended.revision, amended.void) == (1, ["theory", "practical"])


async def test_a_second_order_about_what_is_void_amends_nothing(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await scoring.deliver(a_void_order(ONE))

    await scoring.deliver(a_void_order(ONE, disposition=2))

    assert [answer.applied for answer in scoring.published(ResultDispositionAnswered)] == [[ONE], [ONE]]
    assert len(scoring.published(ResultAmended)) == 1


async def test_an_order_concerns_the_posted_and_the_waiting_of_a_list(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()
    await desk.publish(limit=1)

    await scoring.deliver(a_void_order(ONE, TWO))
    await desk.publish()

    assert answer_of(scoring) == ([ONE, TWO], {})
    assert {
        event.application_id: (event.theory_outcome, event.void) for event in scoring.published(ScorePublished)
    } == {
        ONE: ("passed", []),
        TWO: ("failed", ["theory"]),
        THREE: ("passed", []),
    }
    assert [event.application_id for event in scoring.published(ResultAmended)] == [ONE]


async def test_an_upheld_objection_to_what_became_void_leads_to_no_recheck(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await scoring.deliver(an_objection_decided("theory"))
    await scoring.deliver(a_void_order(ONE))

    body = {"objection_id": f"{ONE}-o1", "part": "theory", "score": "61.0", "reason": "漏计一题"}
    answer = await scoring.post(f"/results/{ONE}/rechecks", json=body, as_=LEAD)

    assert answer.json()["title"] == "objection-not-upheld"


async def test_a_recheck_of_the_other_part_says_what_is_void(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await scoring.deliver(an_objection_decided("practical"))
    await scoring.deliver(a_void_order(ONE))

    body = {"objection_id": f"{ONE}-o1", "part": "practical", "score": "61.0", "reason": "漏计一项"}
    assert (await scoring.post(f"/results/{ONE}/rechecks", json=body, as_=LEAD)).json() == {"revision": 2}

    [corrected] = scoring.published(ScoreCorrected)
    assert (corrected.revision, corrected.void, corrected.theory_score) == (2, ["theory"], None)
