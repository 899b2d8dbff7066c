"""Items are documents of their own: versions, what was stored before, and reading them a few at a time."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from libs.chassis.domain import Act, Query
from libs.chassis.store.port import DocumentWrite, WriteBatch
from libs.contracts.itembank import BankItemsRead
from services.itembank.domain.items.item import revised
from services.itembank.storage.collections import BANKS, ITEMS
from services.itembank.tests.builders import BATCH, CODE, NOW, SUBJECT, VAULT, a_bank_file, an_examiner, resources_of
from services.itembank.tests.conftest import KEEPER, REVIEWER, THEORY

STORED = Path(__file__).with_name("stored") / "banks.json"
READING = f"/banks/{CODE}/5/items/readings"
ITEM_LIST = f"/banks/{CODE}/5/items?part=theory"
TWENTY = [f"T-{number:04d}" for number in range(20)]


def a_revision(file, versions=()):
    changed = revised(versions, resources_of(file), bank_id=SUBJECT, vault=VAULT, act=Act("S-0001", NOW))
    return {item.id: item for item in (*versions, *changed)}


def with_stem(number, stem):
    file = a_bank_file()
    file["theory"][number]["stem"] = stem
    return file


async def read(desk, item_ids, *, as_=REVIEWER):
    return await desk.harness.post(READING, json={"item_ids": item_ids}, as_=as_)


def test_every_item_is_a_document_of_its_own():
    items = a_revision(a_bank_file())

    assert len(items) == 620
    assert all(len(ITEMS.dump(item)) < 2000 for item in items.values())


async def test_no_document_says_an_item_in_plain(desk):
    await desk.import_bank()

    store = desk.harness.service.store
    found = [*(await store.find("items", Query(limit=500))).documents, await store.get("banks", SUBJECT)]

    assert len(found) == 501
    assert not [one.id for one in found if "机密" in one.body.decode()]


def test_a_changed_item_is_its_next_version_and_the_old_one_stays():
    first = a_revision(a_bank_file())

    second = a_revision(with_stem(7, "改过的题干"), list(first.values()))

    assert set(second) - set(first) == {f"{SUBJECT}:T-0007:2"}
    old, new = second[f"{SUBJECT}:T-0007:1"], second[f"{SUBJECT}:T-0007:2"]
    assert (old.in_bank, old.open(VAULT).stem) == (False, "机密题干7号")
    assert (new.in_bank, new.open(VAULT).stem) == (True, "改过的题干")


def test_what_comes_back_as_it_was_is_the_version_it_was():
    first = a_revision(a_bank_file())
    second = a_revision(with_stem(7, "改过的题干"), list(first.values()))

    third = a_revision(a_bank_file(), list(second.values()))

    assert set(third) == set(second)
    assert [third[f"{SUBJECT}:T-0007:{version}"].in_bank for version in (1, 2)] == [True, False]


def test_an_item_that_a_revision_leaves_out_is_kept_outside_the_bank():
    first = a_revision(a_bank_file(theory=601))

    second = a_revision(a_bank_file(theory=600), list(first.values()))

    assert [item.item_id for item in second.values() if not item.in_bank] == ["T-0600"]


async def test_a_paper_keeps_the_versions_it_was_built_from(desk):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()
    before = (await desk.harness.post(f"/papers/{THEORY[0]}/readings", as_=REVIEWER)).json()["questions"]
    changed = a_bank_file()
    for item in changed["theory"]:
        item["stem"] += "（改）"
    await desk.import_bank(changed)

    after = (await desk.harness.post(f"/papers/{THEORY[0]}/readings", as_=REVIEWER)).json()["questions"]

    assert before == after
    assert {one["version"] for one in after} == {1}
    [shown] = (await read(desk, [after[0]["item_id"]])).json()["items"]
    assert (shown["version"], shown["stem"]) == (2, after[0]["stem"] + "（改）")


@pytest.fixture
async def stored(desk):
    """A store that has a bank of the day when a bank was one document."""
    body = STORED.read_bytes()
    write = DocumentWrite("banks", SUBJECT, 0, 2, body, BANKS.index_values(BANKS.load(body)))
    await desk.harness.service.store.commit(WriteBatch(documents=[write]))
    return desk


async def test_a_bank_stored_as_one_document_is_seen_as_before(stored):
    shown = (await stored.harness.get(f"/banks/{CODE}/5", as_=KEEPER)).json()
    before = (await stored.harness.get(f"{ITEM_LIST}&limit=500", as_=KEEPER)).json()["items"]

    [item] = (await read(stored, ["T-0000"])).json()["items"]

    after = (await stored.harness.get(f"{ITEM_LIST}&limit=500", as_=KEEPER)).json()["items"]
    assert (shown["theory"], shown["practical"], shown["usable"], len(before)) == (100, 4, True, 100)
    assert (item["stem"], item["version"]) == ("机密题干0号", 1)
    assert before == after
    assert BANKS.load((await stored.harness.service.store.get("banks", SUBJECT)).body).content is None


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 104), ("&part=theory", 100), ("&part=practical", 4), ("&advice=retire", 0)]
)
async def test_a_bank_stored_as_one_document_shows_only_what_is_asked_for(stored, asked, shown):
    page = await stored.harness.get(f"/banks/{CODE}/5/items?limit=500{asked}", as_=KEEPER)

    assert len(page.json()["items"]) == shown


async def test_papers_are_made_of_a_bank_stored_as_one_document(stored):
    await stored.draw_up()

    assert (await stored.assemble()).status_code == 201
    assert await stored.harness.service.store.count("items", {"bank_id": SUBJECT}) == 104


async def test_a_bank_stored_as_one_document_is_revised(stored):
    isolation = {"city_answer": "暂无试题", "place": "命题室", "from_day": "2026-08-01", "until_day": "2026-08-05"}
    isolated = {"origin": "isolated", "isolation": isolation | {"writers": ["S-0035"]}, "making": None}
    await stored.harness.deliver(an_examiner("S-0035"))
    file = a_bank_file(theory=101, practical=4, acceptance=None, **isolated)
    file["theory"][0]["enemies"] = ["T-0004"]

    assert (await stored.import_bank(file)).json()["revision"] == 2

    items = (await stored.harness.get(f"{ITEM_LIST}&limit=500", as_=KEEPER)).json()["items"]
    assert {one["version"] for one in items} == {1}
    assert len(items) == 101


async def test_items_are_listed_page_by_page_without_what_they_say(desk):
    await desk.import_bank()

    first = await desk.harness.get(f"{ITEM_LIST}&limit=400", as_=REVIEWER)
    behind = quote(first.json()["next"])
    second = await desk.harness.get(f"{ITEM_LIST}&limit=400&cursor={behind}", as_=REVIEWER)

    assert [len(one.json()["items"]) for one in (first, second)] == [400, 200]
    assert "机密" not in first.text


@pytest.mark.rule("SEC-10")
async def test_whoever_reads_items_stands_on_record_with_which(desk):
    await desk.import_bank()

    answer = await read(desk, ["T-0003", "P-01"])

    assert [(one["item_id"], one["stem"] or one["task"]) for one in answer.json()["items"]] == [
        ("T-0003", "机密题干3号"),
        ("P-01", "机密任务书1号"),
    ]
    assert (answer.json()["read_by"], answer.json()["read_at"]) == (REVIEWER[0], "2026-09-12T02:00:00Z")
    [event] = desk.harness.published(BankItemsRead)
    assert (event.read_by, event.item_ids, "机密" in repr(event)) == (REVIEWER[0], ["T-0003", "P-01"], False)


async def test_sixty_items_an_hour_are_read_and_no_more(desk):
    await desk.import_bank()

    read_so_far = [await read(desk, TWENTY) for _ in range(3)]
    one_more = await read(desk, TWENTY[:1])
    of_another = await read(desk, TWENTY[:1], as_=KEEPER)
    await desk.harness.step_to(NOW + timedelta(hours=1))
    an_hour_later = await read(desk, TWENTY)

    assert [one.status_code for one in (*read_so_far, one_more, of_another, an_hour_later)] == [200] * 3 + [
        409,
        200,
        200,
    ]
    assert (one_more.json()["title"], "机密" in one_more.text) == ("reading-limit", False)
    assert len(desk.harness.published(BankItemsRead)) == 5


async def test_what_would_pass_the_limit_is_refused_whole(desk):
    await desk.import_bank()
    for _ in range(2):
        await read(desk, TWENTY)
    await read(desk, TWENTY[:1])

    refused, taken = await read(desk, TWENTY), await read(desk, TWENTY[:19])

    assert (refused.status_code, refused.json()["left"], taken.status_code) == (409, 19, 200)


async def test_no_more_than_twenty_items_are_read_at_once(desk):
    await desk.import_bank()

    assert (await read(desk, [*TWENTY, "T-0020"])).status_code == 422


async def test_an_item_that_is_not_in_the_bank_is_not_found(desk):
    await desk.import_bank()

    answer = await read(desk, ["T-9999"])

    assert (answer.status_code, answer.json()["title"]) == (404, "item-not-in-bank")
    assert desk.harness.published(BankItemsRead) == []
    assert BATCH not in answer.text
