"""A robot's pace: what goes now, and who waits for what."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from services.incident.domain.notices.pace import LATEST, Limit, Pace, Turn
from services.incident.main import build
from services.incident.storage.paces import RobotPaces
from services.incident.tests.builders import DISCOVERED, MILLISECOND
from services.incident.tests.channels.worlds import InMemoryPaces

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
TWO_A_MINUTE = [Limit(messages=2, window=MINUTE)]
ALARM, REMINDER = 0, 1


def ask(pace, key, after=timedelta(0), *, rank=ALARM, limits=TWO_A_MINUTE):
    """When it is to come again, counted from the beginning; None if it may go."""
    at = pace.take(Turn(key=key, rank=rank), limits=limits, now=DISCOVERED + after)
    return at and at - DISCOVERED


def a_full_pace():
    pace = Pace(id="robot")
    assert (ask(pace, "a"), ask(pace, "b", 30 * SECOND)) == (None, None)
    return pace


@pytest.mark.parametrize(
    ("after", "expected"), [(MINUTE - MILLISECOND, MINUTE), (MINUTE, None), (MINUTE + MILLISECOND, None)]
)
def test_one_more_goes_when_the_oldest_has_left_the_window(after, expected):
    assert ask(a_full_pace(), "c", after) == expected


def test_each_that_waits_is_told_its_own_moment():
    pace = a_full_pace()

    told = [ask(pace, key, 31 * SECOND) for key in "cdef"]

    assert told == [MINUTE, 90 * SECOND, 2 * MINUTE, 150 * SECOND]


def test_who_asks_again_keeps_the_place():
    pace = a_full_pace()
    ask(pace, "c", 31 * SECOND)
    ask(pace, "d", 32 * SECOND)

    assert ask(pace, "c", 33 * SECOND) == MINUTE
    assert ask(pace, "d", MINUTE) == 90 * SECOND
    assert ask(pace, "c", MINUTE) is None


def test_what_is_more_urgent_goes_before_what_has_waited_longer():
    pace = a_full_pace()
    ask(pace, "reminder", 31 * SECOND, rank=REMINDER)

    assert ask(pace, "alarm", 32 * SECOND) == MINUTE
    assert ask(pace, "reminder", MINUTE, rank=REMINDER) == 90 * SECOND
    assert ask(pace, "alarm", MINUTE) is None


@pytest.mark.parametrize(("late", "expected"), [(LATEST - MILLISECOND, 90 * SECOND), (LATEST, None)])
def test_who_does_not_come_is_not_waited_for(late, expected):
    pace = a_full_pace()
    ask(pace, "gone", 31 * SECOND)

    assert ask(pace, "c", MINUTE + late) == expected


def test_nothing_goes_while_it_rests():
    pace = Pace(id="robot")

    pace.rest(until=DISCOVERED + MINUTE)

    assert ask(pace, "a", MINUTE - MILLISECOND) == MINUTE
    assert ask(pace, "a", MINUTE) is None


def test_several_limits_hold_at_once():
    limits = [*TWO_A_MINUTE, Limit(messages=1, window=SECOND)]
    pace = Pace(id="robot")

    assert [ask(pace, "a", limits=limits), ask(pace, "b", limits=limits)] == [None, SECOND]
    assert ask(pace, "b", SECOND, limits=limits) is None
    assert ask(pace, "c", 2 * SECOND, limits=limits) == MINUTE


@pytest.fixture(params=["in memory", "stored"])
async def paces(request, tmp_path):
    if request.param == "in memory":
        yield InMemoryPaces()
        return
    async with Harness(build, tmp_path, now=DISCOVERED) as harness:
        yield RobotPaces(harness.service.transactions, harness.service.clock.now)


async def test_each_robot_has_its_own_pace_and_its_own_rest(paces):
    async def asked(robot):
        return await paces.take(robot, Turn(key=f"{robot}-n", rank=ALARM), limits=TWO_A_MINUTE)

    taken = [await asked(robot) for robot in ("one", "one", "one", "other")]

    assert taken == [None, None, DISCOVERED + MINUTE, None]
    assert await paces.rest("other", 5 * SECOND) == DISCOVERED + 5 * SECOND
    assert await asked("other") == DISCOVERED + 5 * SECOND
