"""Days are signed, events proved against them, gaps told; a chain from before there was a tree gets one."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from libs.chassis.bus.provenance import public_key
from libs.chassis.testing import EVENT_KEY, Harness
from libs.contracts.certification import CertificateIssued
from libs.contracts.merkle import leaf_hash, must_be_consistent, must_be_in, signed_text
from libs.contracts.registration import BatchOpened
from services.archive.domain.evidence.chain import Chain
from services.archive.domain.evidence.tree import TreeTile
from services.archive.main import build
from services.archive.storage.collections import CHAINS, TREE_TILES
from services.archive.tests.test_archive import AUDITOR, NOON, SomethingHappened, append_waiting, everything_appended
from services.archive.tests.test_filing import BATCH as FILED_BATCH
from services.archive.tests.test_filing import OFFICE, SCAN, archive, filed, hear_itself, issued, scan
from services.archive.use_cases.chain import BATCH

__all__ = ["archive"]

MIDNIGHT = datetime(2026, 9, 1, 16, tzinfo=UTC)  # after the first of September in Beijing
DAY = "2026-09-01"
OPENED, ISSUED = BatchOpened.routing_key, CertificateIssued.routing_key


async def happened(archive, count, *, after=0):
    """A fact is in the chain before: a batch was opened."""
    for number in range(after, after + count):
        await archive.deliver(SomethingHappened(number=number))
    await everything_appended(archive)


async def heads(archive):
    return (await archive.get("/tree-heads")).json()["items"]


async def gaps(archive, **query):
    return [one["id"] for one in (await archive.get("/gaps", params=query, as_=AUDITOR)).json()["items"]]


async def test_each_day_is_signed_at_midnight_in_beijing_and_told_to_everybody(archive):
    await happened(archive, 5)

    await archive.step_to(MIDNIGHT - timedelta(milliseconds=1))
    assert await heads(archive) == []
    await archive.step_to(MIDNIGHT)
    [head] = await heads(archive)

    chain = (await archive.get("/chain", as_=AUDITOR)).json()
    assert (head["day"], head["size"], head["chain_head"]) == (DAY, 6, chain["head"])
    assert head["key"] == public_key(EVENT_KEY)
    text = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(head["key"]))
    key.verify(base64.b64decode(head["signature"]), text)


async def test_a_signed_day_stands_in_the_chain_of_the_next(archive):
    await happened(archive, 1)
    for day in range(3):
        await archive.step_to(MIDNIGHT + timedelta(days=day))
        await hear_itself(archive)

    assert [head["day"] for head in await heads(archive)] == [DAY, "2026-09-02", "2026-09-03"]
    assert [head["size"] for head in await heads(archive)] == [2, 3, 4]


async def test_every_day_that_an_outage_missed_is_signed_in_order(tmp_path):
    async with Harness(build, tmp_path, now=NOON) as before:
        await happened(before, 2)
        root = (await before.get("/chain", as_=AUDITOR)).json()["head"]

    async with Harness(build, tmp_path, now=MIDNIGHT + timedelta(days=2, hours=9)) as archive:
        await archive.deliver(SomethingHappened(number=7), id="somewhere:thing/7:1")
        await everything_appended(archive)
        assert await archive.service.timers.fire_due() == 1
        caught_up = await heads(archive)
        await hear_itself(archive)
        await archive.step_to(MIDNIGHT + timedelta(days=3))

        last = (await heads(archive))[-1]
        proof = "/proofs?event_id=somewhere:thing/7:1&day="
        assert (await archive.get(proof + "2026-09-03", as_=AUDITOR)).status_code == 404, "it came on the fourth"
        must_be_in((await archive.get(proof + "2026-09-04", as_=AUDITOR)).json())

    assert [head["day"] for head in caught_up] == [DAY, "2026-09-02", "2026-09-03"]
    assert {(head["size"], head["chain_head"]) for head in caught_up} == {(2, root)}, (
        "what came later is of no day before"
    )
    assert (last["day"], last["size"]) == ("2026-09-04", 2 + 1 + 3)


def test_a_day_that_is_not_over_is_not_signed():
    chain = Chain.begin()
    chain.expect_end_of_day(MIDNIGHT - timedelta(hours=1))

    assert chain.end_days(MIDNIGHT - timedelta(milliseconds=1)) == []
    assert [one.due_at for one in chain.awaited] == [MIDNIGHT]
    assert [end.day for end in chain.end_days(MIDNIGHT)] == [DAY]
    assert chain.awaited == []


async def test_a_later_day_begins_with_an_earlier_one(archive):
    await happened(archive, 300)
    await archive.step_to(MIDNIGHT)
    await happened(archive, 300, after=300)
    await archive.step_to(MIDNIGHT + timedelta(days=1))

    shown = (await archive.get(f"/tree-heads/consistency?first={DAY}&second=2026-09-02")).json()

    first, second = shown["first"], shown["second"]
    assert (first["size"], second["size"]) == (301, 601)
    must_be_consistent(first["size"], second["size"], (first["root"], second["root"]), shown["path"])


async def test_every_event_of_a_day_is_proved_against_its_head(archive):
    await happened(archive, 260)
    await archive.step_to(MIDNIGHT)
    events = (await archive.get("/events?limit=1000", as_=AUDITOR)).json()["items"]

    for event in (events[0], events[254], events[255], events[256], events[-1]):
        proof = (await archive.get(f"/proofs?event_id={event['id']}&day={DAY}", as_=AUDITOR)).json()
        must_be_in(proof)
        assert proof["event"]["id"] == event["id"]


async def test_all_events_of_a_batch_are_proved_page_by_page(archive):
    await happened(archive, 3)
    await archive.step_to(MIDNIGHT)
    await happened(archive, 300, after=3)
    await archive.deliver(issued())
    await everything_appended(archive)
    await archive.step_to(MIDNIGHT + timedelta(days=1))
    path = f"/batches/{FILED_BATCH}/proofs"

    first = (await archive.get(path, params={"day": "2026-09-02", "limit": 1}, as_=AUDITOR)).json()
    rest = (await archive.get(path, params={"day": "2026-09-02", "after": first["next"]}, as_=AUDITOR)).json()
    before = (await archive.get(path, params={"day": DAY}, as_=AUDITOR)).json()

    proofs = [*first["items"], *rest["items"]]
    assert [proof["event"]["type"] for proof in proofs] == [OPENED, ISSUED]
    for proof in proofs:
        must_be_in(proof)
    assert rest["next"] is None
    assert [proof["event"]["type"] for proof in before["items"]] == [OPENED]
    assert before["next"] is None


async def test_an_event_of_the_next_day_is_not_in_this_tree(archive):
    await happened(archive, 1)
    await archive.step_to(MIDNIGHT)
    await archive.deliver(SomethingHappened(number=7), id="somewhere:thing/7:1")
    await everything_appended(archive)

    for identifier, day in (("somewhere:thing/7:1", DAY), ("somewhere:thing/7:1", "2026-09-09"), ("nothing", DAY)):
        assert (await archive.get(f"/proofs?event_id={identifier}&day={day}", as_=AUDITOR)).status_code == 404


async def test_a_scan_is_proved_by_the_event_that_has_its_digest(archive):
    item = await filed(archive, "announcement")
    await scan(archive, item)
    await happened(archive, 3)
    await hear_itself(archive)
    await archive.step_to(MIDNIGHT)

    proof = (await archive.get(f"/items/{item['id']}/proof?day={DAY}", as_=OFFICE)).json()

    must_be_in(proof)
    assert proof["event"]["data"]["digest"] == hashlib.sha256(SCAN).hexdigest()


async def test_a_scan_leaves_for_a_package_only_sealed_and_by_its_digest(archive):
    [first, second] = [await filed(archive, "approved-roster") for _ in range(2)]
    await scan(archive, first)
    await hear_itself(archive)
    await archive.step_to(MIDNIGHT)
    await scan(archive, second)
    await hear_itself(archive)

    listed = (await archive.get(f"/batches/{FILED_BATCH}/scans?day={DAY}", as_=AUDITOR)).json()["items"]
    sealed = await archive.get(f"/items/{first['id']}/sealed-scan", as_=AUDITOR)

    [line] = listed
    assert (line["item_id"], line["sha256"]) == (first["id"], hashlib.sha256(SCAN).hexdigest())
    assert hashlib.sha256(sealed.content).hexdigest() == line["sealed_sha256"]
    assert SCAN not in sealed.content
    assert (await archive.get(f"/items/{first['id']}/sealed-scan", as_=OFFICE)).status_code == 403


async def test_what_has_no_scan_has_none_for_a_package(archive):
    item = await filed(archive, "approved-roster")

    assert (await archive.get(f"/items/{item['id']}/sealed-scan", as_=AUDITOR)).status_code == 404


async def test_a_chain_from_before_there_was_a_tree_gets_its_leaves(archive):
    """As if its events had been chained by a program that knew no tree."""
    await happened(archive, BATCH + 100)

    async def forget(work):
        chain = await work.of(CHAINS).get("chain")
        chain.leaves = 0
        work.of(CHAINS).save(chain)
        for name in ("0/0", "0/1", "1/0"):
            tile = await work.of(TREE_TILES).find_one(name) or TreeTile(id=name)
            tile.digests = ""
            work.of(TREE_TILES).save(tile)

    root_before = await signed_root(archive, days=0)
    await archive.service.transactions.run(forget, now=archive.service.clock.now)
    assert await append_waiting(archive) == BATCH
    await everything_appended(archive)

    chain = await archive.load(CHAINS, "chain")
    assert chain.leaves == chain.count == BATCH + 101
    events = (await archive.get("/events?limit=1", as_=AUDITOR)).json()["items"]
    proof = (await archive.get(f"/proofs?event_id={events[0]['id']}&day={DAY}", as_=AUDITOR)).json()
    must_be_in(proof)
    assert proof["head"]["root"] == root_before


async def signed_root(archive, *, days):
    await archive.step_to(MIDNIGHT + timedelta(days=days))
    await everything_appended(archive)
    return (await heads(archive))[-1]["root"]


async def test_what_did_not_come_is_told_until_it_comes(archive):
    for number in (1, 4, 5):
        await archive.deliver(SomethingHappened(number=number), id=f"somewhere:thing/7:{number}", seq=number)
    await everything_appended(archive)
    assert await gaps(archive) == ["somewhere:thing/7:2", "somewhere:thing/7:3"]

    await archive.deliver(SomethingHappened(number=3), id="somewhere:thing/7:3", seq=3)
    await everything_appended(archive)

    assert await gaps(archive, is_open=True) == ["somewhere:thing/7:2"]
    assert await gaps(archive, is_open=False) == ["somewhere:thing/7:3"]


async def test_events_that_come_in_any_order_leave_no_gap(archive):
    for number in (3, 1, 2):
        await archive.deliver(SomethingHappened(number=number), id=f"somewhere:thing/7:{number}", seq=number)
    await everything_appended(archive)

    assert await gaps(archive, is_open=True) == []


def test_a_leaf_is_no_node():
    assert leaf_hash(b"") == hashlib.sha256(b"\x00").hexdigest()


@pytest.mark.parametrize(
    "path",
    ["/gaps", "/proofs?event_id=x&day=2026-09-01", "/batches/x/proofs?day=2026-09-01", "/items/x/proof?day=2026-09-01"],
)
async def test_proofs_are_for_those_who_check(archive, path):
    assert (await archive.get(path, as_=("S-0002", "exam-affairs"))).status_code == 403
    assert (await archive.get(path)).status_code == 401
