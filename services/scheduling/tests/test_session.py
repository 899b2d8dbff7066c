"""What may be planned into a room, and what may be done in it when."""

from datetime import timedelta

import pytest

from libs.chassis.domain import Act
from libs.contracts.scheduling import Assignment, Attendance, ExamFinished, ExamTimeExtended, SessionPlanned
from services.scheduling.domain.errors.batch_plan import PlanPublishedError
from services.scheduling.domain.errors.door import CheckInNotOpenError, EntryClosedError, PracticalForfeitedError
from services.scheduling.domain.errors.seats import (
    AlreadyCheckedInError,
    CandidateNotInSessionError,
    SessionTooFullError,
)
from services.scheduling.domain.errors.session import (
    NotSessionStaffError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotPublishedError,
    SessionNotRunningError,
    TooEarlyToFinishError,
    TooEarlyToStartError,
)
from services.scheduling.domain.errors.team import SupervisorExaminesError, TeamIncompleteError
from services.scheduling.domain.errors.times import NoTimeToMakeUpError
from services.scheduling.domain.orders.lost_time import make_up_lost_time
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import BY_SITE, NINE, a_fingerprint, a_session, a_team, a_theory_room

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
CHIEF, STRANGER = "S-0001", "S-0077"


def a_running_session(part="theory", **differing):
    session = a_session(part, **differing)
    session.start(Act(CHIEF, NINE), BY_SITE)
    return session


def a_finished_session(**differing):
    session = a_running_session(**differing)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)
    session.collect_events()
    return session


# --- what may be planned


@pytest.mark.rule("SCH-11")
def test_a_theory_session_holds_at_most_thirty_even_in_a_larger_room():
    assert a_session(candidates=30)
    with pytest.raises(SessionTooFullError):
        a_session(candidates=31, room_seats=40)


def test_one_person_has_one_workstation():
    seats = [Seat(number=1, application_id=f"{n}", person=a_fingerprint(n), form="A") for n in (1, 2)]

    with pytest.raises(SessionTooFullError):
        a_session("practical", seats=seats)


def test_nobody_is_put_on_a_workstation_that_is_not_there():
    assert a_session("practical", candidates=15, room_seats=15)
    with pytest.raises(SessionTooFullError):
        a_session("practical", candidates=16, room_seats=15)


@pytest.mark.rule("SCH-18", "SCH-19")
@pytest.mark.parametrize(
    "duties",
    [
        ["chief-invigilator"],
        ["deputy-invigilator", "deputy-invigilator"],
        ["chief-invigilator", "chief-invigilator", "deputy-invigilator"],
        ["chief-invigilator", "deputy-invigilator", "examiner"],
    ],
)
def test_a_theory_room_has_exactly_one_chief_and_at_least_one_deputy(duties):
    team = [Assignment(staff_id=f"S-{n}", duty=duty) for n, duty in enumerate(duties)]

    with pytest.raises(TeamIncompleteError):
        a_session(team=team)


@pytest.mark.rule("SCH-18")
def test_one_person_is_not_two_invigilators():
    alone = [Assignment(staff_id="S-1", duty=duty) for duty in ("chief-invigilator", "deputy-invigilator")]

    with pytest.raises(TeamIncompleteError):
        a_session(team=alone)


def test_more_deputies_are_welcome():
    assert a_session(team=[*a_team(), Assignment(staff_id="S-0003", duty="deputy-invigilator")])


@pytest.mark.rule("SCH-21", "PER-17")
def test_a_practical_room_has_at_least_three_examiners():
    assert a_session("practical", team=a_team("practical", size=3))
    with pytest.raises(TeamIncompleteError):
        a_session("practical", team=a_team("practical", size=2))


@pytest.mark.rule("SCH-22")
@pytest.mark.parametrize("leaders", [0, 2])
def test_a_team_has_exactly_one_leader(leaders):
    team = [Assignment(staff_id=f"S-{n}", duty="leader" if n < leaders else "examiner") for n in range(4)]

    with pytest.raises(TeamIncompleteError):
        a_session("practical", team=team)


def test_a_supervisor_does_not_examine_in_the_session_watched():
    with pytest.raises(SupervisorExaminesError):
        a_session("practical", supervisor_id="S-0002")


def test_publishing_announces_the_room_and_its_staff():
    session = a_session(state=SessionState.DRAFT)

    session.publish(a_theory_room(), now=NINE - timedelta(days=3))

    [planned] = session.collect_events()
    assert isinstance(planned, SessionPlanned)
    assert (planned.candidates, planned.staff) == (4, a_team())
    with pytest.raises(PlanPublishedError):
        session.publish(a_theory_room(), now=NINE)
    with pytest.raises(PlanPublishedError):
        session.withdraw()


