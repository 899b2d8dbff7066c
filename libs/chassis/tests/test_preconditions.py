"""A command on what somebody has read is refused if that was changed meanwhile."""

import asyncio

import pytest

from libs.chassis.testing import Harness, a_token
from libs.chassis.tests.parcels import PARCELS, a_post_office

CLERK, OTHER = ("S-0001", "clerk"), ("S-0002", "clerk")


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness:
        await harness.post("/parcels/p-1?town=怀化", as_=CLERK)
        yield harness


async def fetch(post, tag=None, *, as_=CLERK, **options):
    headers = {"If-Match": tag} if tag else {}
    return await post.post("/parcels/p-1/fetching", as_=as_, headers=headers, **options)


async def remind(post):
    """Something that no command does."""
    work = post.service.transactions.begin()
    parcel = await work.of(PARCELS).get("p-1")
    parcel.reminders += 1
    work.of(PARCELS).save(parcel)
    await post.service.store.commit(work.batch(now=post.now))


async def tag_of(post):
    return (await post.get("/parcels/p-1", as_=CLERK)).headers["ETag"]


async def test_the_tag_of_what_is_read_counts_its_changes(post):
    before = await tag_of(post)
    again = await tag_of(post)
    await remind(post)

    assert (before, again, await tag_of(post)) == ('"1"', '"1"', '"2"')


@pytest.mark.parametrize("tag", [None, "*", '"1"', 'W/"1"', '"7", "1"'])
async def test_what_is_as_it_was_seen_is_done(post, tag):
    assert (await fetch(post, tag)).status_code == 204
    assert (await post.load(PARCELS, "p-1")).fetched_at is not None


@pytest.mark.parametrize("tag", ['"1"', "nonsense", '""', "1", "é"])
async def test_what_was_changed_meanwhile_is_refused_and_nothing_is_done(post, tag):
    await remind(post)

    answer = await fetch(post, tag.encode())

    assert (answer.status_code, answer.json()["title"]) == (412, "changed-meanwhile")
    assert answer.json()["version"] == 2
    assert "已被修改" in answer.json()["detail"]
    assert (await post.load(PARCELS, "p-1")).fetched_at is None


async def test_a_person_who_changed_it_is_named_before_what_refuses_now(post):
    await fetch(post, as_=OTHER)

    answer = await fetch(post, '"1"')

    told = answer.json()
    assert (answer.status_code, told["title"]) == (412, "changed-meanwhile")
    assert (told["changed_by"], told["change"]) == ("S-0002", "/parcels/{parcel_id}/fetching")
    assert told["changed_at"] == post.now.isoformat()
    assert "由 S-0002 修改" in told["detail"]


async def test_a_command_that_is_refused_for_its_own_reason_says_that_reason(post):
    await fetch(post)

    answer = await fetch(post, await tag_of(post))

    assert (answer.status_code, answer.json()["title"]) == (409, "parcel-fetched-twice")


async def test_a_repeat_of_what_was_done_is_answered_despite_its_own_change(post):
    answers = [await fetch(post, '"1"', key="k") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]


async def test_who_may_not_is_not_told_that_it_was_changed(post):
    await remind(post)
    headers = {"If-Match": '"1"', "Authorization": f"Bearer {a_token('S-0001', 'guest')}"}

    answer = await post.post("/parcels/p-1/fetching", headers=headers)

    assert answer.status_code == 403


async def test_what_is_not_there_is_missing_and_not_changed(post):
    answer = await post.post("/parcels/p-9/fetching", as_=CLERK, headers={"If-Match": '"1"'})

    assert answer.status_code == 404


async def test_of_two_who_saw_the_same_and_ask_together_one_is_refused(post):
    answers = await asyncio.gather(fetch(post, '"1"'), fetch(post, '"1"', as_=OTHER))

    assert sorted(answer.status_code for answer in answers) == [204, 412]


async def test_the_schema_tells_of_the_condition_where_there_is_one(post):
    paths = (await post.get("/openapi.json")).json()["paths"]

    conditions = {
        path: [one["required"] for one in told["post"]["parameters"] if one["name"] == "If-Match"]
        for path, told in paths.items()
        if "post" in told
    }
    assert conditions == {"/parcels/{parcel_id}": [False], "/parcels/{parcel_id}/fetching": [False]}
