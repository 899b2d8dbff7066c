"""Deadlines fire when due, once, also after a restart."""

from datetime import timedelta

import pytest

from libs.chassis.domain import Harm
from libs.chassis.testing import Harness
from libs.chassis.tests.parcels import PARCELS, REMINDED_AFTER, a_post_office

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


async def test_a_deadline_that_passed_while_the_service_was_down_fires_once_at_the_start(tmp_path):
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
