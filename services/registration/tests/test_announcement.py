"""Announcements: what they must state, and when they are usually published."""

from datetime import UTC, date, datetime

import pytest

from libs.chassis.domain import Act
from services.registration.domain.announcement import Announcement, Fee, Period, beginning_of
from services.registration.domain.errors.announcement import AnnouncementIncompleteError, RegistrationPeriodInvalidError
from services.registration.domain.errors.scope import OutsideFiledScopeError
from services.registration.domain.scope import FiledScope
from services.registration.tests.builders import (
    ACT,
    CLOSES_AT,
    NOON,
    OPENS_AT,
    SCOPE,
    a_filed_offer,
    a_statement,
    all_levels,
    an_offer,
)


def publish(**differing):
    return Announcement.publish(id="2026-autumn", statement=a_statement(**differing), scope=SCOPE, act=ACT)


@pytest.mark.rule("REG-02")
def test_an_announcement_that_states_everything_is_published():
    announcement = publish()

    assert announcement.published_at == NOON
    assert announcement.published_by == "S-0001"


@pytest.mark.rule("REG-02")
@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ({"offers": []}, "备案职业（工种）和技能等级"),
        ({"conditions": " "}, "申报条件"),
        ({"method": ""}, "认定方式"),
        ({"registration_opens_at": None}, "报名时间"),
        ({"registration_closes_at": None}, "报名时间"),
        ({"areas": []}, "考区"),
        ({"sites": [""]}, "考点"),
        ({"fees": []}, "收费标准"),
        ({"fees": [Fee(level=5, fen=1), Fee(level=4, fen=1)]}, "收费标准"),
    ],
)
def test_an_announcement_that_leaves_something_out_is_refused_by_its_name(left_out, missing):
    with pytest.raises(AnnouncementIncompleteError) as refusal:
        publish(**left_out)

    assert missing in refusal.value.sentence


def test_registration_must_end_after_it_begins():
    with pytest.raises(RegistrationPeriodInvalidError):
        publish(registration_opens_at=CLOSES_AT, registration_closes_at=CLOSES_AT)
    with pytest.raises(RegistrationPeriodInvalidError):
        publish(registration_opens_at=CLOSES_AT, registration_closes_at=OPENS_AT)


@pytest.mark.rule("REG-18")
def test_an_announcement_names_filed_occupations_only():
    with pytest.raises(OutsideFiledScopeError):
        publish(offers=[an_offer(code="6-18-02-04", occupation="焊工", work_type="焊工")])


@pytest.mark.rule("REG-03")
@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 1, 1), Period.YEAR),
        (date(2026, 1, 10), Period.YEAR),
        (date(2026, 1, 11), None),
        (date(2026, 4, 10), Period.QUARTER),
        (date(2026, 7, 1), Period.QUARTER),
        (date(2026, 10, 10), Period.QUARTER),
        (date(2026, 9, 10), Period.MONTH),
        (date(2026, 9, 11), None),
        (date(2026, 12, 31), None),
    ],
)
def test_the_beginning_of_a_year_a_quarter_or_a_month_is_recognised(day, period):
    assert beginning_of(day, early_days=10) is period


def test_the_day_of_publication_is_the_one_in_beijing():
    half_past_midnight = datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    scope = FiledScope(tuple(a_filed_offer(offer, valid_from=date(2026, 9, 1)) for offer in all_levels()))

    announcement = Announcement.publish(
        id="2026-autumn", statement=a_statement(), scope=scope, act=Act("S-0001", half_past_midnight)
    )

    assert announcement.published_at == half_past_midnight
