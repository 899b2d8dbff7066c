"""What examinations told of items: kept with each version, pooled, and what a person should look at."""

import json

import pytest

from libs.contracts.scoring import ItemFigures, ItemsAnalysed
from services.itembank.domain.items.item_figures import Figures, ObservedItem, observed
from services.itembank.storage.collections import ITEMS, PAPERS
from services.itembank.storage.vault import WrappingVault
from services.itembank.tests.builders import BATCH, CODE, NOW, START, SUBJECT
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, THEORY

LIST = f"/banks/{CODE}/5/items"


def seen(*, candidates=30, difficulty=600, discrimination=350):
    return ObservedItem(candidates=candidates, difficulty=difficulty, discrimination=discrimination)


def some_figures(candidates, difficulty, discrimination=300):
    return Figures(
        batch_id=BATCH,
        candidates=candidates,
        difficulty=difficulty,
        discrimination=discrimination,
        analysed_at=NOW,
        told=1,
    )


@pytest.mark.parametrize(
    ("item", "advice"),
    [
        (seen(), None),
        (seen(difficulty=299), "revise"),
        (seen(difficulty=300), None),
        (seen(difficulty=950), None),
        (seen(difficulty=951), "revise"),
        (seen(discrimination=200), None),
        (seen(discrimination=199), "revise"),
        (seen(discrimination=0), "revise"),
        (seen(discrimination=-1), "retire"),
        (seen(discrimination=-1, candidates=29), "revise"),
    ],
)
def test_items_that_tell_too_little_are_named(item, advice):
    assert item.advice == advice


def test_every_candidate_counts_alike_in_what_was_seen():
    told = observed([some_figures(10, 900), some_figures(30, 500, 100)])

    assert told == seen(candidates=40, difficulty=600, discrimination=150)
    assert observed([]) is None


def analysed(*figures, paper_id=THEORY[0], candidates=40):
    items = [ItemFigures(no=no, difficulty=hard, discrimination=sharp) for no, hard, sharp in figures]
    return ItemsAnalysed(
        paper_id=paper_id,
        batch_id=BATCH,
        occupation_code=CODE,
        level=5,
        candidates=candidates,
        items=items,
        analysed_at=NOW,
    )


async def questions_of(desk, paper_id=THEORY[0]):
    paper = await desk.harness.load(PAPERS, paper_id)
    content = WrappingVault(desk.harness.cipher).open(paper.content, context=paper_id)
    return {question["no"]: question for question in json.loads(content)["questions"]}


async def listed(desk, query="part=theory&limit=500"):
    answer = await desk.harness.get(f"{LIST}?{query}", as_=KEEPER)
    return {one["item_id"]: one for one in answer.json()["items"]}


@pytest.mark.parametrize("times", [1, 2])
async def test_the_figures_of_a_paper_find_the_items_by_their_number(sealed, times):
    questions = await questions_of(sealed)

    await sealed.harness.deliver(analysed((1, 208, -35), (2, 640, 410)), times=times)

    first, second = questions[1]["item_id"], questions[2]["item_id"]
    items = await listed(sealed)
    assert (items[first]["candidates"], items[first]["observed"], items[first]["discrimination"]) == (40, 0.208, -0.035)
    assert (items[first]["advice"], items[second]["advice"]) == ("retire", None)
    assert set(await listed(sealed, "advice=retire")) == {first}
    assert sealed.harness.parked() == []


async def test_of_the_same_paper_the_newest_figures_hold(sealed):
    questions = await questions_of(sealed)
    for seq, hard in ((2, 500), (1, 900)):
        await sealed.harness.deliver(analysed((1, hard, 300)), id=f"scoring:lists/1:{seq}", seq=seq)

    version = f"{SUBJECT}:{questions[1]['item_id']}:1"
    assert [one.difficulty for one in (await sealed.harness.load(ITEMS, version)).figures.values()] == [500]


async def test_what_was_opened_in_a_room_was_seen_and_nothing_else(sealed):
    before = {one["batches"] for one in (await listed(sealed)).values()}
    await sealed.harness.step_to(START)
    await sealed.open(CHIEF)
    await sealed.open(DEPUTY)

    items = await listed(sealed)

    opened = {question["item_id"] for question in (await questions_of(sealed)).values()}
    assert before == {0}
    assert {name for name, one in items.items() if one["batches"]} == opened
    assert {items[name]["batches"] for name in opened} == {1}
