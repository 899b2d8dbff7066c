"""Deadlines fire when due, once, also after a restart."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from libs.chassis.domain import ConflictError, Deadline, Harm, NotYetError, SettledError
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import WriteBatch, comparable
from libs.chassis.testing import NOON, Harness
from libs.chassis.tests.parcels import PARCELS, REMINDED_AFTER, a_post_office
from libs.chassis.time.timers import AT_ONCE, HELD_BACK_SLEEP_SECONDS, TimerHandlers

CLERK = ("S-0001", "clerk")
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness:
        yield harness


@pytest.mark.parametrize(("after", "reminders"), [(-MILLISECOND, 0), (timedelta(0), 1), (MILLISECOND, 1)])
async def test_a_deadline_fires_at_its_moment_and_not_before(post, after, reminders):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)

    await post.step_to(post.now + REMINDED_AFTER + after)

    assert (await post.load(PARCELS, "p-1")).reminders == reminders


async def test_a_cancelled_deadline_does_not_fire(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)
    await post.post("/parcels/p-1/fetching", as_=CLERK)

    await post.step_to(post.now + 2 * REMINDED_AFTER)

    assert (await post.load(PARCELS, "p-1")).reminders == 0


async def test_a_deadline_that_passed_while_down_fires_once_at_the_start(tmp_path):
    async with Harness(a_post_office, tmp_path) as before:
        await before.post("/parcels/p-1?town=怀化", as_=CLERK)

    async with Harness(a_post_office, tmp_path, now=before.now + timedelta(days=3)) as after:
        first = await after.service.timers.fire_due()
        second = await after.service.timers.fire_due()

        assert (first, second) == (1, 0)
        assert (await after.load(PARCELS, "p-1")).reminders == 1


async def test_two_replicas_that_see_the_same_deadline_fire_it_once(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)
    [deadline] = await post.service.store.due(Harm.LATE, post.now + REMINDED_AFTER, limit=9)

    results = [await post.service.timers._fire(deadline, deadline.due_at) for _ in range(2)]

    assert results == [True, False]
    assert (await post.load(PARCELS, "p-1")).reminders == 1


@pytest.fixture
async def alarms(tmp_path):
    """A service whose deadlines of the kind `broken` fail whenever they fire."""
    handlers = TimerHandlers()

    @handlers.on("broken")
    async def fail():
        raise RuntimeError

    @handlers.on("sound")
    async def succeed():
        pass

    with capture_logs():  # a hundred tracebacks are slow to print
        async with Harness(lambda: Service("alarms", ServiceSettings(), timers=handlers), tmp_path) as harness:
            yield harness.service


class Watched:
    """A store that counts how often somebody looks for what is due."""

    def __init__(self, store):
        self._store = store
        self.looks = 0

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def due(self, *arguments, **options):
        self.looks += 1
        return await self._store.due(*arguments, **options)


def due_since(minutes, key, kind):
    return Deadline(key=key, due_at=NOON - timedelta(minutes=minutes), kind=kind)


class EarlyError(NotYetError):
    says = "尚未到时间。"


class NothingLeftError(SettledError):
    says = "已办结。"


class OddError(ConflictError):
    says = "不应出现。"


@pytest.mark.parametrize(
    ("refusal", "stays"),
    [(EarlyError(), True), (OddError(), True), (NothingLeftError(), False)],
)
async def test_only_what_is_settled_takes_a_deadline_away(tmp_path, refusal, stays):
    handlers, came = TimerHandlers(), []

    @handlers.on("odd")
    async def refuse(now):
        came.append(now)
        if len(came) == 1:
            raise refusal

    async with Harness(lambda: Service("odd", ServiceSettings(), timers=handlers), tmp_path) as harness:
        await harness.service.store.commit(WriteBatch(deadlines={"d": Deadline(key="d", due_at=NOON, kind="odd")}))

        assert await harness.service.timers.fire_due() == (0 if stays else 1)
        harness.service.timers._resting.clear()
        assert await harness.service.timers.fire_due() == (1 if stays else 0)


@given(st.integers(0, 999_999).map(lambda us: NOON.replace(microsecond=us)))
def test_a_deadline_is_due_at_the_first_millisecond_that_is_not_early(moment):
    deadline = Deadline(key="d", due_at=moment, kind="sound")

    assert timedelta(0) <= deadline.due_at - moment < MILLISECOND
    assert datetime.fromisoformat(str(comparable(deadline.due_at))) == deadline.due_at


async def test_deadlines_that_fail_hold_up_none_behind_them(alarms):
    broken = {f"b-{n}": due_since(2, f"b-{n}", "broken") for n in range(AT_ONCE)}
    await alarms.store.commit(WriteBatch(deadlines={**broken, "s": due_since(1, "s", "sound")}))

    fired = [await alarms.timers.fire_due() for _ in range(2)]

    assert fired == [0, 1]


async def test_what_may_not_fire_yet_is_not_looked_at_without_a_pause(alarms):
    await alarms.store.commit(WriteBatch(deadlines={"b": due_since(1, "b", "broken")}))
    alarms.timers._store = watched = Watched(alarms.store)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(6 * HELD_BACK_SLEEP_SECONDS):
            await alarms.timers.run()

    assert watched.looks <= 2 * (6 + 2)  # once for each kind of harm
