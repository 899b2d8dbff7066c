"""Sessions, their panels and their attendance."""

import pytest

from services.scoring.domain.errors.marker import MarkerKnowsCodesError
from services.scoring.domain.errors.session import (
    AttendanceContradictsError,
    AttendanceFinalError,
    NotAnExaminerOfSessionError,
    NotTheLeaderError,
    PanelUnknownError,
    WrongPartError,
)
from services.scoring.tests.builders import EXAM_DAY, EXAMINERS, LEADER, a_session


def a_planned_session():
    session = a_session()
    session.plan(panel=EXAMINERS, leader=LEADER, planned_at=EXAM_DAY, seq=1)
    return session


@pytest.mark.rule("SCO-20")
def test_only_the_panel_examines():
    session = a_planned_session()

    for examiner in EXAMINERS:
        session.must_be_examined_by(examiner)
    with pytest.raises(NotAnExaminerOfSessionError):
        session.must_be_examined_by("S-0999")


@pytest.mark.rule("SCO-16", "SCO-22")
def test_only_the_leader_rules():
    session = a_planned_session()

    session.must_be_led_by(LEADER)
    with pytest.raises(NotTheLeaderError):
        session.must_be_led_by(EXAMINERS[1])


def test_until_the_plan_arrives_nobody_is_known_to_examine():
    with pytest.raises(PanelUnknownError):
        a_session().must_be_examined_by("S-0101")
    with pytest.raises(PanelUnknownError):
        a_session().must_be_led_by("S-0101")


def test_only_a_newer_plan_of_the_same_moment_replaces_the_panel():
    session = a_planned_session()

    session.plan(panel=["S-0200"], leader="S-0200", planned_at=EXAM_DAY, seq=3)
    session.plan(panel=["S-0300"], leader="S-0300", planned_at=EXAM_DAY, seq=2)

    assert (session.panel, session.leader) == (["S-0200"], "S-0200")


def test_attendance_is_final():
    session = a_session()
    session.finish(present=["b", "a"], absent=["c"], finished_at=EXAM_DAY)

    for other in (session.finish, lambda finished_at, **attendance: session.has_attendance(**attendance)):
        with pytest.raises(AttendanceFinalError):
            other(present=["a"], absent=["b", "c"], finished_at=EXAM_DAY)
    assert (session.present, session.absent) == (["a", "b"], ["c"])


def test_a_copy_of_the_attendance_is_known_as_one():
    session = a_session()
    before = session.has_attendance(present=["b", "a"], absent=["c"])
    session.finish(present=["b", "a"], absent=["c"], finished_at=EXAM_DAY)

    assert (before, session.has_attendance(present=["a", "b"], absent=["c"])) == (False, True)


@pytest.mark.parametrize(("present", "absent"), [(["a", "a"], []), (["a"], ["a"]), ([], ["a", "a"])])
def test_attendance_names_everybody_once(present, absent):
    with pytest.raises(AttendanceContradictsError):
        a_session().finish(present=present, absent=absent, finished_at=EXAM_DAY)


def test_codes_stay_closed_to_the_panel_of_the_session():
    session = a_planned_session()

    session.codes_must_be_closed_to("S-0002")
    for examiner in EXAMINERS:
        with pytest.raises(MarkerKnowsCodesError):
            session.codes_must_be_closed_to(examiner)


def test_sheets_of_the_other_part_are_refused():
    with pytest.raises(WrongPartError):
        a_session().must_be("theory")
