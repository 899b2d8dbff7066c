"""Who sat what, and of whom it is not known yet."""

import pytest

from services.scoring.domain.attendance import ListAttendance
from services.scoring.domain.errors.attendance import SatTwiceError
from services.scoring.tests.builders import EXAM_DAY, PRACTICAL, THEORY, a_candidate, a_session, an_application


def a_finished_session(part="theory", present=(), absent=(), **differing):
    session = a_session(part, **differing)
    session.finish(
        present=[an_application(row) for row in present],
        absent=[an_application(row) for row in absent],
        finished_at=EXAM_DAY,
    )
    return session


def open_candidates(*sessions, scheduled=()):
    return ListAttendance.of(sessions, scheduled).open_candidates


BOTH = (a_finished_session(present=[1]), a_finished_session("practical", absent=[1]))


def test_whoever_came_or_was_absent_in_both_parts_needs_no_schedule():
    assert open_candidates(*BOTH) == set()


def test_whoever_is_known_from_one_part_is_open_until_the_schedule_comes():
    assert open_candidates(a_finished_session(present=[1])) == {an_application(1)}


def test_a_part_that_was_not_applied_for_is_not_waited_for():
    only_theory = a_candidate(1, [("theory", THEORY)])

    assert open_candidates(a_finished_session(present=[1]), scheduled=[only_theory]) == set()


def test_a_part_that_was_applied_for_is_waited_for():
    assert open_candidates(a_finished_session(present=[1]), scheduled=[a_candidate(1)]) == {an_application(1)}


def test_who_is_scheduled_and_on_no_attendance_is_open():
    assert open_candidates(*BOTH, scheduled=[a_candidate(1), a_candidate(2)]) == {an_application(2)}


def test_nobody_sits_a_part_twice():
    with pytest.raises(SatTwiceError):
        ListAttendance.of([a_finished_session(present=[1]), a_finished_session(present=[1], id="another")])


def test_who_missed_one_session_and_came_to_another_has_sat():
    attendance = ListAttendance.of([a_finished_session(absent=[1]), a_finished_session(present=[1], id="another")])

    assert attendance.sat == {an_application(1): {"theory": "another"}}


@pytest.mark.rule("INC-20", "INC-24", "INC-25")
def test_a_part_whose_session_is_called_off_is_not_waited_for():
    called_off = a_session("practical")
    called_off.call_off()
    scheduled = [a_candidate(1), a_candidate(2, [("practical", PRACTICAL)])]

    attendance = ListAttendance.of([a_finished_session(present=[1]), called_off], scheduled)

    assert attendance.open_candidates == set()
    assert attendance.applications == [an_application(1), an_application(2)]
    assert [attendance.is_cancelled(an_application(row), "practical") for row in (1, 2)] == [True, True]
    assert not attendance.is_cancelled(an_application(1), "theory")


def test_what_was_sat_elsewhere_is_not_cancelled():
    called_off = a_session("theory", id="another")
    called_off.call_off()

    attendance = ListAttendance.of(
        [a_finished_session(present=[1]), called_off], [a_candidate(1, [("theory", "another")])]
    )

    assert not attendance.is_cancelled(an_application(1), "theory")