# --- the door


@pytest.mark.rule("EXM-07")
def test_candidates_are_admitted_from_fifteen_minutes_before_the_start():
    session = a_session()

    with pytest.raises(CheckInNotOpenError):
        session.check_in(["0001"], Act(CHIEF, NINE - 15 * MINUTE - SECOND))
    session.check_in(["0001"], Act(CHIEF, NINE - 15 * MINUTE))

    assert session.seats[0].checked_in_at == NINE - 15 * MINUTE


@pytest.mark.rule("EXM-17")
def test_from_thirty_minutes_after_the_start_nobody_enters_a_theory_room():
    session = a_running_session()

    session.check_in(["0001"], Act(CHIEF, NINE + 29 * MINUTE))
    session.check_in(["0002"], Act(CHIEF, NINE + 30 * MINUTE - SECOND))
    for late in (NINE + 30 * MINUTE, NINE + 31 * MINUTE):
        with pytest.raises(EntryClosedError):
            session.check_in(["0003"], Act(CHIEF, late))


@pytest.mark.rule("EXM-47")
def test_five_minutes_late_forfeits_a_practical():
    session = a_running_session("practical")

    session.check_in(["0001"], Act(CHIEF, NINE + 4 * MINUTE))
    session.check_in(["0002"], Act(CHIEF, NINE + 5 * MINUTE - SECOND))
    for late in (NINE + 5 * MINUTE, NINE + 6 * MINUTE):
        with pytest.raises(PracticalForfeitedError):
            session.check_in(["0003"], Act(CHIEF, late))


@pytest.mark.rule("EXM-17")
def test_lateness_counts_from_the_start_signal():
    session = a_session()
    session.start(Act(CHIEF, NINE + 2 * MINUTE), BY_SITE)

    session.check_in(["0001"], Act(CHIEF, NINE + 31 * MINUTE))

    assert session.present == 1


@pytest.mark.rule("EXM-07")
def test_a_list_with_a_stranger_admits_nobody():
    session = a_session()

    with pytest.raises(CandidateNotInSessionError):
        session.check_in(["0001", "9999"], Act(CHIEF, NINE))

    assert session.present == 0


@pytest.mark.parametrize("arrivals", [["0001"], ["0002", "0002"]])
def test_nobody_signs_in_twice(arrivals):
    session = a_session()
    session.check_in(["0001"], Act(CHIEF, NINE))

    with pytest.raises(AlreadyCheckedInError):
        session.check_in(arrivals, Act(CHIEF, NINE))

    assert session.present == 1


def test_only_the_sessions_own_staff_act_in_it():
    session = a_session("practical")

    with pytest.raises(NotSessionStaffError):
        session.check_in(["0001"], Act(STRANGER, NINE))
    with pytest.raises(NotSessionStaffError):
        session.start(Act(STRANGER, NINE), BY_SITE)
    with pytest.raises(NotSessionStaffError):
        session.start(Act(session.supervisor_id, NINE), BY_SITE)
    with pytest.raises(NotSessionStaffError):
        session.finish(Act(STRANGER, session.ends_at), BY_SITE)


def test_an_unpublished_session_is_not_held():
    with pytest.raises(SessionNotPublishedError):
        a_session(state=SessionState.DRAFT).start(Act(CHIEF, NINE), BY_SITE)


# --- start, count, end


def test_nothing_starts_before_its_time():
    session = a_session()

    with pytest.raises(TooEarlyToStartError):
        session.start(Act(CHIEF, NINE - SECOND), BY_SITE)
    session.start(Act(CHIEF, NINE), BY_SITE)

    assert session.state is SessionState.RUNNING
    with pytest.raises(SessionAlreadyStartedError):
        session.start(Act(CHIEF, NINE + SECOND), BY_SITE)


@pytest.mark.parametrize(("part", "minutes"), [("theory", 30), ("practical", 5)])
def test_the_count_is_due_when_entry_closes(part, minutes):
    session = a_running_session(part)

    [deadline] = session.collect_deadlines().values()

    assert (deadline.kind, deadline.due_at) == ("entry-closes", NINE + minutes * MINUTE)


def test_the_count_keeps_how_many_are_present():
    session = a_running_session()
    session.check_in(["0001", "0003"], Act(CHIEF, NINE + MINUTE))

    session.count_attendance(NINE + 30 * MINUTE)

    assert (session.counted_present, session.counted_at) == (2, NINE + 30 * MINUTE)


