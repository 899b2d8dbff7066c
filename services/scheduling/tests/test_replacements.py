"""Who may take the duty of somebody else over."""

from datetime import date, timedelta

import pytest

from services.scheduling.domain.errors.fitness import NotFitForDutyError, RecusedFromCandidateError
from services.scheduling.domain.errors.neighbours import PlaceTakenError
from services.scheduling.domain.errors.team import AlreadyOnDutyError, NotOnDutyHereError
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import (
    AN_HOUR,
    CHIEF,
    DEPUTY,
    LATHE,
    NINE,
    a_fingerprint,
    a_running_session,
    a_session,
    an_enrolment,
    an_examiner,
    another_session,
    somebody,
)

EVE = NINE - timedelta(days=1)


@pytest.mark.rule("INC-21")
def test_who_arrives_takes_the_duty_of_who_leaves():
    session = a_session()

    session.replace(CHIEF, "S-0099", now=EVE)

    assert [(one.staff_id, one.duty) for one in session.team] == [
        ("S-0099", "chief-invigilator"),
        (DEPUTY, "deputy-invigilator"),
    ]
    [event] = session.collect_events()
    assert (event.staff, event.planned_at) == (session.team, EVE)


def test_a_replacement_does_not_stop_a_running_session():
    session = a_running_session()

    session.replace(CHIEF, "S-0099", now=NINE)

    assert session.state is SessionState.RUNNING


def test_only_somebody_on_duty_leaves():
    with pytest.raises(NotOnDutyHereError):
        a_session().replace("S-0050", "S-0099", now=EVE)


@pytest.mark.parametrize("arriving", [DEPUTY, "S-0009"])
def test_nobody_takes_over_who_has_a_duty_here_already(arriving):
    with pytest.raises(AlreadyOnDutyError):
        a_session().replace(CHIEF, arriving, now=EVE)


@pytest.mark.parametrize(
    ("member", "duty", "fit"),
    [
        (somebody("S-0099", "invigilator"), "chief-invigilator", True),
        (somebody("S-0099", "supervisor"), "deputy-invigilator", False),
        (somebody("S-0099", "supervisor"), "supervisor", True),
        (somebody("S-0099", "supervisor", available=False), "supervisor", False),
        (somebody("S-0099", "invigilator"), "supervisor", False),
        (somebody("S-0099", "invigilator", available=False), "deputy-invigilator", False),
        (an_examiner("S-0099"), "examiner", True),
        (an_examiner("S-0099", LATHE), "examiner", False),
        (an_examiner("S-0099", since=date(2023, 9, 19)), "leader", True),
        (an_examiner("S-0099", since=date(2023, 9, 20)), "leader", False),
        (an_examiner("S-0099", valid_until=date(2026, 9, 19)), "examiner", True),
        (an_examiner("S-0099", valid_until=date(2026, 9, 18)), "examiner", False),
    ],
)
def test_a_duty_asks_for_role_and_qualification_on_that_day(member, duty, fit):
    session = a_session("practical" if duty in {"leader", "examiner"} else "theory")

    if fit:
        must_be_fit(member, duty, session)
    else:
        with pytest.raises(NotFitForDutyError):
            must_be_fit(member, duty, session)


@pytest.mark.rule("PER-12")
@pytest.mark.parametrize("duty", ["leader", "examiner"])
def test_a_relative_examines_nobody_of_the_family(duty):
    relative = an_examiner("S-0099", related=[a_fingerprint(1)])

    with pytest.raises(RecusedFromCandidateError):
        must_keep_no_relation(relative, duty, a_session("practical"), [an_enrolment(2), an_enrolment(1)])


@pytest.mark.rule("QSP-10")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_a_relative_supervises_nobody_of_the_family(part):
    relative = somebody("S-0099", "supervisor", teaches_classes=["烹饪2401"])
    must_keep_no_relation(relative, "supervisor", a_session(part), [an_enrolment(2)])

    with pytest.raises(RecusedFromCandidateError):
        must_keep_no_relation(relative, "supervisor", a_session(part), [an_enrolment(1, class_name="烹饪2401")])


@pytest.mark.parametrize("duty", ["chief-invigilator", "deputy-invigilator"])
def test_a_relative_may_do_what_scores_nobody(duty):
    must_keep_no_relation(an_examiner("S-0099", related=[a_fingerprint(1)]), duty, a_session(), [an_enrolment(1)])


@pytest.mark.rule("INC-21")
def test_whoever_watches_is_replaced_too():
    session = a_session()

    session.replace("S-0009", "S-0099", now=EVE)

    assert (session.supervisor_id, session.on_duty.includes("S-0009")) == ("S-0099", False)
    assert session.team == a_session().team


@pytest.mark.parametrize(
    ("different", "free"),
    [({"supervisor_id": "S-0099"}, True), ({"supervisor_id": "S-0099", "site": "分考点"}, False)],
)
def test_whoever_watches_one_room_may_watch_another_of_the_site(different, free):
    neighbours = Neighbours([another_session(**different)], way=AN_HOUR)

    if free:
        neighbours.must_be_free("S-0099", "supervisor", a_session())
    else:
        with pytest.raises(PlaceTakenError):
            neighbours.must_be_free("S-0099", "supervisor", a_session())


def test_whoever_watches_nearby_does_not_invigilate_meanwhile():
    with pytest.raises(PlaceTakenError):
        Neighbours([another_session(supervisor_id="S-0099")], way=AN_HOUR).must_be_free(
            "S-0099", "deputy-invigilator", a_session()
        )
