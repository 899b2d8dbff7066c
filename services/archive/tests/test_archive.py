"""The archive through its front doors: events in, evidence out."""

import asyncio
from datetime import UTC, datetime

import pytest

from libs.chassis.testing import Harness
from libs.contracts.archive import GENESIS, exported_line, verify_chain
from libs.contracts.event import Event
from services.archive.domain.errors.record import EventAlreadyAppendedError
from services.archive.main import build
from services.archive.storage.collections import RECORDS
from services.archive.use_cases.chain import BATCH

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
AUDITOR = ("S-0009", "auditor")


class SomethingHappened(Event):
    """Any event: the archive knows none in particular."""

    routing_key = "somewhere.something-happened.v1"

    number: int
    id_number: str = "sealed:k1:AAAA"


@pytest.fixture
async def archive(tmp_path):
    async with Harness(build, tmp_path, now=NOON) as harness:
        yield harness


async def append_waiting(archive):
    return await archive.service.beside["appender"].append_waiting()


async def everything_appended(archive):
    while await append_waiting(archive):
        pass


async def exported(archive, **query):
    answer = await archive.get("/events", params={"limit": 1000, **query}, as_=AUDITOR)
    return answer.json()["items"]


@pytest.mark.parametrize("deliveries", [1, 2, 3])
async def test_an_event_is_archived_once_as_it_came(archive, deliveries):
    await archive.deliver(SomethingHappened(number=7), id="somewhere:thing/7:4", seq=4, times=deliveries)
    await everything_appended(archive)

    [event] = await exported(archive)

    assert event["data"] == {"number": 7, "id_number": "sealed:k1:AAAA"}
    assert event["id"] == "somewhere:thing/7:4"
    assert event["type"] == "somewhere.something-happened.v1"
    assert event["sequence"] == 4
    assert event["specversion"] == "1.0"
    assert event["archiveposition"] == 1
    assert archive.parked() == []


async def test_no_two_events_have_one_place_in_the_chain(archive):
    for number in (1, 2):
        await archive.deliver(SomethingHappened(number=number), id=f"somewhere:thing/{number}:1")
    await everything_appended(archive)

    async def move(work):
        records = work.of(RECORDS)
        record = await records.get("somewhere:thing/2:1")
        record.position = 1
        records.save(record)

    with pytest.raises(EventAlreadyAppendedError):
        await archive.service.transactions.run(move, now=archive.service.clock.now)


async def test_events_handled_at_the_same_time_make_one_gapless_verifiable_chain(archive):
    total = 2 * BATCH + 50

    await asyncio.gather(*(archive.deliver(SomethingHappened(number=n)) for n in range(total)))
    appenders = await asyncio.gather(*(append_waiting(archive) for _ in range(6)))
    await everything_appended(archive)

    events = await exported(archive)
    assert sum(appenders) == total
    assert [event["archiveposition"] for event in events] == list(range(1, total + 1))
    assert {event["data"]["number"] for event in events} == set(range(total))
    verdict = verify_chain(map(exported_line, events))
    assert (await archive.get("/chain", as_=AUDITOR)).json() == {"count": verdict.count, "head": verdict.head}


async def test_a_batch_is_at_most_two_hundred(archive):
    for number in range(BATCH + 1):
        await archive.deliver(SomethingHappened(number=number))

    assert await append_waiting(archive) == BATCH
    assert await append_waiting(archive) == 1
    assert await append_waiting(archive) == 0


async def test_pages_follow_one_another_without_gap_or_repetition(archive):
    for number in range(5):
        await archive.deliver(SomethingHappened(number=number))
    await everything_appended(archive)

    seen, after = [], 0
    while after is not None:
        page = (await archive.get("/events", params={"after": after, "limit": 2}, as_=AUDITOR)).json()
        seen += [event["archiveposition"] for event in page["items"]]
        after = page["next"]

    assert seen == [1, 2, 3, 4, 5]


async def test_an_event_that_only_waits_is_not_yet_evidence(archive):
    await archive.deliver(SomethingHappened(number=1))

    assert await exported(archive) == []
    assert (await archive.get("/chain", as_=AUDITOR)).json() == {"count": 0, "head": GENESIS}


async def test_the_archive_is_not_idle_before_everything_is_in_the_chain(archive):
    assert not archive.service.idle()
    await everything_appended(archive)
    assert archive.service.idle()

    await archive.deliver(SomethingHappened(number=1))
    assert not archive.service.idle()

    await everything_appended(archive)
    assert archive.service.idle()


@pytest.mark.parametrize(("waiting", "idle"), [(BATCH - 1, True), (BATCH, False), (BATCH + 1, False)])
async def test_less_than_a_batch_was_all_and_is_not_looked_for_again(archive, waiting, idle):
    for number in range(waiting):
        await archive.deliver(SomethingHappened(number=number))

    await append_waiting(archive)

    assert archive.service.idle() is idle


async def test_by_itself_it_appends_all_that_waits_and_lets_others_work_meanwhile(archive):
    for number in range(BATCH + 1):
        await archive.deliver(SomethingHappened(number=number))

    appending = asyncio.create_task(archive.service.beside["appender"].run())
    async with asyncio.timeout(30):
        while not archive.service.idle():  # noqa: ASYNC110 -- it says to nobody when it is
            await asyncio.sleep(0.01)
    appending.cancel()

    assert (await archive.get("/chain", as_=AUDITOR)).json()["count"] == BATCH + 1


async def test_a_second_event_under_a_known_id_never_replaces_the_record(archive):
    await archive.deliver(SomethingHappened(number=1), id="somewhere:thing/1:1")
    await everything_appended(archive)
    before = await archive.load(RECORDS, "somewhere:thing/1:1")

    await archive.deliver(SomethingHappened(number=2), id="somewhere:thing/1:1")
    await everything_appended(archive)

    assert await archive.load(RECORDS, "somewhere:thing/1:1") == before
    assert [parked["slug"] for parked in archive.parked()] == ["another-under-its-id"]


@pytest.mark.parametrize("path", ["/events", "/chain"])
@pytest.mark.parametrize(
    ("as_", "status"),
    [
        (AUDITOR, 200),
        (("S-0001", "director"), 200),
        (("S-0002", "exam-affairs"), 403),
        (("C-1", "candidate"), 403),
        (None, 401),
    ],
)
async def test_only_auditors_and_directors_read_the_archive(archive, path, as_, status):
    answer = await archive.get(path, as_=as_)

    assert answer.status_code == status


@pytest.mark.parametrize("query", [{"after": -1}, {"after": 2**63 - 1}, {"limit": 0}, {"limit": 1001}])
async def test_a_page_out_of_bounds_is_refused(archive, query):
    answer = await archive.get("/events", params=query, as_=AUDITOR)

    assert answer.status_code == 422


@pytest.mark.parametrize("query", [{"after": 0}, {"after": 2**63 - 2}, {"limit": 1}, {"limit": 1000}])
async def test_a_page_at_its_bounds_is_answered(archive, query):
    answer = await archive.get("/events", params=query, as_=AUDITOR)

    assert answer.json() == {"items": [], "next": None}