def test_a_session_that_does_not_run_is_not_counted():
    with pytest.raises(SessionNotRunningError):
        a_session().count_attendance(NINE)


def test_a_session_does_not_finish_before_its_end():
    session = a_running_session()

    with pytest.raises(TooEarlyToFinishError):
        session.finish(Act(CHIEF, session.ends_at - SECOND), BY_SITE)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    assert session.state is SessionState.FINISHED


def test_who_has_not_signed_in_was_absent():
    session = a_running_session()
    session.check_in(["0001", "0004"], Act(CHIEF, NINE + MINUTE))

    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    [finished] = session.collect_events()
    assert isinstance(finished, ExamFinished)
    assert finished.present == [
        Attendance(application_id="0001", form="A"),
        Attendance(application_id="0004", form="B"),
    ]
    assert finished.absent == ["0002", "0003"]


def test_a_session_that_has_not_started_does_not_finish():
    with pytest.raises(SessionNotRunningError):
        a_session().finish(Act(CHIEF, NINE + timedelta(hours=3)), BY_SITE)


def test_a_finished_session_is_over():
    session = a_finished_session()

    with pytest.raises(SessionFinishedError):
        session.check_in(["0001"], Act(CHIEF, session.ends_at))
    with pytest.raises(SessionFinishedError):
        session.start(Act(CHIEF, session.ends_at), BY_SITE)
    with pytest.raises(SessionFinishedError):
        session.finish(Act(CHIEF, session.ends_at), BY_SITE)
    with pytest.raises(SessionFinishedError):
        session.use_spare_paper("I-1")
    with pytest.raises(SessionFinishedError):
        session.extend(incident_id="I-1", minutes=20, now=session.ends_at)


# --- what incidents change


@pytest.mark.rule("INC-31")
def test_lost_time_is_added_at_the_end():
    session = a_running_session()
    ends_at = session.ends_at

    session.extend(incident_id="I-1", minutes=20, now=NINE + 40 * MINUTE)

    assert session.ends_at == ends_at + 20 * MINUTE
    [extended] = session.collect_events()
    assert isinstance(extended, ExamTimeExtended)
    assert (extended.minutes, extended.ends_at) == (20, ends_at + 20 * MINUTE)
    with pytest.raises(TooEarlyToFinishError):
        session.finish(Act(CHIEF, ends_at), BY_SITE)


@pytest.mark.rule("INC-31")
def test_the_time_of_one_incident_is_made_up_once():
    session = a_running_session()
    for _ in range(2):
        session.extend(incident_id="I-1", minutes=20, now=NINE)
    session.extend(incident_id="I-2", minutes=5, now=NINE)

    assert [one.minutes for one in session.extensions] == [20, 5]
    assert session.ends_at == NINE + 115 * MINUTE
    assert len(session.collect_events()) == 2


@pytest.mark.parametrize("minutes", [0, -1])
def test_made_up_time_is_time(minutes):
    with pytest.raises(NoTimeToMakeUpError):
        a_running_session().extend(incident_id="I-1", minutes=minutes, now=NINE)


def test_a_room_that_has_ended_costs_the_others_no_time():
    ended, running = a_finished_session(), a_running_session()

    make_up_lost_time([ended, running], incident_id="I-1", minutes=20, now=NINE + 95 * MINUTE)

    assert running.extensions
    assert ended.extensions_too_late == ["I-1"]


def test_time_for_nothing_but_ended_rooms_is_refused():
    with pytest.raises(SessionFinishedError):
        make_up_lost_time([a_finished_session()], incident_id="I-1", minutes=20, now=NINE)


def test_an_extension_told_again_after_the_end_changes_nothing():
    session = a_running_session()
    session.extend(incident_id="I-1", minutes=20, now=NINE)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    make_up_lost_time([session], incident_id="I-1", minutes=20, now=session.ends_at)

    assert len(session.extensions) == 1
    assert not session.extensions_too_late


def test_only_a_finished_session_notes_that_time_came_too_late():
    with pytest.raises(SessionNotRunningError):
        a_session().note_extension_too_late("I-1")


@pytest.mark.parametrize("start", [True, False])
def test_the_spare_paper_is_on_every_desk_and_in_the_attendance(start):
    session = a_running_session() if start else a_session()

    session.use_spare_paper("I-1")

    assert {seat.form for seat in session.seats} == {"spare"}


def test_an_unpublished_session_takes_no_spare_paper():
    with pytest.raises(SessionNotPublishedError):
        a_session(state=SessionState.DRAFT).use_spare_paper("I-1")
