"""Which paper may be opened in which session, when and by whom."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from libs.contracts.itembank import PaperOpened, SparePaperReleased
from services.itembank.domain.errors.opening import OpenedByOthersError, SameOpenerError
from services.itembank.domain.errors.paper import PaperNotSealedError
from services.itembank.domain.errors.session import (
    NotOnDutyError,
    OpeningTooEarlyError,
    SessionEndedError,
    SpareAlreadyReleasedError,
    SpareInUseError,
    SpareNotReleasedError,
    SpareNotYetSealedError,
    WrongPaperError,
)
from services.itembank.tests.builders import (
    BATCH,
    END,
    NOW,
    SESSION,
    START,
    a_paper,
    a_plan,
    a_session,
    an_opening,
    paper_of,
)

CHIEF, DEPUTY, THIRD = "S-0011", "S-0012", "S-0013"
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
PATIENCE = timedelta(minutes=10)


def turn(opening, by, now):
    opening.turn_key(Act(by, now), patience=PATIENCE)


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (START - 5 * MINUTE - SECOND, OpeningTooEarlyError),
        (START - 5 * MINUTE, None),
        (START - 5 * MINUTE + SECOND, None),
        (END - SECOND, None),
        (END, SessionEndedError),
        (END + SECOND, SessionEndedError),
    ],
)
def test_a_paper_opens_from_five_minutes_before_the_start_to_the_end(now, refusal):
    session, paper = a_session(), a_paper(sealed=True)

    if refusal is None:
        session.must_admit(paper, act=Act(CHIEF, now))
    else:
        with pytest.raises(refusal):
            session.must_admit(paper, act=Act(CHIEF, now))


def test_made_up_time_moves_the_end():
    session = a_session()

    session.extend(ends_at=END + 20 * MINUTE, seq=2)

    session.must_admit(a_paper(sealed=True), act=Act(CHIEF, END + 20 * MINUTE - SECOND))
    with pytest.raises(SessionEndedError):
        session.must_admit(a_paper(sealed=True), act=Act(CHIEF, END + 20 * MINUTE))


@given(st.permutations([(2, 10), (3, 20), (4, 30)]))
def test_extensions_give_the_same_end_in_whatever_order_they_come(extensions):
    session = a_session()

    for seq, more in extensions:
        session.extend(ends_at=END + more * MINUTE, seq=seq)

    assert session.ends_at == END + 30 * MINUTE


def test_somebody_not_on_duty_opens_nothing():
    with pytest.raises(NotOnDutyError):
        a_session().must_admit(a_paper(sealed=True), act=Act(THIRD, START))


@pytest.mark.parametrize(
    "change", [{"code": "6-18-01-01"}, {"level": 4}, {"batch_id": "2026-spring"}, {"part": "practical"}]
)
def test_a_paper_of_another_occupation_level_batch_or_part_is_not_opened(change):
    with pytest.raises(WrongPaperError):
        a_session().must_admit(a_paper(sealed=True, **change), act=Act(CHIEF, START))


def test_a_paper_that_is_not_sealed_is_not_opened():
    with pytest.raises(PaperNotSealedError):
        a_session().must_admit(a_paper(reviewed=True), act=Act(CHIEF, START))


def test_the_spare_is_opened_only_after_its_release_and_then_nothing_else():
    session, spare = a_session(), a_paper(form="spare", sealed=True)
    with pytest.raises(SpareNotReleasedError):
        session.must_admit(spare, act=Act(CHIEF, START))

    session.release_spare(spare, incident_id="I-2", now=NOW)

    session.must_admit(spare, act=Act(CHIEF, START))
    for form in ("A", "B"):
        with pytest.raises(SpareInUseError):
            session.must_admit(a_paper(form=form, sealed=True), act=Act(CHIEF, START))


@pytest.mark.rule("INC-16")
def test_a_resit_opens_the_spare_without_a_release_and_nothing_else():
    resit = a_session(spare=True)

    resit.must_admit(a_paper(form="spare", sealed=True), act=Act(CHIEF, START))
    for form in ("A", "B"):
        with pytest.raises(SpareInUseError):
            resit.must_admit(a_paper(form=form, sealed=True), act=Act(CHIEF, START))
    assert resit.forms_printed_from("copy") == ["spare"]


def test_a_new_plan_says_anew_which_paper_is_opened():
    session = a_session()

    session.replan(a_plan(spare=True), seq=2)

    session.must_admit(a_paper(form="spare", sealed=True), act=Act(CHIEF, START))


def test_a_spare_is_released_once_to_every_incident_that_asked():
    session, spare = a_session(), a_paper(form="spare", sealed=True)

    session.release_spare(spare, incident_id="I-2", now=NOW)
    session.release_spare(spare, incident_id="I-3", now=NOW)

    with pytest.raises(SpareAlreadyReleasedError):
        session.release_spare(spare, incident_id="I-2", now=NOW)
    assert session.collect_events() == [
        SparePaperReleased(
            paper_id=paper_of("spare"), batch_id=BATCH, session_id=SESSION, incident_id=incident, released_at=NOW
        )
        for incident in ("I-2", "I-3")
    ]


def test_a_spare_that_is_not_sealed_is_not_released():
    with pytest.raises(SpareNotYetSealedError):
        a_session().release_spare(a_paper(form="spare", reviewed=True), incident_id="I-2", now=NOW)


def test_a_newer_plan_replaces_the_staff_and_an_older_one_does_not():
    session = a_session()

    session.replan(a_plan(staff=(THIRD, DEPUTY)), seq=3)
    session.replan(a_plan(staff=(CHIEF, DEPUTY)), seq=2)

    assert session.staff == [THIRD, DEPUTY]


def test_two_people_open_a_paper_one_after_the_other():
    opening = an_opening()

    turn(opening, CHIEF, START - 5 * MINUTE)
    assert not opening.opened
    turn(opening, DEPUTY, START - 4 * MINUTE)

    assert opening.collect_events() == [
        PaperOpened(
            paper_id=paper_of(),
            batch_id=BATCH,
            session_id=SESSION,
            opened_by=[CHIEF, DEPUTY],
            opened_at=START - 4 * MINUTE,
        )
    ]


def test_one_person_is_not_two():
    opening = an_opening()
    turn(opening, CHIEF, START)

    with pytest.raises(SameOpenerError):
        turn(opening, CHIEF, START + MINUTE)
    assert not opening.opened


@pytest.mark.parametrize(
    ("waited", "opened"), [(PATIENCE - SECOND, True), (PATIENCE, True), (PATIENCE + SECOND, False)]
)
def test_the_first_turn_lapses_after_ten_minutes(waited, opened):
    opening = an_opening()
    turn(opening, CHIEF, START)

    turn(opening, DEPUTY, START + waited)

    assert opening.opened is opened
    assert opening.first_by == (CHIEF if opened else DEPUTY)


def test_after_a_lapse_the_other_one_still_needs_a_second_person():
    opening = an_opening()
    turn(opening, CHIEF, START)
    turn(opening, DEPUTY, START + PATIENCE + SECOND)

    with pytest.raises(SameOpenerError):
        turn(opening, DEPUTY, START + PATIENCE + 2 * SECOND)
    turn(opening, CHIEF, START + PATIENCE + 3 * SECOND)

    assert opening.opened_by == [DEPUTY, CHIEF]


def test_the_pair_reads_again_without_a_second_announcement_and_nobody_else_does():
    opening = an_opening()
    for who in (CHIEF, DEPUTY, CHIEF, DEPUTY):
        turn(opening, who, START)

    with pytest.raises(OpenedByOthersError):
        turn(opening, THIRD, START)
    assert len(opening.collect_events()) == 1
    assert [one.act for one in opening.custody] == ["first-turn", "opened", "read", "read"]
