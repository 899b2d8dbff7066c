"""One suite for both stores.

Without `MONGODB_URI`, and where no Docker engine has MongoDB's image, the Mongo adapter runs against `nx-27017`, a
wire-protocol server over SQLite. That run proves that the driver calls are right; it cannot prove isolation between
transactions, majority writes, or anything about a real server under load.
`MONGODB_URI=… pytest libs/chassis/tests/test_stores.py` runs the same suite against a real one.
"""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libs.chassis.domain import Deadline, Harm, Query
from libs.chassis.store.port import (
    AlreadyHandledError,
    Collection,
    CursorUnknownError,
    DuplicateValueError,
    Handled,
    Index,
    VersionClashError,
    WriteBatch,
    comparable,
)
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.tests.stores import (
    MONGO_IMAGE,
    NOON,
    PARCELS,
    Parcel,
    a_parcel,
    a_store,
    a_write,
    an_event,
    has_image,
    mongo_uri,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with mongo_uri(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
async def store(request, tmp_path):
    uri = request.getfixturevalue("server") if request.param == "mongo" else None
    store = a_store(request.param, tmp_path, uri)
    await store.open([PARCELS])
    yield store
    await store.close()


@pytest.fixture
def finds_nothing_values(request):
    """The stand-in compares a nested null with nothing; only a real server can show these cases."""
    skip_stand_in(request, "nx-27017 does not find a nested null; run with MONGODB_URI")


@pytest.fixture
def isolates_transactions(request):
    """In the stand-in one transaction that is given up takes back what another has written beside it."""
    skip_stand_in(request, "nx-27017 does not keep transactions apart; run with MONGODB_URI")


def skip_stand_in(request, reason):
    real = "MONGODB_URI" in os.environ or has_image(MONGO_IMAGE)
    if request.node.callspec.params["store"] == "mongo" and not real:
        pytest.skip(reason)


async def found(store, where=None, *, at_least=None, below=None, order_by="id", after=None, limit=100):
    asked = Query(where or {}, at_least=at_least or {}, below=below or {}, order_by=order_by, after=after, limit=limit)
    page = await store.find("parcels", asked)
    return [document.id for document in page.documents], page.next


async def test_what_was_written_is_read_back_whole(store):
    parcel = a_parcel(notes={"门卫": ["轻放", "易碎"]}, label="L-1")

    await store.commit(WriteBatch([a_write(parcel, seq=3)]))

    document = await store.get("parcels", "p-1")
    assert (document.version, document.seq) == (1, 3)
    assert PARCELS.load(document.body) == parcel


async def test_nothing_is_found_under_an_unknown_id(store):
    assert await store.get("parcels", "p-404") is None


async def test_a_document_is_replaced_under_the_version_it_was_read_at(store):
    await store.commit(WriteBatch([a_write(a_parcel())]))

    await store.commit(WriteBatch([a_write(a_parcel(town="长沙"), version=1)]))

    document = await store.get("parcels", "p-1")
    assert (document.version, PARCELS.load(document.body).town) == (2, "长沙")


@pytest.mark.parametrize("version", [0, 1, 3])
async def test_any_other_version_clashes_and_changes_nothing(store, version):
    await store.commit(WriteBatch([a_write(a_parcel())]))
    await store.commit(WriteBatch([a_write(a_parcel(), version=1)]))

    with pytest.raises(VersionClashError, match="p-1"):
        await store.commit(WriteBatch([a_write(a_parcel(town="长沙"), version=version)]))

    assert (await store.get("parcels", "p-1")).version == 2


async def test_a_clash_in_one_document_lands_nothing_of_the_batch(store):
    await store.commit(WriteBatch([a_write(a_parcel("p-2"))]))
    batch = WriteBatch(
        [a_write(a_parcel("p-1")), a_write(a_parcel("p-2"))],
        [an_event("e-1")],
        Handled("post", "m-1"),
        {"k": Deadline(key="k", due_at=NOON, kind="x")},
    )

    with pytest.raises(VersionClashError, match="p-2"):
        await store.commit(batch)

    assert await store.get("parcels", "p-1") is None
    assert await store.unpublished(limit=10) == []
    assert await store.next_due() is None
    await store.commit(WriteBatch(handled=Handled("post", "m-1")))


async def test_a_unique_value_is_refused_a_second_time_by_name(store):
    await store.commit(WriteBatch([a_write(a_parcel("p-1", label="L-1"))]))

    with pytest.raises(DuplicateValueError) as duplicate:
        await store.commit(WriteBatch([a_write(a_parcel("p-2", label="L-1"))]))

    assert (duplicate.value.collection, duplicate.value.index) == ("parcels", "label")


async def test_documents_without_a_value_share_a_unique_index(store):
    await store.commit(WriteBatch([a_write(a_parcel("p-1")), a_write(a_parcel("p-2"))]))

    assert await store.count("parcels", {}) == 2


async def test_a_unique_value_is_free_again_when_its_owner_changes_it(store):
    await store.commit(WriteBatch([a_write(a_parcel("p-1", label="L-1"))]))

    await store.commit(WriteBatch([a_write(a_parcel("p-1", label="L-2"), version=1)]))
    await store.commit(WriteBatch([a_write(a_parcel("p-2", label="L-1"))]))

    assert await found(store, order_by="label") == (["p-2", "p-1"], None)


async def test_the_same_message_is_handled_once_by_each_consumer(store):
    await store.commit(WriteBatch(handled=Handled("post", "m-1")))
    await store.commit(WriteBatch(handled=Handled("customs", "m-1")))

    with pytest.raises(AlreadyHandledError):
        await store.commit(WriteBatch([a_write(a_parcel())], handled=Handled("post", "m-1")))

    assert await store.get("parcels", "p-1") is None
    assert await store.was_handled(Handled("post", "m-1"))
    assert not await store.was_handled(Handled("post", "m-2"))


async def test_documents_are_found_by_equality_and_range(store):
    parcels = [a_parcel(f"p-{n}", weight=n, town="怀化" if n % 2 else "长沙") for n in range(1, 7)]
    await store.commit(WriteBatch([a_write(parcel) for parcel in parcels]))

    assert await found(store, {"town": "怀化"}) == (["p-1", "p-3", "p-5"], None)
    assert await found(store, {"town": "怀化"}, at_least={"weight": 3}) == (["p-3", "p-5"], None)
    assert await found(store, at_least={"weight": 2}, below={"weight": 4}) == (["p-2", "p-3"], None)
    assert await store.count("parcels", {"town": "长沙", "weight": 2}) == 1


async def test_times_are_found_by_range(store):
    parcels = [a_parcel(f"p-{n}", sent_at=NOON + timedelta(hours=n)) for n in range(3)]
    await store.commit(WriteBatch([a_write(parcel) for parcel in parcels]))
    until = PARCELS.index_values(a_parcel(sent_at=NOON + timedelta(hours=2)))["sent_at"]

    assert await found(store, below={"sent_at": until}) == (["p-0", "p-1"], None)


@pytest.mark.usefixtures("finds_nothing_values")
async def test_documents_without_a_value_are_found_and_come_first(store):
    parcels = [a_parcel("p-1", label="L-1"), a_parcel("p-2"), a_parcel("p-3")]
    await store.commit(WriteBatch([a_write(parcel) for parcel in parcels]))

    assert await found(store, {"label": None}) == (["p-2", "p-3"], None)
    assert await found(store, order_by="label") == (["p-2", "p-3", "p-1"], None)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "null", "7", "{}", "[]", "[1]", "[1, 2]", "[[], 'a']", '[1.5, "a"]', f'[{2**63}, "a"]', '[{}, "a"]'],
)
async def test_a_cursor_that_no_page_ended_with_is_refused(store, cursor):
    with pytest.raises(CursorUnknownError):
        await found(store, after=cursor)


