"""One item is changed on its page: its next version, in a revision that waits; what was printed stays as it was."""

import pytest

from services.itembank.storage.collections import ITEMS, PAPERS
from services.itembank.tests.builders import CODE, SUBJECT
from services.itembank.tests.conftest import KEEPER, REVIEWER, THEORY
from services.itembank.tests.test_item_figures import questions_of

NEW = {
    "seen": 1,
    "kind": "choice",
    "point": "A-000",
    "difficulty": 0.6,
    "stem": "改过的题干",
    "options": ["甲一", "乙二", "丙三", "丁四"],
    "answer": "B",
    "enemies": [],
}


async def change(desk, item_id="T-0000", *, as_=KEEPER, **differing):
    path = f"/banks/{CODE}/5/items/{item_id}/versions"
    return await desk.harness.post(path, json=NEW | differing, as_=as_)


async def test_a_changed_item_is_its_next_version_and_the_bank_waits(desk):
    await desk.import_bank()

    changed = await change(desk)

    assert (changed.status_code, changed.json()["revision"], changed.json()["accepted"]) == (201, 2, False)
    versions = [await desk.harness.load(ITEMS, f"{SUBJECT}:T-0000:{number}") for number in (1, 2)]
    assert [one.in_bank for one in versions] == [False, True]
    reading = {"item_ids": ["T-0000"]}
    told = await desk.harness.post(f"/banks/{CODE}/5/items/readings", json=reading, as_=REVIEWER)
    [item] = told.json()["items"]
    assert (item["stem"], item["options"], item["answer"]) == (NEW["stem"], NEW["options"], "B")
    assert (item["kind"], item["difficulty"]) == ("choice", 0.6)


async def test_a_sealed_paper_keeps_the_version_that_it_was_built_from(sealed):
    questions = await questions_of(sealed)
    used = questions[1]["item_id"]
    before = (await sealed.harness.load(PAPERS, THEORY[0])).digest

    assert (await change(sealed, used)).status_code == 201

    assert (await questions_of(sealed))[1] == questions[1]
    assert (await sealed.harness.load(PAPERS, THEORY[0])).digest == before


async def test_whoever_saw_an_older_version_changes_nothing(desk):
    await desk.import_bank()
    await change(desk)

    late = await change(desk, stem="另一题干")

    assert (late.status_code, late.json()["title"]) == (409, "item-changed-meanwhile")


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"answer": "E"}, "bank-items-refused"),
        ({"difficulty": 1.5}, "bank-items-refused"),
        ({"point": "Z-999"}, "bank-items-refused"),
        ({"enemies": ["T-9999"]}, "bank-items-refused"),
    ],
)
async def test_an_item_that_is_not_in_standard_format_is_refused(desk, differing, slug):
    await desk.import_bank()

    refused = await change(desk, **differing)

    assert (refused.status_code, refused.json()["title"]) == (422, slug)


async def test_an_item_that_the_bank_has_not_is_not_made_this_way(desk):
    await desk.import_bank()

    assert (await change(desk, "T-9999")).json()["title"] == "item-not-in-bank"
    assert (await change(desk, as_=REVIEWER)).status_code == 403
