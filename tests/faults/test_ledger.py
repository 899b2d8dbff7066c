"""What the ledger reads past the services, also of what was committed a moment ago."""

import pytest

from apps.faults.ledger import Delivery, Ledger
from libs.chassis.store.port import Handled, OutboxEvent, WriteBatch
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.testing import NOON

QUEUE = "depot.post.letter-sent.v1"


@pytest.fixture
async def store(tmp_path):
    store = SqliteStore(tmp_path / "post.sqlite")
    await store.open([])
    yield store
    await store.close()


@pytest.fixture
def ledger(tmp_path):
    return Ledger({"post": tmp_path / "post.sqlite"}, [QUEUE, f"{QUEUE}.dlq"])


async def sent(store, number):
    event = OutboxEvent(f"post:letters/1:{number}", "letters/1", number, "post.letter-sent.v1", b"{}", NOON)
    await store.commit(WriteBatch(events=[event]))
    return event


async def test_each_commit_is_seen_at_the_next_look(store, ledger):
    looks = [ledger.outstanding()]
    for number in (1, 2):
        await sent(store, number)
        looks.append(ledger.outstanding())

    assert [len(look) for look in looks] == [0, 2, 4]  # to the broker, and to the queue


async def test_what_had_its_effect_is_outstanding_no_more(store, ledger):
    event = await sent(store, 1)
    assert Delivery(event.id, QUEUE) in ledger.outstanding()

    await store.commit(WriteBatch(handled=Handled(QUEUE, event.id, NOON)))

    assert ledger.outstanding() == {Delivery(event.id, "")}


async def test_a_look_may_be_kept_and_changed(store, ledger):
    await sent(store, 1)
    ledger.outstanding().clear()

    assert len(ledger.outstanding()) == 2