@pytest.mark.parametrize("order_by", ["id", "weight", "town"])
async def test_pages_follow_each_other_without_gap_or_repetition(store, order_by):
    await assert_pages_are_whole(store, order_by)


async def test_each_page_of_a_range_costs_what_the_first_did(tmp_path):
    store = SqliteStore(tmp_path / "store.sqlite")
    await store.open([PARCELS])
    await store.commit(WriteBatch([a_write(a_parcel(f"p-{n:03}", sent_at=NOON + timedelta(n))) for n in range(200)]))
    steps = [0]
    store._reading.set_progress_handler(lambda: steps.append(steps.pop() + 1), 1)

    costs: list[int] = []
    after = None
    while after or not costs:
        steps[0] = 0
        _, after = await found(store, at_least={"sent_at": comparable(NOON)}, order_by="sent_at", after=after, limit=20)
        costs.append(steps[0])

    assert len(costs) == 10
    assert max(costs) < 1.5 * costs[0]
    await store.close()


async def test_pages_among_equals_are_read_in_their_order_and_not_sorted(tmp_path):
    store = a_store("sqlite", tmp_path, None)
    await store.open([PARCELS])
    await store.close()

    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as looked_into:
        question = "EXPLAIN QUERY PLAN SELECT body FROM parcels WHERE x_town IS ? ORDER BY x_weight, id LIMIT 10"
        [(*_, plan)] = looked_into.execute(question, ("怀化",))

    assert "x_town=?" in plan


