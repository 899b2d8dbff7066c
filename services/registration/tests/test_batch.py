"""Batches: opened as announced and inside the filed scope, closed when all is decided."""

from datetime import date, time, timedelta

import pytest

from libs.chassis.domain import Decision
from libs.contracts.beijing import beijing_time
from libs.contracts.registration import BatchOpened, RegistrationClosed
from services.registration.domain.batch import Batch, BatchState
from services.registration.domain.errors.announcement import RegistrationPeriodInvalidError
from services.registration.domain.errors.batch import (
    ApplicationsPendingError,
    BatchClosedError,
    BatchDiffersFromAnnouncementError,
    InstitutionCodeInvalidError,
    LateIntakeInvalidError,
    LateIntakeNotNeededError,
    RegistrationNotStartedError,
    RegistrationOverError,
    RegistrationStillOpenError,
)
from services.registration.domain.errors.scope import OutsideFiledScopeError
from services.registration.domain.scope import FiledScope
from services.registration.tests.builders import (
    CLOSES_AT,
    NOON,
    OPENS_AT,
    SCOPE,
    a_batch,
    a_filed_offer,
    a_plan,
    all_levels,
    an_announcement,
    an_offer,
)

SECOND = timedelta(seconds=1)


def a_closed_batch():
    batch = a_batch()
    batch.close(approved=1, refused=0, pending=0, now=CLOSES_AT)
    return batch


def test_opening_a_batch_announces_its_offers():
    batch = Batch.open(a_plan(), announcement=an_announcement(), scope=SCOPE, now=NOON)

    [event] = batch.collect_events()
    assert isinstance(event, BatchOpened)
    assert [offer.level for offer in event.offers] == [5, 4, 3]
    assert event.registration_closes_at == CLOSES_AT


