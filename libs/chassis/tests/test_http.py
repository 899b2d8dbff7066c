"""The HTTP edge."""

import asyncio
from datetime import timedelta
from typing import Annotated

import pytest
from joserfc.jwk import OKPKey
from structlog.testing import capture_logs

from libs.chassis.identity import Actor
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import NOON, Harness, a_token
from libs.chassis.tests.parcels import PARCELS, ParcelSent, a_post_office
from libs.chassis.web.access import UndeclaredAccessError
from libs.chassis.web.http import Routes, allow
from libs.chassis.web.request_log import RequestLog

CLERK = ("S-0001", "clerk")


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness:
        yield harness


async def test_a_command_commits_before_it_is_answered(post):
    answer = await post.post("/parcels/p-1?town=怀化", as_=CLERK)

    assert (answer.status_code, answer.json()) == (201, {"parcel_id": "p-1"})
    assert (await post.load(PARCELS, "p-1")).town == "怀化"
    assert post.published() == [ParcelSent(parcel_id="p-1", town="怀化", sent_at=NOON)]


async def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(post):
    first = await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k-1")
    second = await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k-1")

    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second.headers["Content-Type"] == first.headers["Content-Type"] == "application/json"
    assert len(post.published(ParcelSent)) == 1


async def test_the_same_key_gives_the_same_answer_without_words_in_it(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)

    answers = [await post.post("/parcels/p-1/fetching", as_=CLERK, key="k-1") for _ in range(2)]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2


async def test_the_same_key_for_another_request_is_refused(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k-1")

    answer = await post.post("/parcels/p-1?town=长沙", as_=CLERK, key="k-1")

    assert (answer.status_code, answer.json()["title"]) == (409, "idempotency-key-reused")


async def test_keys_of_two_people_do_not_meet(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK, key="k-1")

    answer = await post.post("/parcels/p-2?town=怀化", as_=("S-0002", "clerk"), key="k-1")

    assert answer.status_code == 201


async def test_a_command_without_a_key_is_refused(post):
    answer = await post.post("/parcels/p-1?town=怀化", as_=CLERK, headers={"Idempotency-Key": ""})

    assert (answer.status_code, answer.json()["title"]) == (422, "idempotency-key-missing")
    assert post.published() == []


async def test_a_request_leaves_one_line_that_names_its_route_but_no_parcel(post):
    with capture_logs() as lines:
        await post.post("/parcels/p-1?town=怀化", as_=CLERK)
        await post.post("/parcels/p-2/fetching", as_=CLERK)
        await post.get("/internal/clock", as_=("S-0001", "operator"))

    requests = [line for line in lines if line["event"] == "request"]
    said = [(line["method"], line["route"], line["status"], line["actor"]) for line in requests]
    assert all(0 <= line["ms"] < 60_000 for line in requests)
    assert said == [
        ("POST", "/parcels/{parcel_id}", 201, "S-0001"),
        ("POST", "/parcels/{parcel_id}/fetching", 404, "S-0001"),
    ]


async def test_a_refusal_is_a_problem_with_a_chinese_sentence(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)
    await post.post("/parcels/p-1/fetching", as_=CLERK)

    answer = await post.post("/parcels/p-1/fetching", as_=CLERK)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:skillseal:problem:parcel-fetched-twice",
        "title": "parcel-fetched-twice",
        "status": 409,
        "detail": "包裹 p-1 已被取走。",
    }


async def test_a_token_run_out_stays_refused_though_its_signature_is_known(post):
    headers = {"Authorization": f"Bearer {a_token('S-0001', 'clerk', expires=NOON - timedelta(days=365))}"}

    first = await post.post("/parcels/p-1?town=怀化", headers=headers)
    again = await post.post("/parcels/p-1?town=怀化", headers=headers)

    assert (first.status_code, again.status_code) == (401, 401)


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (None, 401),
        ("Bearer nonsense", 401),
        (f"Bearer {a_token('S-0001', 'clerk', key=OKPKey.generate_key('Ed25519', parameters={'kid': 'test'}))}", 401),
        (f"Bearer {a_token('S-0001', 'clerk', expires=NOON - timedelta(days=365))}", 401),
        (f"Bearer {a_token('S-0001', 'guest')}", 403),
    ],
    ids=["none", "nonsense", "foreign key", "expired", "wrong role"],
)
async def test_who_may_not_is_refused_and_nothing_happens(post, token, status):
    headers = {"Authorization": token} if token else {}

    answer = await post.post("/parcels/p-1?town=怀化", headers=headers)

    assert answer.status_code == status
    assert post.published() == []


