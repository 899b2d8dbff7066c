"""Deliveries: once in effect, parked with a reason, tried again when they came too early."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from libs.chassis.bus.messages import Received
from libs.chassis.bus.parking import PARKED, ParkState
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Repository
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import NOON, Harness
from libs.chassis.tests.parcels import PARCELS, Parcel, ParcelFetched, ParcelSent, a_depot
from libs.chassis.wiring import UnknownParameterError, Wiring

SENT = ParcelSent(parcel_id="p-1", town="怀化", sent_at=NOON)
FETCHED = ParcelFetched(parcel_id="p-1", fetched_at=NOON)
OPERATOR = ("S-0009", "operator")
WHY = {"reason": "重复的来件"}


@pytest.fixture
async def depot(tmp_path):
    async with Harness(a_depot, tmp_path) as harness:
        yield harness


async def raw(depot, body, *, id="post:parcels/p-1:1", type=SENT.routing_key):
    message = Received(id, type, "post", "parcels/p-1", 1, datetime.now(UTC), body, user="post")
    await depot.service.consumer.take(f"depot.{SENT.routing_key}", message)


async def test_an_event_takes_effect_once_however_often_it_comes(depot):
    await depot.deliver(SENT, times=3)

    assert (await depot.load(PARCELS, "p-1")).town == "怀化"
    assert depot.service.totals()["handled"] == 1
    assert depot.service.totals()["deduplicated"] == 2
    assert depot.parked() == []


async def test_a_second_copy_that_would_be_refused_is_still_only_a_copy(depot):
    await depot.deliver(SENT)

    await depot.deliver(FETCHED, times=2)

    assert depot.parked() == []
    assert depot.service.totals()["deduplicated"] == 1


async def test_a_refusal_is_parked_with_its_reason(depot):
    await depot.deliver(SENT)
    await depot.deliver(FETCHED, id="m-1")

    await depot.deliver(FETCHED, id="m-2")

    [parked] = depot.parked()
    assert (parked["slug"], parked["reason"], parked["state"]) == (
        "parcel-fetched-twice",
        "包裹 p-1 已被取走。",
        "parked",
    )


async def test_an_event_that_came_too_early_is_tried_again_and_comes_through(depot):
    await depot.deliver(FETCHED)
    assert [parked["state"] for parked in depot.parked()] == ["waiting"]

    await depot.deliver(SENT)
    await make_it_due(depot)
    through = await depot.service.parking.retry_waiting(depot.service.consumer.replay)

    assert through == 1
    assert (await depot.load(PARCELS, "p-1")).fetched_at is not None
    assert [parked["state"] for parked in depot.parked()] == ["replayed"]


class Stumbling:
    """A consumer that a fault meets at the first message of each round."""

    def __init__(self, consumer):
        self._consumer = consumer
        self.asked = 0

    async def replay(self, parked):
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError
        await self._consumer.replay(parked)


async def test_a_fault_at_one_message_ends_no_round_of_the_others(depot):
    for parcel in ("p-1", "p-2"):
        await depot.deliver(FETCHED.model_copy(update={"parcel_id": parcel}))
        await depot.deliver(SENT.model_copy(update={"parcel_id": parcel}))
    await make_it_due(depot)

    with capture_logs() as logs:
        through = await depot.service.parking.retry_waiting(Stumbling(depot.service.consumer).replay)

    assert through == 1
    assert [one["event"] for one in logs] == ["parked.retry-failed"]
    assert sorted(parked["state"] for parked in depot.parked()) == ["replayed", "waiting"]


async def test_an_event_that_never_comes_through_is_parked_for_good_at_last(depot):
    await depot.deliver(FETCHED)

    for _ in range(40):
        await make_it_due(depot)
        await depot.service.parking.retry_waiting(depot.service.consumer.replay)

    assert [parked["state"] for parked in depot.parked()] == ["parked"]


@pytest.mark.parametrize(
    ("body", "slug"),
    [(b"\xff\x00 not json", "undecodable"), (b'{"parcel_id": "p-1"}', "undecodable"), (b"[]", "undecodable")],
)
async def test_a_malformed_message_is_parked(depot, body, slug):
    await raw(depot, body)

    [parked] = depot.parked()
    assert parked["slug"] == slug


async def test_a_message_whose_head_cannot_be_read_is_parked(depot):
    head = ("post:parcels/p-1:1", SENT.routing_key, "post", "parcels/p-1", 0, datetime.now(UTC), b"{}")

    await depot.service.consumer.take(f"depot.{SENT.routing_key}", Received(*head, flaw="no number", user="post"))

    [parked] = depot.parked()
    assert (parked["slug"], parked["reason"]) == ("undecodable", "no number")


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "9999-12-31T20:00:00Z", "2026-09-01T08:00:00"]
)
async def test_a_moment_that_nobody_can_reckon_with_is_parked_at_once(depot, moment):
    await raw(depot, json.dumps({"parcel_id": "p-1", "town": "怀化", "sent_at": moment}).encode())

    [parked] = depot.parked()
    assert (parked["slug"], parked["state"]) == ("undecodable", "parked")


async def test_a_number_that_overflows_only_in_the_handler_is_parked_at_once(tmp_path):
    async with Harness(a_reckoning_depot, tmp_path) as depot:
        await depot.deliver(SENT)

        [parked] = depot.parked()
        assert (parked["slug"], parked["reason"]) == ("undecodable", "OverflowError")


async def test_another_message_under_a_parked_ones_id_is_parked_beside_it(depot):
    await raw(depot, b"[1]")
    await raw(depot, b"[2]")

    shown = [
        (await depot.get("/internal/parked/message", as_=OPERATOR, params={"id": parked["id"]})).json()
        for parked in depot.parked()
    ]
    assert [(one["body"], one["attempts"]) for one in shown] == [("[1]", 1), ("[2]", 1)]


async def test_what_is_parked_repeats_no_value_of_the_message(depot):
    await raw(depot, b'{"parcel_id": "430102199001010000", "town": 7, "sent_at": "never"}')

    [parked] = depot.parked()
    assert "430102199001010000" not in parked["reason"]
    assert parked["reason"] == "town: string_type; sent_at: datetime_from_date_parsing"


async def test_a_message_of_an_unknown_version_is_parked(depot):
    await raw(depot, SENT.model_dump_json().encode(), type="post.parcel-sent.v9")

    [parked] = depot.parked()
    assert (parked["slug"], parked["reason"]) == ("unknown-version", "post.parcel-sent.v9")


async def test_a_message_without_an_id_is_parked_and_not_handled(depot):
    await raw(depot, SENT.model_dump_json().encode(), id="")

    [parked] = depot.parked()
    assert parked["slug"] == "without-id"
    assert depot.service.totals()["handled"] == 0


async def test_parked_messages_are_listed_a_hundred_at_a_time_and_by_state(depot):
    for number in range(101):
        await raw(depot, b"[%d]" % number)
    [one, *_] = depot.parked()
    await depot.post("/internal/parked/drop", as_=OPERATOR, params={"id": one["id"]}, json=WHY)

    first = (await depot.get("/internal/parked", as_=OPERATOR)).json()
    second = (await depot.get("/internal/parked", as_=OPERATOR, params={"cursor": first["next"]})).json()
    dropped = (await depot.get("/internal/parked", as_=OPERATOR, params={"state": "dropped"})).json()["items"]

    assert (len(first["items"]), len(second["items"]), second["next"]) == (100, 1, None)
    assert len({parked["id"] for parked in (*first["items"], *second["items"])}) == 101
    assert [parked["id"] for parked in dropped] == [one["id"]]
    assert len((await depot.service.parking.listing(limit=2)).items) == 2


async def test_an_operator_replays_a_parked_message_once(depot):
    await depot.deliver(FETCHED, id="m-1")
    await depot.deliver(SENT)
    [parked] = depot.parked()

    first = await depot.post("/internal/parked/replay", as_=OPERATOR, params={"id": parked["id"]})
    second = await depot.post("/internal/parked/replay", as_=OPERATOR, params={"id": parked["id"]})

    assert (first.status_code, second.status_code) == (204, 409)
    assert (await depot.load(PARCELS, "p-1")).fetched_at is not None
    shown = (await depot.get("/internal/parked/message", as_=OPERATOR, params={"id": parked["id"]})).json()
    assert "S-0009" in shown["history"][0]


async def test_an_operator_drops_a_parked_message(depot):
    await depot.deliver(FETCHED, id="m-1")
    [parked] = depot.parked()

    await depot.post("/internal/parked/drop", as_=OPERATOR, params={"id": parked["id"]}, json=WHY)

    dropped = (await depot.get("/internal/parked/message", as_=OPERATOR, params={"id": parked["id"]})).json()
    assert dropped["state"] == ParkState.DROPPED
    assert dropped["history"][-1].endswith("S-0009 重复的来件")


async def test_nothing_is_dropped_without_a_reason(depot):
    await depot.deliver(FETCHED, id="m-1")
    [parked] = depot.parked()

    for body in (None, {}, {"reason": "x"}):
        answer = await depot.post("/internal/parked/drop", as_=OPERATOR, params={"id": parked["id"]}, json=body)

        assert answer.status_code == 422
    assert [one["state"] for one in depot.parked()] == [parked["state"]]


async def test_a_late_copy_does_not_bring_a_dropped_message_back(depot):
    await depot.deliver(FETCHED, id="m-1")
    [parked] = depot.parked()
    await depot.post("/internal/parked/drop", as_=OPERATOR, params={"id": parked["id"]}, json=WHY)

    await depot.deliver(FETCHED, id="m-1")

    assert [one["state"] for one in depot.parked()] == [ParkState.DROPPED]


def test_a_handler_that_asks_for_what_nobody_provides_is_found_at_start(tmp_path):
    async def handler(event: ParcelSent, weather: str) -> None: ...

    with pytest.raises(UnknownParameterError, match="weather"):
        Harness(a_depot, tmp_path).service.wiring.bind(handler, "event")


async def test_a_dataclass_of_repositories_is_handed_over_whole(tmp_path):
    async def handler(desk: Desk) -> Desk:
        return desk

    async with Harness(a_depot, tmp_path) as depot:
        bound = depot.service.wiring.bind(handler)
        desk = await bound(depot.service.transactions.begin())

        assert await desk.parcels.find_one("p-1") is None


async def test_a_bundle_holds_what_is_provided_as_well(tmp_path):
    @dataclass
    class Mixed:
        parcels: Repository[Parcel]
        weather: str

    async def handler(desk: Mixed) -> Mixed:
        return desk

    async with Harness(a_depot, tmp_path) as depot:
        wiring = Wiring(depot.service.wiring.collections, {"weather": "rain"})
        desk = await wiring.bind(handler)(depot.service.transactions.begin())

        assert desk.weather == "rain"
        assert await desk.parcels.find_one("p-1") is None


def test_a_dataclass_with_a_part_that_nobody_provides_is_no_bundle(tmp_path):
    @dataclass
    class Mixed:
        parcels: object
        weather: str

    async def handler(desk: Mixed) -> None: ...

    with pytest.raises(UnknownParameterError, match="desk"):
        Harness(a_depot, tmp_path).service.wiring.bind(handler)


def a_reckoning_depot():
    """Reckons its way out of the calendar."""
    subscriptions = Subscriptions("depot")

    @subscriptions.on(ParcelSent)
    async def reckon_on_parcel_sent(event: ParcelSent) -> None:
        event.sent_at + timedelta(days=4_000_000)

    return Service("depot", ServiceSettings(), subscriptions=subscriptions)


@dataclass(frozen=True)
class Desk:
    """What somebody works with."""

    parcels: Repository[Parcel]


async def make_it_due(depot):
    """Let the wait of a parked message be over; it runs on the wall clock."""
    page = await depot.service.parking.listing(state="waiting")
    for parked in page.items:

        async def use(work, parked=parked):
            documents = work.of(PARKED)
            stored = await documents.get(parked.id)
            stored.retry_at = datetime.now(UTC) - timedelta(seconds=1)
            documents.save(stored)

        await depot.service.transactions.run(use, now=lambda: NOON)
