"""What no route sees: foreign hosts, heads without end, lengths that are none."""

import pytest

from libs.chassis.testing import Harness
from libs.chassis.tests.parcels import a_post_office

CLERK = ("S-0001", "clerk")


@pytest.fixture
async def post(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness:
        yield harness


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8100", "127.0.0.1:8100", "[::1]:8100", "post:8080", "post"])
async def test_a_service_is_asked_by_its_name_and_by_loopback(post, host):
    assert (await post.get("/openapi.json", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "post.evil.example", "localhost.evil.example:80", "10.0.0.7", ""])
async def test_under_any_other_name_nothing_is_served(post, host):
    answer = await post.post("/parcels/p-1?town=怀化", as_=CLERK, headers={"Host": host})

    assert (answer.status_code, answer.json()["title"]) == (421, "foreign-host")
    assert post.published() == []


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready", "/metrics"])
async def test_a_probe_asks_by_address(post, path):
    assert (await post.get(path, headers={"Host": "10.0.0.7:8080"})).status_code in {200, 503}


@pytest.mark.parametrize(("count", "status"), [(90, 200), (101, 431)])
async def test_a_request_has_a_hundred_headers_at_most(post, count, status):
    headers = {f"x-{number}": "1" for number in range(count)}

    assert (await post.get("/openapi.json", headers=headers)).status_code == status


@pytest.mark.parametrize(("size", "status"), [(15_000, 200), (17_000, 431)])
async def test_its_head_is_sixteen_kibibytes_at_most(post, size, status):
    assert (await post.get("/openapi.json", headers={"x-much": "1" * size})).status_code == status


@pytest.mark.parametrize("length", ["abc", "-1", "1.5", "0x10"])
async def test_a_length_that_is_none_is_refused_in_words(post, length):
    headers = {"Content-Length": length}
    answer = await post.post("/parcels/p-1?town=怀化", as_=CLERK, headers=headers)

    assert (answer.status_code, answer.json()["title"]) == (400, "length-unreadable")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PATCH", "/parcels/p-1", 405)])
async def test_what_is_not_served_is_a_problem_in_words(post, method, path, status):
    answer = await post.request(method, path, as_=CLERK)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
