"""What is done once, and who hears its answer again."""

import json
from typing import Annotated, Any

import pytest

from libs.chassis.domain import ForbiddenError, Query
from libs.chassis.identity import Actor
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import NOON, Harness
from libs.chassis.tests.parcels import PARCELS, Parcel, Parcels
from libs.chassis.web.answers import ANSWERS
from libs.chassis.web.commands import LARGEST_JSON
from libs.chassis.web.http import Routes, allow, asks, repository, secret

CLERK = ("S-0001", "clerk")
NOBODY = ("S-0001",)


class NotYoursError(ForbiddenError):
    """A drawer is somebody's."""

    says = "这个抽屉不归您管。"


async def note(body: dict[str, Any], _: Annotated[Actor, allow("clerk")]) -> int:
    return len(body)


async def list_notes(body: dict[str, list[str]], _: Annotated[Actor, allow("clerk")]) -> int:
    return len(body)


class Drawers:
    """A service of two routes: what lies in a drawer is a secret or not, and the right to it can be lost."""

    def __init__(self):
        self.owners = {"S-0001"}
        self.opened = 0
        self.routes = Routes()
        self.routes.post("/drawers/{number}")(self._opening())
        self.routes.post("/safes/{number}", dependencies=[secret])(self._opening())
        self.routes.post("/looks/{number}", dependencies=[asks])(self._opening())
        self.routes.post("/notes")(note)
        self.routes.post("/lists")(list_notes)

    def _opening(self):
        async def open_drawer(
            number: str, parcels: Annotated[Parcels, repository("parcels")], actor: Annotated[Actor, allow("clerk")]
        ) -> dict[str, str]:
            if actor.id not in self.owners:
                raise NotYoursError
            self.opened += 1
            parcels.save(Parcel(id=f"{number}-{self.opened}", town="怀化", sent_at=NOON))
            return {"holds": f"letters {self.opened}"}

        return open_drawer

    def build(self):
        return Service("drawers", ServiceSettings(), collections=[PARCELS], routers=[self.routes])


@pytest.fixture
def drawers():
    return Drawers()


@pytest.fixture
async def desk(drawers, tmp_path):
    async with Harness(drawers.build, tmp_path) as harness:
        yield harness


async def kept(harness):
    """Every remembered answer."""
    page = await harness.service.transactions.begin().of(ANSWERS).find(Query())
    return page.items


async def test_a_repeat_is_answered_alike_and_does_nothing(desk):
    answers = [await desk.post("/drawers/1", as_=CLERK, key="k") for _ in range(3)]

    assert [answer.json() for answer in answers] == [{"holds": "letters 1"}] * 3
    assert await desk.service.store.count("parcels", {}) == 1


@pytest.mark.parametrize("path", ["/drawers/1", "/safes/1"])
async def test_a_role_that_was_lost_hears_nothing(desk, path):
    await desk.post(path, as_=CLERK, key="k")

    answer = await desk.post(path, as_=NOBODY, key="k")

    assert (answer.status_code, answer.json()["title"]) == (403, "role-missing")


@pytest.mark.parametrize("path", ["/drawers/1", "/safes/1"])
async def test_a_right_that_was_lost_hears_nothing(desk, drawers, path):
    await desk.post(path, as_=CLERK, key="k")
    drawers.owners.clear()

    answer = await desk.post(path, as_=CLERK, key="k")

    assert (answer.status_code, answer.json()["title"]) == (403, "not-yours")


async def test_what_is_secret_is_done_anew_and_never_kept(desk):
    answers = [await desk.post("/safes/1", as_=CLERK, key="k") for _ in range(2)]

    assert [answer.json()["holds"] for answer in answers] == ["letters 1", "letters 2"]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert await desk.service.store.count("parcels", {}) == 2
    assert await kept(desk) == []


async def test_who_only_asks_needs_no_key_and_nothing_is_kept_or_remembered(desk):
    answers = [await desk.post("/looks/1", as_=CLERK, headers={"Idempotency-Key": ""}) for _ in range(2)]

    assert [answer.json()["holds"] for answer in answers] == ["letters 1", "letters 2"]
    assert await desk.service.store.count("parcels", {}) == 0
    assert await kept(desk) == []


async def test_a_body_that_only_asks_is_counted_too(desk):
    answer = await desk.post("/looks/1", content=b"x" * (LARGEST_JSON + 1), as_=CLERK)

    assert answer.json()["title"] == "upload-too-large"


async def test_two_people_and_their_keys_are_never_taken_for_one_another(desk):
    first = await desk.post("/drawers/1", as_=("S:1", "clerk"), key="2")
    assert first.status_code == 403

    await desk.post("/drawers/1", as_=CLERK, key="a:b")
    other = await desk.post("/drawers/2", as_=("S-0001:a", "clerk"), key="b")

    assert other.json()["title"] == "not-yours"  # and not that the key was used for another drawer


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_is_of_a_reasonable_length(desk, key):
    answer = await desk.post("/drawers/1", as_=CLERK, headers={"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["title"]) == (422, "idempotency-key-missing")


NO_JSON = {
    "beyond reach": b'{"a": [9007199254740992]}',
    "far below": b'{"a": [-1e16]}',
    "deep": b"[" * 100_000,
    "not a number": b'{"a": NaN}',
    "infinite": b'{"a": 1e999}',
    "half a character": b'{"a": ["\\ud800"]}',
    "no UTF-8": b"\xff",
    "long": b'{"a": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
async def test_json_that_is_none_is_refused(desk, body):
    answer = await desk.post("/notes", as_=CLERK, content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["title"]) == (422, "malformed-request")


async def test_json_is_taken_up_to_its_size_and_no_further(desk):
    def filled(size):
        return json.dumps({"a": ["x" * (size - len('{"a": [""]}'))]}).encode()

    headers = {"Content-Type": "application/json"}
    answers = [
        await desk.post("/notes", as_=CLERK, content=filled(size), headers=headers)
        for size in (LARGEST_JSON - 1, LARGEST_JSON, LARGEST_JSON + 1)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[-1].json()["title"] == "upload-too-large"


async def test_a_refusal_lists_some_of_what_is_wrong_not_all_of_it(desk):
    answer = await desk.post("/lists", as_=CLERK, json={"a" * 5000: 1, **{str(n): n for n in range(1000)}})

    assert len(answer.json()["errors"]) == 20
    assert len(answer.text) < 5000
