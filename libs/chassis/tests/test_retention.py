"""What is kept how long, and that a message whose inbox entry may be gone is not handled again unseen."""

from datetime import timedelta

import pytest

from libs.chassis.bus.messages import UNDATED, Received
from libs.chassis.retention import MARGIN
from libs.chassis.store.port import Handled
from libs.chassis.testing import NOON, Harness
from libs.chassis.tests.parcels import PARCELS, ParcelSent, a_depot, a_post_office

SENT = ParcelSent(parcel_id="p-1", town="怀化", sent_at=NOON)
QUEUE = f"depot.{SENT.routing_key}"
CLERK, OPERATOR = ("S-0001", "clerk"), ("S-0009", "operator")
KEPT = timedelta(days=400)
MOMENT = timedelta(milliseconds=1)


@pytest.fixture
async def depot(tmp_path):
    async with Harness(a_depot, tmp_path, now=NOON) as harness:
        yield harness


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path, now=NOON) as harness:
        yield harness


async def arrive(depot, *, occurred_at=NOON, id="post:parcels/p-1:1"):
    body = SENT.model_dump_json().encode()
    message = Received(id, SENT.routing_key, "post", "parcels/p-1", 1, occurred_at, body, user="post")
    await depot.service.consumer.take(QUEUE, message)


async def knows(depot):
    return await depot.service.store.was_handled(Handled(QUEUE, "post:parcels/p-1:1"))


async def test_an_answer_is_repeated_for_seven_days(post):
    first = await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k")
    await post.step_to(NOON + timedelta(days=7))
    await post.service.retention.forget()

    assert (await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k")).json() == first.json()

    await post.step_to(NOON + timedelta(days=7) + MOMENT)
    await post.service.retention.forget()

    assert await post.service.store.count("answers", {}) == 0


async def test_a_published_event_leaves_the_log_after_its_time(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)
    await post.post("/parcels/p-2?town=怀化", as_=CLERK)
    await post.service.store.mark_published([post.outbox()[0].position])
    await post.step_to(NOON + KEPT)
    await post.service.retention.forget()
    assert len(post.outbox()) == 2

    await post.step_to(NOON + KEPT + MOMENT)
    await post.service.retention.forget()

    assert [event.aggregate for event in post.outbox()] == ["parcels/p-2"], "it was never published"


async def test_the_inbox_remembers_longer_than_any_log(depot):
    await arrive(depot)
    await depot.step_to(NOON + KEPT + MARGIN)
    await depot.service.retention.forget()
    assert await knows(depot)

    await depot.step_to(NOON + KEPT + MARGIN + MOMENT)
    await depot.service.retention.forget()

    assert not await knows(depot)


@pytest.mark.parametrize("after", [KEPT + MOMENT, KEPT + MARGIN + MOMENT])
async def test_a_copy_from_before_the_log_is_without_effect_remembered_or_not(depot, after):
    await arrive(depot)
    await depot.step_to(NOON + after)
    await depot.service.retention.forget()

    await arrive(depot)

    assert depot.service.totals()["handled"] == 1
    assert [parked["slug"] for parked in depot.parked()] == ["older-than-the-log"]


async def test_a_message_without_time_takes_effect_once_and_is_remembered_for_ever(depot):
    await arrive(depot, occurred_at=UNDATED)
    await depot.step_to(NOON + 3 * KEPT)
    await depot.service.retention.forget()

    await arrive(depot, occurred_at=UNDATED)

    assert depot.service.totals()["deduplicated"] == 1


async def test_a_message_that_is_just_not_too_old_takes_effect(depot):
    await depot.step_to(NOON + KEPT)

    await arrive(depot)

    assert await knows(depot)


async def test_an_operator_decides_about_a_message_that_is_too_old(depot):
    await depot.step_to(NOON + KEPT + MOMENT)
    await arrive(depot)
    [parked] = depot.parked()

    answer = await depot.post("/internal/parked/replay", params={"id": parked["id"]}, as_=OPERATOR)

    assert answer.status_code == 204
    assert (await depot.load(PARCELS, "p-1")).town == "怀化"


async def test_nothing_is_forgotten_while_the_time_cannot_be_trusted(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)
    await post.service.store.mark_published([post.outbox()[0].position])
    await post.step_to(NOON + 2 * KEPT)

    class Jumped:
        def now(self):
            return post.now

        def reading(self, harm):
            return None

    post.service.retention._clock = Jumped()
    await post.service.retention.forget()

    assert len(post.outbox()) == 1
