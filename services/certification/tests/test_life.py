"""What certification answers, tells and waits for from posted results to certificates, and what becomes of them."""

from pathlib import Path

import pytest

from services.certification.main import build
from services.certification.tests import test_proceedings as proceedings
from services.certification.tests import test_reissue as reissues
from services.certification.tests import test_stock as stock
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    INSTITUTION_CODE,
    PUBLISHED,
    a_result_amended,
    a_score_corrected,
    beijing,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, decide, lodge, post_results
from tests.lives import Life

QUALITY = ("S-0003", "quality")
PUBLIC = ()


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=PUBLISHED) as life:
        yield life


async def test_a_result_from_posting_to_paper_reads_as_approved(life):
    """Three candidates: one certified and then found void, one corrected after an objection, one who failed a part."""
    life.watch(f"/batches/{BATCH_ID}/progress", f"/batches/{BATCH_ID}/notices", by=QUALITY)
    life.watch(f"/batches/{BATCH_ID}/objections", by=QUALITY)
    life.watch(f"/batches/{BATCH_ID}/certificates", by=CLERK)
    life.watch("/public-notices", f"/public-notices/{BATCH_ID}", by=PUBLIC)
    await post_results(life, {}, {"theory": "59.9"}, {"theory": "59.9", "practical": None})

    await life.step_to(beijing(2026, 9, 28, 9))
    await lodge(life, 2)
    await decide(life, "upheld", ordinal=2)
    await lodge(life, 3)
    await decide(life, "dismissed", ordinal=3)
    await life.step_to(beijing(2026, 9, 29, 9))
    await life.deliver(a_score_corrected(2, theory="60.0", corrected_at=beijing(2026, 9, 29, 9)))
    await life.step_to(FIVE_DAYS_OVER)
    await life.step_to(beijing(2026, 10, 13))
    await life.deliver(a_result_amended(amended_at=beijing(2026, 10, 13)))
    number = f"{INSTITUTION_CODE}265000001"
    for path in ("pdf", ""):
        await life.get(f"/certificates/{number}/{path}".rstrip("/"), as_=CLERK)
    paper = {"number": number, "name": "欧阳喆玥", "last_six": "070014"}
    await life.post("/verify", json=paper)
    await life.step_to(beijing(2026, 10, 21))

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))


async def test_blanks_from_drawing_to_destruction_read_as_approved(life):
    """Two are printed and leave by hand and by post, one is void and destroyed; a lost one is printed again."""
    await post_results(life, *({} for _ in range(3)))
    await life.step_to(FIVE_DAYS_OVER)
    await life.step_to(beijing(2026, 10, 12, 9))
    life.watch("/stock", "/stock/drawings", "/stock/prints", "/stock/XN/blanks", "/stock/destructions", by=QUALITY)
    life.watch("/stock/XN/stocktakes", "/reissues", f"/blanks/{stock.sheet(2)}", "/statistics/2026", by=QUALITY)
    await stock.draw(life, 6, reason="备用")
    await stock.print_on(life, 1, 2)
    await stock.hand_out(life, 1)
    await stock.hand_out(life, 2, stock.POSTED)
    await stock.void(life, 3, "受潮")
    await reissues.ask(life)
    life.watch(reissues.REISSUE, by=CLERK)
    await reissues.approve(life)
    await life.post(f"{reissues.REISSUE}/print", as_=CLERK)
    await life.get(f"{reissues.REISSUE}/pdf", as_=CLERK)
    await reissues.hand_over(life)
    counted = {"blank": 2, "printed": 0, "void": 1, "explained": "一张夹在箱底"}
    await life.post("/stock/XN/stocktakes", json=counted, as_=CLERK)
    entered = (await stock.destroy(life, 3)).json()
    await life.post(f"/stock/destructions/{entered['destruction_id']}/signature", as_=stock.OTHER_CLERK)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_blanks.txt"))


async def test_what_speaks_against_certificates_reads_as_approved(life):
    """One is altered, one was outside the scope, one number was never given; and what the public reads of them."""
    life.watch("/filings", "/filings/B-000001", "/holiday-years", by=DIRECTOR)
    life.watch("/proceedings", "/scope-findings", by=QUALITY)
    life.watch("/void-papers", "/void-scopes", "/verification-key", by=PUBLIC)
    await post_results(life, {})
    await life.step_to(beijing(2026, 10, 12, 9))
    await proceedings.find(life, "alteration")
    life.watch(proceedings.ONE, by=QUALITY)
    await proceedings.decide(life, proceedings.UPHELD)
    await proceedings.follow_up(life, "paper-taken-back", note="已收回")
    await proceedings.find(life, "own-number", proceedings.MADE_UP)
    await life.post("/proceedings/P-000002/decision", json=proceedings.UPHELD, as_=DIRECTOR)
    await life.post("/scope-findings", json=proceedings.UNFILED, as_=QUALITY)
    life.watch(proceedings.FINDING, by=QUALITY)
    await life.post(f"{proceedings.FINDING}/decision", json=proceedings.UPHELD, as_=DIRECTOR)
    await life.step_to(beijing(2026, 10, 13))

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_findings.txt"))