@pytest.mark.usefixtures("finds_nothing_values")
async def test_pages_cross_from_documents_without_a_value_to_those_with_one(store):
    await assert_pages_are_whole(store, "label")


async def assert_pages_are_whole(store, order_by):
    parcels = [
        a_parcel(f"p-{n:02}", weight=n % 3, label=f"L-{n}" if n % 4 == 0 else None, town="怀化") for n in range(11)
    ]
    await store.commit(WriteBatch([a_write(parcel) for parcel in parcels]))

    pages, after = [], None
    while True:
        page, after = await found(store, order_by=order_by, after=after, limit=4)
        pages += page
        if after is None:
            break

    assert pages == (await found(store, order_by=order_by))[0]
    assert sorted(pages) == [parcel.id for parcel in parcels]


async def test_events_get_ascending_positions_and_wait_until_they_are_marked(store):
    first = await store.commit(WriteBatch(events=[an_event("e-1", seq=1), an_event("e-2", seq=2)]))
    second = await store.commit(WriteBatch(events=[an_event("e-3", seq=3)]))

    await store.mark_published([first[0].position, second[0].position])

    [waiting] = await store.unpublished(limit=10)
    assert (waiting.id, waiting.body, waiting.occurred_at) == ("e-2", an_event("").body, NOON)
    assert (waiting.trace, waiting.actor) == ("trace", "S-0001")
    assert [event.id for event in await store.feed(after=0, limit=10)] == ["e-1", "e-2", "e-3"]
    assert [event.id for event in await store.feed(after=first[1].position, limit=10)] == ["e-3"]


async def test_deadlines_are_replaced_and_cancelled_by_key(store):
    await store.commit(WriteBatch(deadlines={"a": a_deadline("a", hours=1), "b": a_deadline("b", hours=2)}))

    await store.commit(WriteBatch(deadlines={"a": a_deadline("a", hours=3, payload={"n": 1}), "b": None}))

    assert await store.due(Harm.LATE, NOON + timedelta(hours=3), limit=10) == [
        a_deadline("a", hours=3, payload={"n": 1})
    ]
    assert await store.next_due() == NOON + timedelta(hours=3)


async def test_deadlines_are_due_by_their_kind_of_harm_earliest_first(store):
    deadlines = {
        "a": a_deadline("a", hours=2),
        "b": a_deadline("b", hours=1),
        "c": a_deadline("c", hours=1, harm=Harm.EARLY),
        "d": a_deadline("d", hours=4),
    }
    await store.commit(WriteBatch(deadlines=deadlines))

    due = await store.due(Harm.LATE, NOON + timedelta(hours=2), limit=10)

    assert [deadline.key for deadline in due] == ["b", "a"]
    assert [d.key for d in await store.due(Harm.EARLY, NOON + timedelta(hours=2), limit=10)] == ["c"]


async def test_a_deadline_fires_once(store):
    deadline = a_deadline("a", hours=1)
    await store.commit(WriteBatch(deadlines={"a": deadline}))
    await store.commit(WriteBatch([a_write(a_parcel())], fired=deadline))

    with pytest.raises(AlreadyHandledError):
        await store.commit(WriteBatch([a_write(a_parcel("p-2"))], fired=deadline))

    assert await store.get("parcels", "p-2") is None
    assert await store.next_due() is None


async def test_it_is_told_which_deadlines_are_armed(store):
    await store.commit(WriteBatch(deadlines={"a": a_deadline("a", hours=1), "b": a_deadline("b", hours=2)}))

    assert await store.armed(["a", "c"]) == {"a"}
    assert await store.armed([]) == set()


