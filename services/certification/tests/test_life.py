"""What certification answers, announces and waits for while results are posted, objected to, amended and certified."""

from pathlib import Path

import pytest

from services.certification.main import build
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    INSTITUTION_CODE,
    PUBLISHED,
    a_result_amended,
    a_score_corrected,
    beijing,
)
from services.certification.tests.conftest import CLERK, decide, lodge, post_results
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
