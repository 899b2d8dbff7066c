"""What registration answers and announces from the announcement of a batch to its last application."""

from pathlib import Path

import pytest

from libs.contracts.incident import FeeWaiverApproved
from services.registration.main import build
from services.registration.tests import test_bars as bars
from services.registration.tests import test_fees as fees
from services.registration.tests.builders import CLOSES_AT, NOON, a_csv, some_people
from services.registration.tests.conftest import (
    EXAM_AFFAIRS,
    LIST,
    RECEPTION,
    a_batch_body,
    an_announcement_body,
    upload,
)
from tests.lives import Life

AUDITOR, PUBLIC = ("S-0099", "auditor"), ()


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=NOON) as life:
        yield life


async def test_a_batch_from_its_announcement_to_its_closing_reads_as_approved(life):
    """Six people: approved, unconfirmed, refused by a rule, downgraded, refused at the review, and let off the fee."""
    life.watch("/announcements", "/announcements/2026-autumn", by=PUBLIC)
    await life.get("/announcements/conditions", as_=PUBLIC)
    await life.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
    life.watch("/batches", "/batches/2026-autumn", "/batches/2026-autumn/rosters", LIST, by=AUDITOR)
    await life.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)

    people = some_people(5)
    people[0] |= {"班级": "烹饪2401", "工作单位": "示例饭店"}
    people[1]["本人确认"] = "否"
    people[2] |= {"级别": "三级", "申报条件": "L3-CERT4"}
    people[3] |= {"级别": "三级", "申报条件": "L3-CERT4"}
    await life.post("/batches/2026-autumn/roster/check", content=a_csv(*people), as_=RECEPTION)
    await upload(life, *people)
    applications = [f"/applications/2026-autumn-{row:05d}" for row in range(2, 7)]
    await life.get(applications[0], as_=RECEPTION)
    await life.get(applications[2], as_=AUDITOR)
    await life.post(f"{applications[1]}/confirmation", as_=RECEPTION)
    lower = {"level": 4, "condition": "L4-YEARS5", "proofs": ["身份证", "工作年限证明", "照片"]}
    await life.post(f"{applications[3]}/downgrade", json=lower, as_=EXAM_AFFAIRS)
    await life.post(f"{applications[4]}/refusal", json={"reason": "材料与本人不符"}, as_=EXAM_AFFAIRS)
    await life.post("/batches/2026-autumn/approvals", json={"most": 2}, as_=EXAM_AFFAIRS)
    await life.post("/batches/2026-autumn/approvals", as_=EXAM_AFFAIRS)
    await life.post("/applications/search", json={"name": "考生零"}, as_=AUDITOR)
    waiver = FeeWaiverApproved(
        incident_id="2026-autumn-0123456789ab", batch_id="2026-autumn", disposition=1, approved_by="S-0099",
        approved_at=NOON, application_ids=["2026-autumn-00002", "2026-autumn-00004"], parts=["theory"],
    )  # fmt: skip
    await life.deliver(waiver)
    await life.post("/batches/2026-autumn/closure", as_=EXAM_AFFAIRS)
    await life.step_to(CLOSES_AT)
    await life.post("/batches/2026-autumn/closure", as_=EXAM_AFFAIRS)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))


async def test_fees_and_bars_read_as_approved(life):
    """One pays in two parts, of which one is void, and gets a part back; one may not apply until a day."""
    life.watch("/bars", by=fees.HEAD)
    await fees.charge(life)
    life.watch(fees.BOOK, "/batches/2026-autumn/fee-accounts", "/batches/2026-autumn/receipts", by=AUDITOR)
    life.watch(fees.FEES, f"/applications/{fees.ONE}/assessment", f"/applications/{fees.ONE}/integrity", by=RECEPTION)
    await fees.pay(life, 6_000)
    await fees.pay(life, 15_000)
    await life.post("/receipts/SJ2026000001/voiding", json={"reason": "金额录错"}, as_=fees.HEAD)
    await fees.pay(life, 6_000)
    life.watch("/receipts/SJ2026000001", by=fees.FINANCE)
    back = {"items": ["practical"], "reason": "本人因病不参加实操"}
    await life.post(f"/applications/{fees.ONE}/refund-request", json=back, as_=RECEPTION)
    await life.post(f"/applications/{fees.ONE}/refund-refusal", as_=fees.HEAD)
    await life.post(f"/applications/{fees.ONE}/refund-request", json=back, as_=RECEPTION)
    await life.post(f"/applications/{fees.ONE}/refund", as_=fees.HEAD)
    await life.get("/receipts/TF2026000001", as_=fees.FINANCE)
    await bars.propose(life)
    await bars.review(life)
    await life.post("/bars/b-1/lifting", json={"reason": "复核后撤销"}, as_=fees.HEAD)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_fees.txt"))
