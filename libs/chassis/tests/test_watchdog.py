"""A deadline that should be there and is not is found, armed anew, and an alarm."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from libs.chassis.domain import Harm
from libs.chassis.store.port import Waiting
from libs.chassis.testing import Harness
from libs.chassis.tests.parcels import REMINDED_AFTER, SENT, a_post_office
from libs.chassis.time.watchdog import Watchdog

CLERK = ("S-0001", "clerk")


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness:
        await harness.post("/parcels/p-1?town=怀化", as_=CLERK)
        yield harness


async def armed(post):
    return [
        deadline.key for deadline in await post.service.store.due(Harm.LATE, post.now + 9 * REMINDED_AFTER, limit=9)
    ]


async def test_nothing_is_missing_where_nothing_went_wrong(post):
    assert await post.service.watchdog.look() == 0
    assert post.service.meters.missing.total() == 0


async def test_a_lost_deadline_is_armed_anew_and_said_aloud(post):
    before = await armed(post)
    await post.lose_deadlines()

    with capture_logs() as logs:
        found = [await post.service.watchdog.look() for _ in range(2)]

    assert found == [1, 0]
    assert await armed(post) == before
    assert [(one["event"], one["log_level"]) for one in logs] == [("deadline.missing", "error")]
    assert post.service.meters.missing.total() == 1


async def test_what_cannot_say_what_it_waits_for_holds_up_nothing_behind_it(post):
    await post.post("/parcels/p-0?town=无处", as_=CLERK)
    before = await armed(post)
    await post.lose_deadlines()

    def awaited(parcel):
        if parcel.town == "无处":
            raise ValueError(parcel.town)
        return [parcel.reminder]

    service = post.service
    watchdog = Watchdog(
        collections=[replace(SENT, waiting=Waiting({}, awaited))],
        store=service.store,
        transactions=service.transactions,
        clock=service.clock,
        meters=service.meters,
    )

    with capture_logs() as logs:
        assert await watchdog.look() == 1

    assert await armed(post) == [key for key in before if "p-1" in key]
    assert [one["event"] for one in logs] == ["watchdog.passed-over", "deadline.missing"]


async def test_what_waits_for_nothing_any_more_is_left_alone(post):
    await post.post("/parcels/p-1/fetching", as_=CLERK)

    assert await post.service.watchdog.look() == 0
    assert await armed(post) == []
