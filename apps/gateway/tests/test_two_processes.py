"""Two gateways on one MongoDB: whoever is in at one is in at the other, and out at both at once."""

import asyncio
import uuid

import pytest

from apps.gateway.domain.job import LEASE
from apps.gateway.tests.desk import PASSWORD, Browser, Desk
from apps.gateway.tests.test_applications import LIST, OPEN
from apps.gateway.tests.test_exports import rows_of
from apps.gateway.tests.test_jobs import AList, action, worker
from libs.chassis.tests.stores import mongo_uri

pytestmark = pytest.mark.mongo


@pytest.fixture
def somebody():
    """A number that no earlier run on the same server has used."""
    return f"S-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with mongo_uri(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture
async def desks(tmp_path, store):
    async with Desk(tmp_path, store=store) as one, Desk(tmp_path, store=store, clock=one.clock) as other:
        other.secrets = one.secrets
        yield one, other


def moved(browser, desk):
    """The same browser, answered by the other process."""
    other = Browser(desk)
    other.client.cookies.update(browser.client.cookies)
    return other


async def test_a_session_is_open_at_both_and_ended_at_both(desks, somebody):
    one, other = desks
    browser = await one.signed_in(somebody, "reception")
    there = moved(browser, other)

    assert (await there.open("/my-account")).url.path == "/my-account"
    await there.send("/my-account/sign-out")

    assert (await browser.open("/my-account")).url.path == "/sign-in"


async def test_each_step_of_the_way_in_may_be_answered_by_another_process(desks, somebody):
    one, other = desks
    await one.signed_in(somebody, "reception")
    browser = Browser(one)
    await browser.open("/sign-in")
    await browser.send("/sign-in", account_id=somebody, password=PASSWORD)
    one.step(seconds=30)
    there = moved(browser, other)
    await there.open("/sign-in/code")

    await there.send("/sign-in/code", code=other.code(somebody))

    assert there.path == "/todo"
    replayed = await moved(browser, one).client.post("/sign-in/code", data={"code": other.code(somebody)})
    assert replayed.status_code == 403


async def test_failures_at_both_are_counted_together(desks, somebody):
    one, other = desks
    await one.signed_in(somebody, "reception")

    answers = []
    for desk in (one, other) * 3:
        browser = Browser(desk, "10.7.7.7")
        await browser.open("/sign-in")
        answers.append(await browser.send("/sign-in", account_id=somebody, password="wrong"))

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]


async def test_what_a_killed_process_began_the_other_ends(desks, somebody):
    one, other = desks
    pages = AList(stops_at="2")
    for desk in desks:
        desk.services.says("registration", "GET", "/batches/2026-autumn", OPEN)
        desk.services.says("registration", "GET", LIST, pages)
    browser = await one.signed_in(somebody, "quality")
    await browser.open(LIST)
    await browser.send(f"{LIST}/export")
    with pytest.raises(asyncio.CancelledError):
        await worker(one).work()
    pages.asked.clear()

    one.step(seconds=LEASE.total_seconds())
    await worker(other).work()

    assert pages.asked == ["2"]
    there = moved(browser, other)
    await there.open("/jobs")
    assert len(rows_of((await there.send(action(there.page, "/file"))).content)) == 4


async def test_two_processes_that_look_at_once_never_both_take_a_job(desks, somebody):
    one, other = desks
    pages = AList()
    for desk in desks:
        desk.services.says("registration", "GET", "/batches/2026-autumn", OPEN)
        desk.services.says("registration", "GET", LIST, pages)
    browser = await one.signed_in(somebody, "quality")
    await browser.open(LIST)
    await browser.send(f"{LIST}/export")
    pages.asked.clear()

    took = await asyncio.gather(worker(one).work(), worker(other).work())

    assert sorted(took) == [False, True]
    assert pages.asked == ["", "1", "2"]