async def test_a_malformed_request_names_the_field_and_repeats_no_value(post):
    answer = await post.post("/parcels/p-1", as_=CLERK)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "query.town", "error": "missing"}]


async def test_a_crowd_on_one_document_is_served_one_after_the_other(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)

    answers = await asyncio.gather(*(post.post("/parcels/p-1/fetching", as_=CLERK) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 19


async def test_a_service_without_its_broker_takes_commands_and_says_so(post):
    await post.post("/parcels/p-1?town=怀化", as_=CLERK)

    health = (await post.get("/health")).json()

    assert (health["status"], health["broker"]) == ("degraded", "disconnected")
    assert len(await post.service.store.unpublished(limit=10)) == 1


async def test_the_feed_tells_everything_that_was_published_in_order(post):
    for number in range(3):
        await post.post(f"/parcels/p-{number}?town=怀化", as_=CLERK)

    feed = (await post.get("/internal/feed?after=1", as_=("S-0009", "operator"))).json()

    assert [event["id"] for event in feed["events"]] == ["post:parcels/p-1:1", "post:parcels/p-2:1"]
    assert feed["next"] == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("after=0&limit=1", 200),
        ("after=9223372036854775807&limit=1000", 200),
        ("after=-1", 422),
        ("after=9223372036854775808", 422),
        ("limit=0", 422),
        ("limit=1001", 422),
    ],
)
async def test_the_feed_is_asked_within_bounds(post, query, status):
    assert (await post.get(f"/internal/feed?{query}", as_=("S-0009", "operator"))).status_code == status


async def test_what_nobody_foresaw_is_answered_in_words_and_logged_without_ids(tmp_path):
    routes = Routes()

    @routes.get("/parcels/{parcel_id}")
    async def lose_parcel(parcel_id: str, _: Annotated[Actor, allow.staff()]) -> None:
        raise LookupError(parcel_id)

    async with Harness(lambda: Service("post", ServiceSettings(), collections=[], routers=[routes]), tmp_path) as post:
        with capture_logs() as lines:
            answer = await post.get("/parcels/p-1", as_=CLERK)

    assert (answer.status_code, answer.json()["title"]) == (503, "fault")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [line["route"] for line in lines if line["event"] == "request.failed"] == ["/parcels/{parcel_id}"]


async def test_operations_are_for_operators(post):
    for path in ("/internal/clock", "/internal/feed", "/internal/parked"):
        assert (await post.get(path, as_=CLERK)).status_code == 403


async def test_more_than_a_mebibyte_is_refused_where_nothing_else_is_declared(post):
    largest = await post.post("/parcels/p-1?town=怀化", as_=CLERK, content=b"x" * 2**20)
    larger = await post.post("/parcels/p-2?town=怀化", as_=CLERK, content=b"x" * (2**20 + 1))

    assert largest.is_success
    assert (larger.status_code, larger.json()["title"]) == (422, "upload-too-large")
    assert "1 MB" in larger.json()["detail"]


def test_a_route_that_names_nobody_cannot_be_declared():
    routes = Routes()

    async def forgotten() -> None:
        """A route whose author forgot who may use it."""

    with pytest.raises(UndeclaredAccessError, match="/forgotten"):
        routes.post("/forgotten")(forgotten)


async def test_a_request_cut_short_by_a_stop_is_told_to_come_again():
    said = []

    async def for_ever(*_):
        await asyncio.Event().wait()

    async def send(message):
        said.append(message)

    request = asyncio.create_task(RequestLog(for_ever)({"type": "http"}, for_ever, send))
    await asyncio.sleep(0)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    assert [message.get("status") for message in said] == [503, None]
    assert b"stopping" in said[1]["body"]
