"""Sitting a part again: the earlier sitting does not count, and a candidate has one result whenever the resit comes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from libs.chassis.domain import Act
from libs.contracts.certification import ObjectionDecided
from libs.contracts.scheduling import SessionCalledOff
from libs.contracts.scoring import ResultAmended, ScoreCorrected, ScorePublished
from services.scoring.domain.errors.result import PartStillCountsError
from services.scoring.domain.result import scored
from services.scoring.domain.score_list import ListState
from services.scoring.storage.collections import LISTS, SESSIONS
from services.scoring.tests.builders import (
    BATCH,
    LEAD,
    LIST,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_result,
    a_session_planned,
    an_answer_file,
    an_application,
    an_exam_finished,
)

AGAIN = f"{THEORY}-r-2026-autumn-0123456789ab-2"
ONE, TWO = an_application(1), an_application(2)
HALF = ("A", "B", "C", "", "", "")


@pytest.fixture
def resit(scoring, desk):
    return Resit(scoring, desk)


class Resit:
    """The first two candidates are to sit the theory again, with the spare paper."""

    def __init__(self, scoring, desk):
        self.scoring, self.desk = scoring, desk

    async def arrange(self, rows=(1,)):
        await self.scoring.deliver(a_session_planned(AGAIN, "theory", ("S-0201", "S-0202"), spare=True))
        for row in rows:
            told = a_candidate_scheduled(row, [("theory", AGAIN), ("practical", PRACTICAL)], scheduled_at=NOW)
            theory, practical = told.sittings
            theory = theory.model_copy(update={"resit_of": THEORY})
            await self.scoring.deliver(told.model_copy(update={"sittings": [theory, practical]}), times=2)

    async def sit(self, rows=(1,), absent=()):
        event = an_exam_finished(AGAIN, rows=rows, absent=absent, form="spare")
        await self.scoring.deliver(event.model_copy(update={"finished_at": NOW + timedelta(days=7)}))

    async def mark(self, answers=HALF):
        assert (await self.desk.hand_over_key("P-t-spare", form="spare")).status_code == 204
        codes = await self.desk.codes(AGAIN)
        content = an_answer_file([(code, "spare", *answers) for code in codes.values()])
        assert (await self.desk.upload(content, AGAIN)).status_code == 200


def first_published(scoring):
    return {one.application_id: (one.theory_score, one.void) for one in scoring.published(ScorePublished)}


@pytest.mark.rule("INC-16")
async def test_whoever_is_to_sit_again_has_sat_the_first_time_in_vain(scoring, desk, resit):
    await desk.sit()
    await desk.mark()

    await resit.arrange()

    assert (await scoring.load(SESSIONS, THEORY)).voided == [ONE]
    assert (await desk.check()).json()["sessions_open"] == 1
    await resit.sit()
    await resit.mark()
    await desk.finish()
    assert first_published(scoring)[ONE] == (Decimal("50.0"), [])
    assert first_published(scoring)[TWO] == (Decimal("100.0"), [])
    assert scoring.published(ResultAmended) == []


@pytest.mark.rule("INC-16")
async def test_a_resit_that_comes_before_the_attendance_of_the_first_sitting_waits(scoring, resit):
    await resit.arrange()

    assert {(one["slug"], one["state"]) for one in scoring.parked()} == {("attendance-not-final", "waiting")}


@pytest.mark.rule("INC-16", "SCO-09")
async def test_a_resit_after_the_publication_ends_in_a_result_amended_twice(scoring, desk, resit):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0"})
    await desk.finish()

    await resit.arrange()
    await resit.sit()
    await resit.mark()
    await desk.finish()

    void, again = scoring.published(ResultAmended)
    assert (void.cause, void.revision, void.void, void.theory_score) == ("void", 1, ["theory"], None)
    assert (again.cause, again.revision, again.void, again.theory_score) == ("resit", 2, [], Decimal("50.0"))
    assert (again.practical_score, again.amended_by) == (Decimal("70.0"), "S-0001")
    assert len(scoring.published(ScorePublished)) == 3
    shown = (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()
    assert (shown["theory"]["score"], shown["revision"]) == ("50.0", 2)
    [published] = (await scoring.get(f"/batches/{LIST.split(':')[0]}/lists", as_=LEAD)).json()
    assert (published["state"], published["published"]) == ("published", 3)
    assert scoring.parked() == []


@pytest.mark.rule("INC-16")
async def test_whoever_misses_the_resit_stays_without_a_score(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()

    await resit.arrange(rows=(1, 2))
    await resit.sit(rows=(2,), absent=(1,))
    await resit.mark()
    await desk.finish()

    causes = [(one.application_id, one.cause) for one in scoring.published(ResultAmended)]
    assert sorted(causes) == [(ONE, "void"), (TWO, "resit"), (TWO, "void")]


@pytest.mark.rule("SCO-09")
async def test_what_was_registered_before_is_not_corrected_while_a_resit_is_marked(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await resit.arrange()
    await resit.sit()
    code = (await desk.codes(THEORY))[TWO]

    body = {"code": code, "item": 1, "answer": "B", "reason": "识别有误"}
    answer = await scoring.post(f"/sessions/{THEORY}/answer-corrections", json=body, as_=LEAD)

    assert answer.json()["title"] == "scores-registered"


@pytest.mark.rule("INC-16", "SCO-09")
async def test_a_resit_waits_until_its_list_is_published(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()
    await resit.arrange()

    await resit.sit()

    [parked] = scoring.parked()
    assert (parked["slug"], parked["state"]) == ("list-being-published", "waiting")
    await desk.publish()
    await scoring.service.parking.replay(parked["id"], scoring.service.consumer.replay, by="timer")
    assert (await scoring.load(LISTS, LIST)).state is ListState.OPEN


@pytest.mark.rule("SCO-09")
async def test_a_late_session_with_a_part_that_still_counts_is_parked(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await resit.arrange(rows=(1,))
    await scoring.deliver(a_candidate_scheduled(2, [("theory", AGAIN), ("practical", PRACTICAL)]))

    await resit.sit(rows=(1, 2))

    assert [one["slug"] for one in scoring.parked()] == ["scores-registered"]


@pytest.mark.rule("INC-16")
async def test_a_resit_that_ends_before_its_schedule_waits_for_it(scoring, desk, resit):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0"})
    await desk.finish()

    await resit.sit()
    [parked] = scoring.parked()
    await resit.arrange()
    await scoring.service.parking.replay(parked["id"], scoring.service.consumer.replay, by="timer")
    await resit.mark()
    await desk.finish()

    assert (parked["slug"], parked["state"]) == ("schedule-not-yet-known", "waiting")
    assert (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()["theory"]["score"] == "50.0"


def called_off(rows=(1,)):
    return SessionCalledOff(
        session_id=AGAIN,
        batch_id=BATCH,
        part="theory",
        called_off="cancelled",
        application_ids=[an_application(row) for row in rows],
        called_off_at=NOW,
    )


@pytest.mark.rule("INC-16", "INC-24")
@pytest.mark.parametrize("early", [False, True])
async def test_a_resit_called_off_after_the_publication_is_posted_as_such(scoring, desk, resit, early):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0"})
    await desk.finish()
    if early:
        await scoring.deliver(a_session_planned(AGAIN, "theory", ("S-0201",), spare=True))
        await scoring.deliver(called_off())
        await resit.arrange()
    else:
        await resit.arrange()
        await scoring.deliver(called_off(), times=2)
        await scoring.deliver(called_off(), id="a later copy")

    void, ended = scoring.published(ResultAmended)
    assert (void.revision, void.void, void.cancelled) == (1, ["theory"], [])
    assert (ended.revision, ended.void, ended.cancelled, ended.theory_outcome) == (2, [], ["theory"], "not-taken")
    assert (ended.cause, ended.amended_by, ended.practical_score) == ("resit", "scheduling", Decimal("70.0"))
    shown = (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()["theory"]
    assert (shown["void"], shown["cancelled"]) == (False, True)
    assert scoring.parked() == []


async def test_a_resit_that_is_postponed_is_not_posted_as_called_off(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await resit.arrange()

    await scoring.deliver(called_off().model_copy(update={"called_off": "postponed"}))

    assert [one.cause for one in scoring.published(ResultAmended)] == ["void"]


async def test_whoever_was_moved_to_another_resit_still_waits_for_it(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await resit.arrange()
    await scoring.deliver(a_candidate_scheduled(1, [("theory", f"{AGAIN}-b"), ("practical", PRACTICAL)]))

    await scoring.deliver(called_off())

    assert [one.cause for one in scoring.published(ResultAmended)] == ["void"]


@pytest.mark.rule("INC-16")
async def test_a_part_whose_resit_was_called_off_may_be_sat_elsewhere(scoring, desk, resit):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await resit.arrange()
    await scoring.deliver(called_off())
    another = f"{AGAIN}-b"
    await scoring.deliver(a_session_planned(another, "theory", ("S-0201",), spare=True))
    await scoring.deliver(a_candidate_scheduled(1, [("theory", another), ("practical", PRACTICAL)]))
    await scoring.deliver(an_exam_finished(another, rows=(1,), form="spare"))

    await desk.hand_over_key("P-t-spare", form="spare")
    [code] = (await desk.codes(another)).values()
    await desk.upload(an_answer_file([(code, "spare", *HALF)]), another)
    await desk.finish()

    last = scoring.published(ResultAmended)[-1]
    assert (last.theory_score, last.cancelled, last.revision) == (Decimal("50.0"), [], 3)


@pytest.mark.rule("SCO-09", "INC-16")
@pytest.mark.parametrize("late", [False, True])
async def test_an_objection_upheld_as_its_part_became_void_leads_nowhere(scoring, desk, resit, late):
    """Certification ended it; a revision for it would never be posted, nor anything after it."""
    await desk.sit()
    await desk.mark()
    await desk.finish()
    objection = {"objection_id": "O-1", "application_id": ONE, "batch_id": BATCH, "part": "theory"}
    upheld = ObjectionDecided(**objection, decision="upheld", decided_at=NOW)
    await resit.arrange()
    if not late:
        await scoring.deliver(upheld)
    await resit.sit()
    await resit.mark()
    await desk.finish()
    if late:
        await scoring.deliver(upheld)

    body = {"objection_id": "O-1", "part": "theory", "score": "90", "reason": "复核"}
    refused = await scoring.post(f"/results/{ONE}/rechecks", json=body, as_=LEAD)

    assert refused.json()["title"] == "objection-not-upheld"
    assert scoring.published(ScoreCorrected) == []


@pytest.mark.rule("SCO-09")
def test_a_part_that_still_counts_is_not_replaced():
    with pytest.raises(PartStillCountsError):
        a_result().sit_again({"theory": scored(Decimal("90.0"))}, Act("S-0001", NOW))


def test_a_void_part_is_replaced_and_the_other_is_left():
    result = a_result()
    result.make_void(["theory"], Act("S-0099", NOW), incident_id="I-1")

    result.sit_again({"theory": scored(Decimal("61.0"))}, Act("S-0001", NOW))

    assert (result.theory, result.practical) == (scored(Decimal("61.0")), scored(Decimal("70.0")))
    assert [one.before["theory"].score for one in result.amendments] == [Decimal("80.0"), None]