async def test_a_deadline_that_was_moved_does_not_fire_as_it_was(store):
    await store.commit(WriteBatch(deadlines={"a": a_deadline("a", hours=2)}))

    with pytest.raises(AlreadyHandledError):
        await store.commit(WriteBatch(fired=a_deadline("a", hours=1)))


async def test_a_firing_deadline_may_set_itself_anew(store):
    await store.commit(WriteBatch(deadlines={"a": a_deadline("a", hours=1)}))

    await store.commit(WriteBatch(fired=a_deadline("a", hours=1), deadlines={"a": a_deadline("a", hours=2)}))

    assert await store.next_due() == NOON + timedelta(hours=2)


@pytest.mark.usefixtures("isolates_transactions")
async def test_a_batch_that_cannot_be_written_hurts_none_beside_or_after_it(store):
    unwritable = WriteBatch(
        [a_write(a_parcel("p-2"))], deadlines={"a": a_deadline("a", hours=1, payload={"n": object()})}
    )

    beside = [WriteBatch([a_write(a_parcel("p-1"))]), unwritable, WriteBatch([a_write(a_parcel("p-3"))])]
    results = await asyncio.gather(*map(store.commit, beside), return_exceptions=True)
    await store.commit(WriteBatch([a_write(a_parcel("p-4"))]))

    assert [type(result) for result in results] == [list, TypeError, list]
    assert [bool(await store.get("parcels", f"p-{n}")) for n in (1, 2, 3, 4)] == [True, False, True, True]


async def test_of_many_commits_on_one_version_one_wins(store):
    await store.commit(WriteBatch([a_write(a_parcel(weight=0))]))

    async def attempt(n):
        try:
            await store.commit(WriteBatch([a_write(a_parcel(weight=n), version=1)], [an_event(f"e-{n}")]))
        except VersionClashError:
            return 0
        return 1

    wins = await asyncio.gather(*(attempt(n) for n in range(1, 21)))

    assert sum(wins) == 1
    assert len(await store.unpublished(limit=100)) == 1


async def log_of(store):
    return [event.id for event in await store.feed(after=0, limit=100)]


async def test_the_log_forgets_from_its_beginning_what_was_published_and_is_old(store):
    moment = timedelta(milliseconds=1)
    old, young = an_event("e-1", occurred_at=NOON - moment), an_event("e-2", seq=2)
    events = await store.commit(WriteBatch(events=[old, young]))
    await store.mark_published([event.position for event in events])

    assert await store.forget_published(NOON, limit=10) == 1
    assert await log_of(store) == ["e-2"]
    assert await store.forget_published(NOON + moment, limit=10) == 1
    assert await log_of(store) == []


async def test_the_last_position_is_the_newest_events_even_when_forgotten(store):
    assert await store.last_position() == 0
    event, newest = await store.commit(WriteBatch(events=[an_event("e-1"), an_event("e-2", seq=2)]))
    assert await store.last_position() == newest.position == event.position + 1

    await store.mark_published([event.position, newest.position])
    await store.forget_published(NOON + timedelta(days=9), limit=10)

    assert await log_of(store) == []
    assert await store.last_position() == newest.position


async def test_the_log_keeps_what_is_not_published_and_whatever_follows_it(store):
    first, _, third = await store.commit(
        WriteBatch(events=[an_event(f"e-{n}", seq=n, occurred_at=NOON) for n in (1, 2, 3)])
    )
    await store.mark_published([first.position, third.position])

    assert await store.forget_published(NOON + timedelta(days=1), limit=10) == 1

    assert await log_of(store) == ["e-2", "e-3"]
    assert [event.id for event in await store.unpublished(limit=10)] == ["e-2"]


async def test_the_log_goes_on_counting_where_it_was_when_all_is_forgotten(store):
    [event] = await store.commit(WriteBatch(events=[an_event("e-1")]))
    await store.mark_published([event.position])
    await store.forget_published(NOON + timedelta(days=1), limit=10)

    [following] = await store.commit(WriteBatch(events=[an_event("e-2", seq=2)]))

    assert following.position > event.position
    assert [one.id for one in await store.feed(after=event.position, limit=10)] == ["e-2"]


async def test_the_inbox_forgets_by_event_time_and_never_one_without(store):
    moment = timedelta(milliseconds=1)
    for message, occurred_at in (("old", NOON - moment), ("young", NOON), ("undated", None)):
        await store.commit(WriteBatch(handled=Handled("post", message, occurred_at)))

    assert await store.forget_handled(NOON, limit=10) == 1

    known = [message for message in ("old", "young", "undated") if await store.was_handled(Handled("post", message))]
    assert known == ["young", "undated"]


