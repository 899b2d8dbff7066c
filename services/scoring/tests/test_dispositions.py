"""Orders of the incident service about results: exactly those in the range, once, posted or not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.scoring import ResultDispositionAnswered, ScorePublished
from services.scoring.domain.attendance import ListAttendance
from services.scoring.domain.errors.attendance import SatTwiceError
from services.scoring.domain.errors.session import AttendanceNotFinalError, NotInRangeError
from services.scoring.storage.collections import SESSIONS
from services.scoring.tests.builders import (
    BATCH,
    EXAM_DAY,
    EXAMINERS,
    FOUR,
    INCIDENT,
    LEAD,
    LEADER,
    LISTS,
    NOW,
    ONE,
    PRACTICAL,
    THEORY,
    THREE,
    TWO,
    a_candidate_scheduled,
    a_session,
    a_void_order,
    a_zero_order,
    an_answer_file,
    an_application,
    an_exam_finished,
)
from services.scoring.tests.conftest import KEY

AGAIN = f"{THEORY}-r-{INCIDENT}-2"


def answer_of(scoring):
    """What was applied, and what was refused with which slug."""
    [one] = scoring.published(ResultDispositionAnswered)
    assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
    assert all(refused.reason and refused.target not in refused.reason for refused in one.refused)
    return one.applied, {refused.target: refused.slug for refused in one.refused}


def published(scoring):
    return {
        event.application_id: (event.theory_score, event.theory_outcome, event.practical_score, event.practical_outcome)
        for event in scoring.published(ScorePublished)
    }


def a_finished_session(part="theory", *, present=(), absent=(), **differing):
    session = a_session(part, **differing)
    session.finish(present=list(present), absent=list(absent), finished_at=EXAM_DAY)
    return session


async def mark_all_but(desk, *excused, session_id=THEORY):
    """Hand in the sheets of a session without those of some candidates."""
    codes = {one: code for one, code in (await desk.codes(session_id)).items() if one not in excused}
    if session_id == THEORY:
        content = an_answer_file([(code, "A", *KEY) for code in codes.values()])
        assert (await desk.upload(content)).status_code == 200
        return
    marks = {one: ["30", "29.9"] for one in codes}
    for examiner in EXAMINERS:
        assert (await desk.score(examiner, marks)).status_code == 200


@pytest.mark.rule("INC-16", "INC-22")
async def test_exactly_what_was_sat_inside_the_range_is_void(scoring, desk):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0", TWO: "70.0"})

    await scoring.deliver(a_void_order(ONE))
    await desk.finish()

    assert answer_of(scoring) == ([ONE], {})
    assert published(scoring) == {
        ONE: (None, "failed", Decimal("70.0"), "passed"),
        TWO: (Decimal("100.0"), "passed", Decimal("70.0"), "passed"),
        THREE: (Decimal("100.0"), "passed", None, "absent"),
    }


@pytest.mark.rule("INC-34")
async def test_an_accepted_proposal_of_zero_is_published_as_zero(scoring, desk):
    await desk.sit()
    await desk.mark(practical={ONE: "70.0"})

    await scoring.deliver(a_zero_order())
    await desk.finish()

    assert answer_of(scoring) == ([ONE], {})
    assert published(scoring)[ONE] == (Decimal("0.0"), "failed", Decimal("70.0"), "passed")
    assert published(scoring)[TWO][0] == Decimal("100.0")


@pytest.mark.parametrize("order", [a_void_order(ONE), a_zero_order()])
async def test_an_order_is_carried_out_and_answered_once_however_often_it_comes(scoring, desk, order):
    await desk.sit()
    await scoring.deliver(order, times=2)
    before = await scoring.load(SESSIONS, THEORY)

    await scoring.deliver(order, id="a later copy")

    assert answer_of(scoring) == ([ONE], {})
    assert await scoring.load(SESSIONS, THEORY) == before
    assert scoring.parked() == []


@pytest.mark.parametrize("order", [a_void_order(ONE), a_zero_order()])
async def test_an_order_before_the_attendance_waits_and_is_then_carried_out(scoring, order):
    await scoring.deliver(order)
    [parked] = scoring.parked()
    assert (parked["slug"], parked["state"]) == ("attendance-not-final", "waiting")
    assert scoring.published(ResultDispositionAnswered) == []

    await scoring.deliver(an_exam_finished(rows=(1, 2)))
    await scoring.service.parking.replay(parked["id"], scoring.service.consumer.replay, by="timer")

    assert answer_of(scoring) == ([ONE], {})


@pytest.mark.parametrize(
    "order",
    [
        a_void_order(FOUR, "stranger", session_ids=[PRACTICAL]),
        a_void_order(THREE, session_ids=[PRACTICAL]),
        a_zero_order(THREE, PRACTICAL, "practical"),
        a_zero_order(FOUR),
    ],
)
async def test_who_did_not_sit_in_the_range_has_nothing_to_lose(scoring, desk, order):
    await desk.sit(absent=(3,))

    await scoring.deliver(order)

    applied, refused = answer_of(scoring)
    assert applied == []
    assert set(refused.values()) == {"not-in-range"}


async def test_the_other_part_of_the_session_is_not_made_zero(scoring, desk):
    await desk.sit()

    await scoring.deliver(a_zero_order(part="practical"))

    assert answer_of(scoring) == ([], {ONE: "wrong-part"})


@pytest.mark.rule("INC-16")
async def test_who_sat_again_gets_the_score_of_the_second_sitting(scoring, desk):
    await desk.sit()
    await scoring.deliver(a_void_order(ONE))
    again = [("theory", AGAIN), ("practical", PRACTICAL)]
    await scoring.deliver(a_candidate_scheduled(1, again, scheduled_at=NOW))
    await scoring.deliver(an_exam_finished(AGAIN, rows=(1,)))
    await desk.mark()
    codes = await desk.codes(AGAIN)
    content = "code,form,1,2,3,4,5,6\r\n" + ",".join([codes[ONE], "A", *"ABC", "", "", ""])
    assert (await desk.upload(content.encode(), AGAIN)).status_code == 200
    await desk.finish()

    assert published(scoring)[ONE][0] == Decimal("50.0")


@pytest.mark.rule("INC-16", "INC-22", "INC-34")
async def test_a_list_is_published_without_marks_for_what_counts_nothing(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()
    await scoring.deliver(a_void_order(ONE, session_ids=[THEORY, PRACTICAL]))
    await scoring.deliver(a_zero_order(TWO, disposition=2))
    await mark_all_but(desk, ONE, TWO)
    await mark_all_but(desk, ONE, session_id=PRACTICAL)

    await desk.finish()

    assert published(scoring) == {
        ONE: (None, "failed", None, "failed"),
        TWO: (Decimal("0.0"), "failed", Decimal("59.9"), "failed"),
        THREE: (Decimal("100.0"), "passed", None, "absent"),
    }


@pytest.mark.rule("SCO-10")
async def test_what_counts_is_waited_for_though_others_of_its_session_are_void(scoring, desk):
    await desk.sit()
    await scoring.deliver(a_void_order(ONE, session_ids=[THEORY, PRACTICAL]))
    await desk.hand_over_key()
    await mark_all_but(desk, ONE, session_id=PRACTICAL)
    await mark_all_but(desk, ONE, TWO)

    answer = (await desk.check()).json()

    assert (answer["title"], answer["unmarked"]) == ("list-incomplete", 1)


async def test_marks_on_what_is_void_are_taken_and_change_nothing(scoring, desk):
    await desk.sit()
    await scoring.deliver(a_void_order(ONE, session_ids=[THEORY, PRACTICAL]))

    await desk.mark(practical={TWO: "70.0"})
    await desk.finish()

    assert published(scoring)[ONE] == (None, "failed", None, "failed")
    assert published(scoring)[TWO][2] == Decimal("70.0")


@pytest.mark.parametrize("scored", [False, True])
async def test_an_examiner_is_not_asked_to_score_what_is_void(scoring, desk, scored):
    await desk.sit()
    codes = await desk.codes(PRACTICAL)
    if scored:
        await desk.score(LEADER, {ONE: ["30", "30"]})

    await scoring.deliver(a_void_order(ONE, session_ids=[PRACTICAL]))

    asked = (await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=(LEADER, "examiner"))).json()["scripts"]
    assert [one["code"] for one in asked] == [codes[TWO]]
    shown = (await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=LEAD)).json()["scripts"]
    assert {one["code"]: one["state"] for one in shown} == {codes[ONE]: "excused", codes[TWO]: "unmarked"}


async def test_no_view_tells_before_publication_what_became_void_or_zero(scoring, desk):
    await desk.sit()
    await desk.mark()
    seen = [(await scoring.get(path, as_=("S-0001", "marking-lead"))).text for path in (LISTS[: LISTS.rindex("/4-")],)]

    await scoring.deliver(a_void_order(ONE))
    await scoring.deliver(a_zero_order(TWO, disposition=2))

    paths = (LISTS[: LISTS.rindex("/4-")],)
    assert [(await scoring.get(path, as_=("S-0001", "marking-lead"))).text for path in paths] == seen
    assert (await scoring.get(f"/results/{ONE}", as_=("S-0001", "marking-lead"))).status_code == 404


@given(
    st.sets(st.integers(1, 12), min_size=1),
    st.sets(st.integers(1, 12)),
    st.sets(st.integers(1, 12)),
)
def test_void_and_zero_touch_exactly_those_who_sat(rows, void, zero):
    session = a_finished_session(present=map(an_application, rows))

    for row in void:
        if row in rows:
            session.void(an_application(row))
        else:
            with pytest.raises(NotInRangeError):
                session.void(an_application(row))
    for row in zero & rows:
        session.score_zero(an_application(row))

    attendance = ListAttendance.of([session])
    assert set(attendance.sat) == {an_application(row) for row in rows - void}
    assert {one for one in attendance.applications if attendance.is_void(one, "theory")} == {
        an_application(row) for row in rows & void
    }
    assert {one for one in attendance.applications if attendance.is_zero(one, "theory")} == {
        an_application(row) for row in (rows & zero) - void
    }
    assert all(attendance.is_recorded(one, "theory") for one in attendance.applications)
    assert len(attendance.applications) == len(rows)


def test_a_void_part_may_be_sat_again_a_counting_one_not():
    first, second = a_finished_session(present=[ONE, TWO]), a_finished_session(present=[ONE], id=AGAIN)
    with pytest.raises(SatTwiceError):
        ListAttendance.of([first, second])

    first.void(ONE)

    assert ListAttendance.of([first, second]).sat == {ONE: {"theory": AGAIN}, TWO: {"theory": THEORY}}


def test_nothing_is_void_before_the_attendance_is_final():
    with pytest.raises(AttendanceNotFinalError):
        a_session("theory").void(ONE)