@pytest.mark.parametrize(("late", "opened"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_batch_is_opened_only_while_somebody_can_still_apply(late, opened):
    if opened:
        assert a_batch(now=CLOSES_AT + late).state is BatchState.OPEN
    else:
        with pytest.raises(RegistrationOverError):
            a_batch(now=CLOSES_AT + late)


@pytest.mark.rule("REG-18")
def test_a_batch_outside_the_filed_scope_is_not_opened():
    level_four_only = FiledScope((a_filed_offer(),))

    with pytest.raises(OutsideFiledScopeError):
        a_batch(scope=level_four_only, offers=all_levels())


@pytest.mark.rule("CER-07")
@pytest.mark.parametrize(("valid_to", "filed"), [(date(2026, 9, 20), True), (date(2026, 9, 19), False)])
def test_an_offer_must_be_filed_up_to_the_last_examination_day(valid_to, filed):
    scope = FiledScope((a_filed_offer(valid_to=valid_to),))

    if filed:
        assert a_batch(scope=scope, offers=[an_offer()]).state is BatchState.OPEN
    else:
        with pytest.raises(OutsideFiledScopeError):
            a_batch(scope=scope, offers=[an_offer()])


@pytest.mark.rule("REG-02")
def test_a_batch_offers_nothing_that_was_not_announced():
    announcement = an_announcement(offers=[an_offer(level=5)])

    with pytest.raises(BatchDiffersFromAnnouncementError):
        a_batch(announcement=announcement, offers=[an_offer(level=4)])


@pytest.mark.rule("REG-02")
@pytest.mark.parametrize(
    "differing",
    [{"registration_closes_at": CLOSES_AT - SECOND}, {"registration_opens_at": OPENS_AT + SECOND}],
)
def test_a_batch_keeps_the_announced_registration_time(differing):
    with pytest.raises(BatchDiffersFromAnnouncementError):
        a_batch(**differing)


def test_registration_cannot_end_when_it_begins():
    with pytest.raises(RegistrationPeriodInvalidError):
        a_batch(registration_closes_at=OPENS_AT)


@pytest.mark.parametrize(
    "code", ["", "S00004300900", "S0000430090011", "0000043009001", "s000043009001", "S00004300900X"]
)
def test_an_institution_code_is_a_letter_and_twelve_digits(code):
    with pytest.raises(InstitutionCodeInvalidError):
        a_batch(institution_code=code)


def test_rosters_are_taken_from_the_announced_beginning_to_the_announced_end():
    batch = a_batch()

    batch.must_take_rosters(now=OPENS_AT)
    batch.must_take_rosters(now=CLOSES_AT - SECOND)
    with pytest.raises(RegistrationNotStartedError):
        batch.must_take_rosters(now=OPENS_AT - SECOND)
    with pytest.raises(RegistrationOverError):
        batch.must_take_rosters(now=CLOSES_AT)


def test_the_first_roster_is_numbered_by_its_rows_the_next_behind_it():
    batch = a_batch()

    first, second, third = (batch.take_roster(last_row=row, now=NOON) for row in (601, 11, 2))

    assert first + 2 == 2
    assert second + 2 == 602
    assert third + 2 == 612


def test_closing_tells_how_many_are_approved_and_refused():
    batch = a_batch()

    batch.close(approved=582, refused=18, pending=0, now=CLOSES_AT)

    assert batch.state is BatchState.CLOSED
    assert batch.collect_events() == [
        RegistrationClosed(batch_id="2026-autumn", approved=582, refused=18, closed_at=CLOSES_AT)
    ]


@pytest.mark.rule("REG-02")
def test_registration_is_not_closed_a_second_before_the_announced_time():
    with pytest.raises(RegistrationStillOpenError):
        a_batch().close(approved=1, refused=0, pending=0, now=CLOSES_AT - SECOND)


@pytest.mark.rule("REG-16")
def test_the_list_is_not_reported_while_one_application_is_undecided():
    batch = a_batch()

    with pytest.raises(ApplicationsPendingError):
        batch.close(approved=581, refused=18, pending=1, now=CLOSES_AT)

    assert batch.state is BatchState.OPEN
    assert batch.collect_events() == []


def test_a_closed_batch_takes_no_roster():
    with pytest.raises(BatchClosedError):
        a_closed_batch().take_roster(last_row=2, now=NOON)


def test_a_closed_batch_takes_nobody_back():
    with pytest.raises(BatchClosedError):
        a_closed_batch().readmit(now=NOON)


def test_a_batch_is_closed_once():
    with pytest.raises(BatchClosedError):
        a_closed_batch().close(approved=1, refused=0, pending=0, now=CLOSES_AT)


EXAM = date(2026, 9, 19)
DIRECTOR = Decision("S-0001", CLOSES_AT, "学校漏报")


def test_the_director_lets_people_in_late_through_a_day():
    batch = a_closed_batch()

    batch.let_in_late(EXAM - timedelta(days=2), DIRECTOR)

    batch.must_take_rosters(now=beijing_time(EXAM - timedelta(days=2), time(23, 59)))
    with pytest.raises(BatchClosedError):
        batch.must_take_rosters(now=beijing_time(EXAM - timedelta(days=1), time(0)))


def test_nobody_is_let_in_late_on_the_first_day_of_the_examinations():
    batch = a_closed_batch()

    batch.let_in_late(EXAM - timedelta(days=1), DIRECTOR)
    with pytest.raises(LateIntakeInvalidError):
        batch.let_in_late(EXAM, DIRECTOR)


def test_an_open_batch_needs_no_late_intake():
    with pytest.raises(LateIntakeNotNeededError):
        a_batch().let_in_late(EXAM - timedelta(days=2), DIRECTOR)


def test_a_batch_that_takes_late_ones_is_not_closed_again():
    batch = a_closed_batch()
    batch.let_in_late(EXAM - timedelta(days=2), DIRECTOR)

    with pytest.raises(BatchClosedError):
        batch.close(approved=1, refused=0, pending=0, now=CLOSES_AT)
