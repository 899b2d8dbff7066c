"""What use cases see of a collection."""

import pytest

from libs.chassis.domain import Repository, every
from libs.chassis.domain.repository import PAGE
from libs.chassis.store.port import VersionClashError
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.tests.stores import PARCELS, Parcel, a_parcel, a_store


@pytest.fixture
async def store(tmp_path):
    store = a_store("sqlite", tmp_path, None)
    await store.open([PARCELS])
    yield store
    await store.close()


async def commit(store, parcels):
    work = UnitOfWork(store, "post")
    for parcel in parcels:
        work.of(PARCELS).save(parcel)
    await store.commit(work.batch(now=parcels[0].sent_at))


def seen_by(store) -> Repository[Parcel]:
    return UnitOfWork(store, "post").of(PARCELS)


@pytest.mark.parametrize("many", [1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1])
async def test_every_parcel_is_met_once_in_order_however_many_the_pages(store, many):
    ids = [f"p-{number:05d}" for number in range(many)]
    await commit(store, [a_parcel(identifier) for identifier in ids])

    met = [parcel.id async for parcel in every(seen_by(store))]

    assert met == ids


async def test_every_parcel_to_a_town_leaves_out_the_others_on_all_pages(store):
    towns = ["怀化" if number % 2 else "长沙" for number in range(2 * PAGE + 4)]
    await commit(store, [a_parcel(f"p-{number:05d}", town=town) for number, town in enumerate(towns)])

    met = [parcel.town async for parcel in every(seen_by(store), {"town": "长沙"})]

    assert met == ["长沙"] * (PAGE + 2)


async def test_there_may_be_none(store):
    assert [parcel async for parcel in every(seen_by(store))] == []


async def test_what_is_put_takes_the_place_of_what_was_there_or_begins(store):
    await commit(store, [a_parcel("p-1", town="怀化")])

    work = UnitOfWork(store, "post")
    for parcel in (a_parcel("p-1", town="长沙"), a_parcel("p-2", town="长沙")):
        await work.of(PARCELS).put(parcel)
    await store.commit(work.batch(now=parcel.sent_at))

    assert [parcel.town async for parcel in every(seen_by(store))] == ["长沙", "长沙"]
    assert (await store.get("parcels", "p-1")).version == 2


async def test_what_is_put_over_a_change_that_was_made_meanwhile_clashes(store):
    await commit(store, [a_parcel("p-1")])
    work = UnitOfWork(store, "post")
    await work.of(PARCELS).put(a_parcel("p-1", town="长沙"))

    other = UnitOfWork(store, "post")
    await other.of(PARCELS).put(a_parcel("p-1", town="怀化"))
    await store.commit(other.batch(now=a_parcel().sent_at))

    with pytest.raises(VersionClashError):
        await store.commit(work.batch(now=a_parcel().sent_at))
