"""The two readings of the clock."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from libs.chassis.domain import Harm
from libs.chassis.tests.stores import NOON
from libs.chassis.time.clock import ClockNotTrustedError, SimulatedClock, SystemClock, not_early

HOUR = timedelta(hours=1)


class TwoClocks:
    """A wall clock that can be set and a monotonic one that only runs."""

    def __init__(self):
        self.wall = NOON
        self.monotonic = 1000.0

    def clock(self):
        return SystemClock(lambda: self.wall, lambda: self.monotonic)

    def run(self, span):
        self.wall += span
        self.monotonic += span.total_seconds()


def test_both_readings_agree_while_nothing_jumps():
    clocks = TwoClocks()
    clock = clocks.clock()

    clocks.run(HOUR)

    assert clock.reading(Harm.LATE) == clock.reading(Harm.EARLY) == NOON + HOUR


def test_a_wall_clock_set_back_makes_no_escalation_late():
    clocks = TwoClocks()
    clock = clocks.clock()

    clocks.wall -= HOUR
    clocks.run(timedelta(minutes=10))

    assert clock.reading(Harm.LATE) == NOON + timedelta(minutes=10)


def test_a_wall_clock_set_back_dates_nothing_before_what_went_before():
    clocks = TwoClocks()
    clock = clocks.clock()
    clock.reading(Harm.EARLY)

    clocks.wall -= HOUR
    clock.reading(Harm.EARLY)
    clocks.run(timedelta(minutes=9))
    before = clock.now()
    clocks.run(timedelta(minutes=1))
    clock.reading(Harm.EARLY)

    assert before == NOON + timedelta(minutes=9)
    assert clock.now() == NOON - HOUR + timedelta(minutes=10)


def test_a_wall_clock_set_forward_opens_nothing_early():
    clocks = TwoClocks()
    clock = clocks.clock()

    clocks.wall += HOUR

    assert clock.reading(Harm.EARLY) is None
    with pytest.raises(ClockNotTrustedError):
        not_early(clock)


def test_ten_minutes_after_a_jump_the_new_time_is_trusted():
    clocks = TwoClocks()
    clock = clocks.clock()
    clocks.wall += HOUR
    clock.reading(Harm.EARLY)

    clocks.run(timedelta(minutes=10) - timedelta(milliseconds=1))
    before = clock.reading(Harm.EARLY)
    clocks.run(timedelta(milliseconds=1))

    assert before is None
    assert clock.reading(Harm.EARLY) == NOON + HOUR + timedelta(minutes=10)


def test_a_small_correction_is_no_jump():
    clocks = TwoClocks()
    clock = clocks.clock()

    clocks.wall += timedelta(seconds=2)

    assert clock.reading(Harm.EARLY) == NOON


def test_a_simulated_clock_stands_still_and_never_goes_back():
    clock = SimulatedClock(NOON)

    clock.step_to(NOON + HOUR)
    clock.step_to(NOON)

    assert clock.now() == NOON + HOUR


def test_a_simulated_clock_tells_utc_whatever_zone_it_was_stepped_in():
    clock = SimulatedClock(NOON)

    clock.step_to((NOON + HOUR).astimezone(ZoneInfo("Asia/Shanghai")))

    assert clock.now().tzinfo is UTC
