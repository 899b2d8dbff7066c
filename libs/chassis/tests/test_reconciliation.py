"""What the broker lost is found in the sender's log and handled."""

import pytest

from libs.chassis.bus.messages import Received
from libs.chassis.testing import Harness
from libs.chassis.tests.parcels import PARCELS, ParcelSent, a_depot, a_post_office

PAGE_HERE = 2
CLERK, OPERATOR = ("S-0001", "clerk"), ("S-0009", "operator")


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path / "post") as harness:
        yield harness


@pytest.fixture
async def depot(tmp_path):
    async with Harness(a_depot, tmp_path / "depot") as harness:
        yield harness


async def compare(depot, post):
    async def fetch(source, after):
        feed = await post.get(f"/internal/feed?after={after}&limit={PAGE_HERE}", as_=OPERATOR)
        return feed.json()["events"]

    return await depot.service.reconciliation.compare("post", fetch)


async def send(post, *numbers):
    for number in numbers:
        await post.post(f"/parcels/p-{number}?town=怀化", as_=CLERK)


async def arrive(depot, post, number):
    [event] = [e for e in post.published(ParcelSent) if e.parcel_id == f"p-{number}"]
    await depot.deliver(event, id=f"post:parcels/p-{number}:1")


async def test_an_event_that_never_arrived_is_handled_at_the_second_look(depot, post):
    await send(post, 1, 2, 3)
    await arrive(depot, post, 1)
    await arrive(depot, post, 3)

    first, second, third = [await compare(depot, post) for _ in range(3)]

    assert (first.compared, first.repaired) == (0, 0)
    assert (second.compared, second.repaired) == (3, 1)
    assert (third.compared, third.repaired) == (0, 0)
    assert (await depot.load(PARCELS, "p-2")).town == "怀化"
    assert depot.service.totals()["repaired"] == 1


async def test_what_was_published_since_the_last_look_is_still_on_its_way(depot, post):
    await send(post, 1)
    await compare(depot, post)
    await send(post, 2)

    found = await compare(depot, post)

    assert (found.compared, found.repaired) == (1, 1)
    assert await depot.service.store.get("parcels", "p-2") is None


async def test_an_event_that_arrives_after_its_repair_takes_effect_once(depot, post):
    await send(post, 1)
    await compare(depot, post)
    await compare(depot, post)

    await arrive(depot, post, 1)

    assert depot.service.totals()["deduplicated"] == 1


async def test_what_is_parked_is_not_missing(depot, post):
    await send(post, 1)
    [event] = post.outbox()
    unknown = Received(event.id, "post.parcel-sent.v9", "post", event.aggregate, 1, depot.now, event.body, user="post")
    await depot.service.consumer.take("depot.post.parcel-sent.v1", unknown)
    await compare(depot, post)

    found = await compare(depot, post)

    assert (found.compared, found.repaired) == (1, 0)


async def test_a_long_log_is_compared_to_its_end(depot, post):
    count = 2 * PAGE_HERE + 1
    await send(post, *range(count))
    await compare(depot, post)

    found = await compare(depot, post)

    assert (found.compared, found.repaired) == (count, count)


async def test_a_source_that_does_not_answer_is_left_for_the_next_time(depot):
    depot.service.settings.feeds = {"post": "http://127.0.0.1:9"}

    answer = await depot.post("/internal/reconciliation", as_=OPERATOR)

    assert (answer.status_code, answer.json()) == (200, {})
