"""What scoring answers, announces and shows while a list is marked, corrected, checked, published and re-checked."""

from pathlib import Path

import pytest

from libs.contracts.certification import ObjectionDecided
from services.scoring.main import build
from services.scoring.tests.builders import (
    BATCH,
    CODER,
    EXAMINERS,
    LEAD,
    LEADER,
    LISTS,
    NOW,
    ONE,
    PRACTICAL,
    THEORY,
    THREE,
    TWO,
    a_void_order,
    a_zero_order,
)
from services.scoring.tests.conftest import Desk
from tests.lives import Life

AUDITOR, STAFF = ("S-0099", "auditor"), ("S-0012", "exam-affairs")
EXAMINER, CHIEF = (EXAMINERS[1], "examiner"), (LEADER, "examiner")


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=NOW) as life:
        yield life


async def test_a_list_from_the_room_to_the_result_reads_as_approved(life):
    """The key is wrong in one item, two examiners are far apart, one candidate stays away, one objects and wins."""
    desk = Desk(life)
    await desk.sit(rows=(1, 2), absent=(3,))
    life.watch(
        *(f"/batches/{BATCH}/{what}" for what in ("progress", "sessions", "lists", "results", "keys")), by=AUDITOR
    )
    life.watch(f"/sessions/{THEORY}/scripts", f"/sessions/{PRACTICAL}/scripts", by=LEAD)

    await desk.hand_over_key(key="ABCDTT")
    codes, pieces = await desk.codes(THEORY), await desk.codes(PRACTICAL)
    await desk.upload(await desk.answer_file({TWO: "ABCD T"}))
    await life.get(f"/sessions/{PRACTICAL}/scripts", as_=EXAMINER)
    for examiner, total in zip(EXAMINERS, ("30", "44.9", "46"), strict=True):
        await desk.score(examiner, {ONE: ["30", total], TWO: ["30", "30"]})
    await life.get(f"/sessions/{PRACTICAL}/disputes", as_=CHIEF)
    signed = {"reason": "照录入单更正"}
    await life.post(f"/sessions/{PRACTICAL}/rulings", json={"code": pieces[ONE], "score": "75", **signed}, as_=CHIEF)
    ruled = {"code": pieces[TWO], "marks": ["30", "29.6"], **signed}
    await life.post(f"/sessions/{PRACTICAL}/practical-corrections", json=ruled, as_=EXAMINER)
    for by in (LEAD, STAFF):
        await life.post("/keys/P-t-A/corrections", json={"item": 6, "answer": "F", "reason": "教材"}, as_=by)
        await life.get("/keys/P-t-A/corrections", as_=AUDITOR)
    read = {"code": codes[TWO], "item": 5, "answer": "T", **signed}
    await life.post(f"/sessions/{THEORY}/answer-corrections", json=read, as_=LEAD)

    await desk.check()
    await desk.approve()
    await life.post(f"/sessions/{THEORY}/code-readings", as_=CODER)
    await life.get(f"{LISTS}/code-readings", as_=AUDITOR)
    await desk.publish(limit=2)
    await desk.publish()

    life.watch(*(f"/results/{one}" for one in (ONE, TWO, THREE)), by=AUDITOR)
    upheld = ObjectionDecided(
        objection_id=f"{TWO}-o1",
        application_id=TWO,
        batch_id=BATCH,
        part="practical",
        decision="upheld",
        decided_at=NOW,
    )
    await life.deliver(upheld)
    again = {"part": "practical", "score": "60.0", "objection_id": f"{TWO}-o1", "reason": "复核评分记录"}
    await life.post(f"/results/{TWO}/rechecks", json=again, as_=LEAD)
    await life.deliver(a_void_order(ONE))
    await life.deliver(a_zero_order(THREE, disposition=2))

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))
