"""What a published list tells the bank of its items: figures of enough candidates, and nothing of any of them."""

import pytest

from libs.contracts.scoring import ItemsAnalysed, ResultRemarked
from services.scoring.tests.builders import LEAD, an_application
from services.scoring.tests.conftest import KEY

RIGHT = {"item": 6, "answer": "T", "reason": "教材已改", "authority": "岚认〔2026〕9号"}


async def published(desk, candidates):
    """Everybody has the first item right; the weaker half has the last one wrong."""
    rows = range(1, candidates + 1)
    await desk.sit(rows=rows, absent=())
    weak = {an_application(row): "AAAAFT" for row in rows[: candidates // 2]}
    await desk.mark(theory=weak)
    await desk.finish()


@pytest.mark.parametrize(("candidates", "papers"), [(9, 0), (10, 1), (11, 1)])
async def test_of_fewer_than_ten_nothing_is_told(scoring, desk, candidates, papers):
    await published(desk, candidates)

    assert len(scoring.published(ItemsAnalysed)) == papers


async def test_the_bank_hears_how_each_item_did_and_of_nobody(scoring, desk):
    await published(desk, 12)

    [told] = scoring.published(ItemsAnalysed)
    assert (told.paper_id, told.candidates) == ("P-t-A", 12)
    assert [(one.no, one.difficulty, one.discrimination) for one in told.items] == [
        (1, 1000, 0), (2, 500, 1000), (3, 500, 1000), (4, 500, 1000), (5, 500, 1000), (6, 500, 1000),
    ]  # fmt: skip
    said = told.model_dump_json()
    codes = (await desk.codes("2026-autumn-t-4-03-02-01-4-01")).values()
    assert not [hint for hint in (*codes, KEY, an_application(1)) if hint in said]


async def test_nothing_is_told_before_the_last_result_is_public(scoring, desk):
    await desk.sit(rows=range(1, 13), absent=())
    await desk.mark()
    await desk.check()
    await desk.approve()
    before = scoring.published(ItemsAnalysed)

    first = await desk.publish(limit=11)
    between = scoring.published(ItemsAnalysed)
    await desk.publish()

    assert first.json() == {"done": 11, "remaining": 1}
    assert (before, between, len(scoring.published(ItemsAnalysed))) == ([], [], 1)


async def test_a_recheck_before_the_publication_tells_the_bank_nothing(scoring, desk):
    await desk.sit(rows=range(1, 13), absent=())
    await desk.mark()
    await desk.check()
    await desk.approve()

    done = [await scoring.post("/keys/P-t-A/rechecks", json=RIGHT, as_=by) for by in (LEAD, ("S-0012", "exam-affairs"))]

    assert [one.status_code for one in done] == [202, 200]
    assert scoring.published(ItemsAnalysed) == []


async def test_after_a_recheck_of_the_key_the_bank_hears_anew(scoring, desk):
    await published(desk, 12)

    for by in (LEAD, ("S-0012", "exam-affairs")):
        await scoring.post("/keys/P-t-A/rechecks", json=RIGHT, as_=by)

    first, again = scoring.published(ItemsAnalysed)
    assert len(scoring.published(ResultRemarked)) == 12
    assert [one.items[5].discrimination for one in (first, again)] == [1000, -1000]