async def test_documents_are_forgotten_by_an_indexed_value_a_few_at_a_time(store):
    for n in range(3):
        await store.commit(WriteBatch([a_write(a_parcel(f"p-{n}", weight=n))]))

    assert await store.forget_documents("parcels", below={"weight": 2}, limit=1) == 1
    assert await store.forget_documents("parcels", below={"weight": 2}, limit=10) == 1
    assert await store.forget_documents("parcels", below={"weight": 2}, limit=10) == 0

    assert await found(store) == (["p-2"], None)


async def test_what_was_stored_before_an_index_was_declared_is_found_by_it(store):
    await store.commit(WriteBatch([a_write(a_parcel("p-1", town="长沙")), a_write(a_parcel("p-2"))]))
    indexes = [*PARCELS.indexes, Index("note", read=lambda parcel: f"{parcel.town}-{parcel.weight}")]
    later = Collection("parcels", Parcel, indexes=indexes)

    await store.close()
    await store.open([later])

    assert await found(store, {"note": "长沙-1"}) == (["p-1"], None)


async def test_a_store_that_is_opened_again_still_has_everything(tmp_path):
    store = a_store("sqlite", tmp_path, None)
    await store.open([PARCELS])
    await store.commit(
        WriteBatch([a_write(a_parcel())], [an_event("e-1")], Handled("c", "m"), {"a": a_deadline("a", hours=1)})
    )
    await store.close()

    store = a_store("sqlite", tmp_path, None)
    await store.open([PARCELS])

    assert await store.get("parcels", "p-1")
    assert [event.id for event in await store.unpublished(limit=9)] == ["e-1"]
    assert await store.next_due() == NOON + timedelta(hours=1)
    with pytest.raises(AlreadyHandledError):
        await store.commit(WriteBatch(handled=Handled("c", "m")))
    await store.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=30))
async def test_versions_count_the_commits_that_won(writes, tmp_path_factory):
    store = a_store("sqlite", tmp_path_factory.mktemp("versions"), None)
    await store.open([PARCELS])
    oracle: dict[str, int] = {}

    for which, version in writes:
        identifier = f"p-{which}"
        try:
            await store.commit(WriteBatch([a_write(a_parcel(identifier), version=version)]))
        except VersionClashError:
            assert oracle.get(identifier, 0) != version
        else:
            assert oracle.get(identifier, 0) == version
            oracle[identifier] = version + 1

    assert {i: (await store.get("parcels", i)).version for i in oracle} == oracle
    await store.close()


def a_deadline(key, *, hours, harm=Harm.LATE, payload=None):
    return Deadline(key=key, due_at=NOON + timedelta(hours=hours), kind="x", payload=payload or {}, harm=harm)


async def test_a_store_that_has_everything_opens_while_somebody_writes(tmp_path):
    file = tmp_path / "a.sqlite"
    store = SqliteStore(file)
    await store.open([PARCELS])
    await store.close()

    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        await store.open([PARCELS])
        await store.close()


async def test_a_store_that_cannot_declare_an_index_lets_the_file_go(tmp_path):
    file = tmp_path / "a.sqlite"
    store = SqliteStore(file)
    await store.open([PARCELS])
    await store.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute('CREATE TABLE "ledger" (other INTEGER)')
        unusable = Collection("ledger", Parcel, indexes=[Index("town")])

        with pytest.raises(sqlite3.OperationalError):
            await store.open([unusable])

        another.execute("BEGIN IMMEDIATE")
        another.execute("ROLLBACK")
    await store.open([PARCELS])
    await store.close()


async def test_a_file_is_for_nobody_else_or_is_made_so(tmp_path):
    file = tmp_path / "store" / "a.sqlite"
    for life in range(2):
        store = SqliteStore(file)
        await store.open([PARCELS])
        await store.commit(WriteBatch([a_write(a_parcel(f"p-{life}"))]))
        modes = {one.name: one.stat().st_mode & 0o777 for one in file.parent.iterdir()}
        await store.close()
        assert modes == dict.fromkeys(["a.sqlite", "a.sqlite-wal", "a.sqlite-shm", "a.sqlite.lock"], 0o600)
        file.chmod(0o644)
