"""Sitting a part again, with the spare paper."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from services.scheduling.domain.errors.resit import ResitBeforeTheEndError, SpareAlreadyWrittenError
from services.scheduling.domain.errors.session import NewDateNotAheadError
from services.scheduling.domain.orders.resit import resit_of
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import BY_SITE, CHIEF, NINE, a_finished_session, a_running_session, a_session

MINUTE = timedelta(minutes=1)
NINE_THEN = datetime(2026, 9, 26, 1, tzinfo=UTC)


@pytest.mark.rule("INC-16")
@given(st.sets(st.sampled_from(["0001", "0002", "0003", "0004"]), min_size=1))
def test_exactly_those_sit_again_with_the_spare_paper_at_their_seats(again):
    session = a_session()
    session.check_in(["0001", "0002", "0003", "0004"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE), BY_SITE)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    resit = resit_of(session, disposition_id="I-1:2", application_ids=again, starts_at=NINE_THEN, now=session.ends_at)

    assert {seat.application_id for seat in resit.seats} == again
    assert {seat.form for seat in resit.seats} == {"spare"}
    assert {(seat.number, seat.application_id) for seat in resit.seats} <= {
        (seat.number, seat.application_id) for seat in session.seats
    }
    assert (resit.id, resit.state, resit.times.length) == (f"{session.id}-r-I-1-2", SessionState.DRAFT, 90 * MINUTE)


@pytest.mark.rule("INC-16")
def test_nothing_is_sat_again_where_the_spare_was_written():
    session = a_session()
    session.use_spare_paper("I-0")
    session.check_in(["0001"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE), BY_SITE)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    with pytest.raises(SpareAlreadyWrittenError):
        resit_of(session, disposition_id="I-1:2", application_ids=["0001"], starts_at=NINE_THEN, now=session.ends_at)


def test_who_was_absent_does_not_sit_again():
    session = a_finished_session()

    resit = resit_of(
        session, disposition_id="I-1:2", application_ids=["0001", "0002"], starts_at=NINE_THEN, now=session.ends_at
    )

    assert [seat.application_id for seat in resit.seats] == ["0001"]
    assert (session.was_missed_by("0001"), session.was_missed_by("0002")) == (False, True)


def test_only_what_was_sat_is_sat_again():
    with pytest.raises(ResitBeforeTheEndError):
        resit_of(a_running_session(), disposition_id="I-1:2", application_ids=["0001"], starts_at=NINE_THEN, now=NINE)


def test_it_is_sat_again_on_a_day_to_come():
    with pytest.raises(NewDateNotAheadError):
        resit_of(
            a_finished_session(),
            disposition_id="I-1:2",
            application_ids=["0001"],
            starts_at=NINE_THEN,
            now=NINE_THEN,
        )
