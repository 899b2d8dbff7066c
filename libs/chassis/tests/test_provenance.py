"""Provenance: what is not from whom it says is named, and never takes the place of what is."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from libs.chassis.bus.messages import Received
from libs.chassis.bus.provenance import ForgedError, Provenance, public_key, user_of
from libs.chassis.store.port import Handled, OutboxEvent, WriteBatch
from libs.chassis.testing import EVENT_KEY, NOON, Harness
from libs.chassis.tests.parcels import PARCELS, ParcelFetched, ParcelSent, a_depot
from libs.contracts.event import Event

OPERATOR = ("S-0009", "operator")
ANOTHER_KEY = base64.b64encode(b"somebody else's thirty-two bytes").decode()
SENT = ParcelSent(parcel_id="p-1", town="怀化", sent_at=NOON)
FETCHED = ParcelFetched(parcel_id="p-1", fetched_at=NOON)
QUEUE = f"depot.{FETCHED.routing_key}"


@pytest.fixture
async def depot(tmp_path):
    async with Harness(a_depot, tmp_path) as harness:
        await harness.deliver(SENT)
        yield harness


def signer(key=EVENT_KEY):
    return Provenance("guest", key, {})


def a_fetching(*, seq=2, at=NOON, fact=FETCHED):
    return OutboxEvent(
        id=f"post:parcels/p-1:{seq}",
        aggregate="parcels/p-1",
        seq=seq,
        routing_key=fact.routing_key,
        body=fact.model_dump_json().encode(),
        occurred_at=at,
    )


def as_it_comes(event, *, by=None, **differing):
    message = Received(
        id=event.id,
        type=event.routing_key,
        source="post",
        subject=event.aggregate,
        seq=event.seq,
        time=event.occurred_at.replace(microsecond=event.occurred_at.microsecond // 1000 * 1000),
        body=event.body,
        user="post",
        key=event.routing_key,
        signature=(by or signer()).signature(event),
    )
    return replace(message, **differing)


async def take(depot, message):
    await depot.service.consumer.take(QUEUE, message)


def slugs(depot):
    return [parked["slug"] for parked in depot.parked()]


async def was_fetched(depot):
    return (await depot.load(PARCELS, "p-1")).fetched_at is not None


async def test_what_creates_rights_is_believed_with_the_signature_of_its_publisher(depot):
    await take(depot, as_it_comes(a_fetching()))

    assert slugs(depot) == []
    assert await was_fetched(depot)


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        pytest.param({"signature": ""}, "unsigned", id="without a signature"),
        pytest.param({"signature": signer(ANOTHER_KEY).signature(a_fetching())}, "forged", id="another's key"),
        pytest.param({"signature": "=?"}, "forged", id="no base64"),
        pytest.param({"signature": "AAAA"}, "forged", id="no signature"),
        pytest.param({"signature": "签"}, "forged", id="no ASCII"),
        pytest.param({"body": b'{"parcel_id": "p-1"}'}, "forged", id="another body"),
        pytest.param({"seq": 9}, "forged", id="another sequence"),
        pytest.param({"time": NOON + timedelta(seconds=1)}, "forged", id="another time"),
        pytest.param({"user": "depot-2"}, "forged", id="another user"),
        pytest.param({"user": ""}, "forged", id="no user"),
        pytest.param({"source": "depot"}, "forged", id="another source"),
        pytest.param({"key": "post.parcel-sent.v1"}, "forged", id="another routing key"),
        pytest.param({"type": "depot.parcel-fetched.v1", "key": ""}, "forged", id="another's type"),
        pytest.param({"id": "depot:parcels/p-1:2"}, "forged", id="another's id"),
        pytest.param({"subject": "parcels/p-2"}, "forged", id="another subject"),
    ],
)
async def test_what_names_a_false_sender_is_named_and_takes_no_place(depot, differing, slug):
    strange = as_it_comes(a_fetching(), **differing)

    await take(depot, strange)

    assert slugs(depot) == [slug]
    assert not await was_fetched(depot)
    assert not await depot.service.store.was_handled(Handled(QUEUE, strange.id))
    await take(depot, as_it_comes(a_fetching()))
    assert await was_fetched(depot)


async def test_what_creates_no_rights_needs_no_signature_but_its_publisher(depot):
    another = a_fetching(fact=SENT.model_copy(update={"parcel_id": "p-2"}))
    queue = f"depot.{SENT.routing_key}"
    assert signer().signature(another) == ""

    await depot.service.consumer.take(queue, as_it_comes(another, user="depot-2"))
    await depot.service.consumer.take(queue, as_it_comes(another))

    assert slugs(depot) == ["forged"]
    assert (await depot.load(PARCELS, "p-2")).town == "怀化"


@pytest.mark.parametrize("way", ["too old", "given up"])
async def test_a_forged_message_takes_no_place_among_the_parked_either(depot, way):
    """Reconciliation does not repair what is parked."""
    old = a_fetching(at=NOON - timedelta(days=1000))
    if way == "too old":
        await take(depot, as_it_comes(old, signature=""))
    else:
        await depot.service.consumer.give_up(QUEUE, as_it_comes(old, signature="", key=""))

    [parked] = depot.parked()

    assert parked["slug"] == "unsigned"
    assert parked["id"] != f"{QUEUE}|{old.id}"


async def test_a_forged_message_is_refused_again_when_it_is_replayed(depot):
    await take(depot, as_it_comes(a_fetching(), user="depot-2"))
    [parked] = depot.parked()

    answer = await depot.post("/internal/parked/replay", as_=OPERATOR, params={"id": parked["id"]})

    assert (answer.status_code, answer.json()["title"]) == (409, "forged")
    assert [(one["slug"], one["state"]) for one in depot.parked()] == [("forged", "parked")]
    assert not await was_fetched(depot)


async def test_an_innocent_one_that_was_given_up_is_replayed(depot):
    await depot.service.consumer.give_up(QUEUE, as_it_comes(a_fetching(), key=""))
    [parked] = depot.parked()

    answer = await depot.post("/internal/parked/replay", as_=OPERATOR, params={"id": parked["id"]})

    assert (parked["slug"], answer.status_code) == ("delivery-limit", 204)
    assert await was_fetched(depot)


async def test_microseconds_that_a_reader_cuts_do_not_make_a_message_forged(depot):
    await take(depot, as_it_comes(a_fetching(at=NOON + timedelta(microseconds=999_999))))

    assert await was_fetched(depot)


def test_a_contract_made_of_one_without_a_routing_key_is_signed_too():
    class Delivered(Event):
        """What several facts have in common."""

    class ParcelBurnt(Delivered):
        routing_key: ClassVar[str] = "post.parcel-burnt.v1"
        creates_rights: ClassVar[bool] = True

    assert signer().signature(replace(a_fetching(), routing_key=ParcelBurnt.routing_key))


async def test_a_log_says_the_same_bytes_as_the_bus(depot):
    event = a_fetching()
    await depot.service.store.commit(WriteBatch(events=[event]))

    [shown] = (await depot.get("/internal/feed", as_=OPERATOR)).json()["events"]

    assert shown["signature"] == signer().attributes(event)["cloudEvents:signature"]


@pytest.mark.parametrize(("key", "repaired"), [(EVENT_KEY, True), (ANOTHER_KEY, False)])
async def test_what_a_log_says_is_believed_with_its_signature(depot, key, repaired):
    event = a_fetching(at=NOON + timedelta(microseconds=1))
    entry = {
        "position": 1,
        "id": event.id,
        "subject": event.aggregate,
        "sequence": event.seq,
        "type": event.routing_key,
        "time": event.occurred_at.isoformat(),
        "data": event.body.decode(),
        "signature": signer(key).signature(event),
    }

    async def fetch(_, after):
        return [] if after else [entry]

    for _ in range(2):  # the first look only notes where the log ends
        await depot.service.reconciliation.compare("post", fetch)

    assert await was_fetched(depot) is repaired
    assert slugs(depot) == ([] if repaired else ["forged"])


def test_a_signature_is_the_same_each_time_and_for_each_zone():
    event = a_fetching()
    elsewhere = replace(event, occurred_at=NOON.astimezone(datetime.now(UTC).astimezone().tzinfo))

    assert signer().signature(event) == signer().signature(event) == signer().signature(elsewhere)


@pytest.mark.parametrize("key", [EVENT_KEY, ANOTHER_KEY])
def test_while_a_key_is_changed_both_are_believed(key):
    ring = {"post": [base64.b64decode(public_key(one)) for one in (ANOTHER_KEY, EVENT_KEY)]}

    Provenance("depot", EVENT_KEY, ring).check(as_it_comes(a_fetching(), by=signer(key)))


def test_one_user_for_all_speaks_for_all():
    ring = {"post": [base64.b64decode(public_key(EVENT_KEY))]}

    Provenance("guest", EVENT_KEY, ring).check(as_it_comes(a_fetching(), user="guest"))


def test_a_service_with_a_user_speaks_for_no_other_even_to_itself():
    ring = {name: [base64.b64decode(public_key(EVENT_KEY))] for name in ("post", "depot")}

    with pytest.raises(ForgedError):
        Provenance("depot", EVENT_KEY, ring).check(as_it_comes(a_fetching(), user="depot"))


def test_what_comes_from_nobody_is_forged():
    nobody = as_it_comes(a_fetching(), source="", user="", type=".fetched", key=".fetched", id=":parcels/p-1:2")

    with pytest.raises(ForgedError):
        signer().check(nobody)


@pytest.mark.parametrize(
    ("url", "user"),
    [
        ("amqp://scoring:p@rabbitmq:5672/skillseal", "scoring"),
        ("amqp://%C3%BCber%40haus:p%40ss@rabbitmq/%2F", "über@haus"),
        ("amqp://rabbitmq:5672/", "guest"),
    ],
)
def test_a_user_is_read_from_the_address(url, user):
    assert user_of(url) == user
