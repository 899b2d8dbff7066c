"""What sync answers, tells and waits for while records of a batch are carried to the platform and reported."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.sync.main import build
from services.sync.tests.builders import (
    BATCH_ID,
    CLERK,
    ISSUED,
    OPENED,
    a_batch_opened,
    a_change,
    a_session_planned,
    beijing,
    number,
    uploads,
)
from services.sync.tests.test_packages import PACKAGE, a_carried_package, answer
from tests.lives import Life


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=OPENED) as life:
        yield life


async def test_records_from_certificate_to_platform_read_as_approved(life):
    """One is taken, one refused and sent again, one looked up, one revoked; and what is to be reported by when."""
    life.watch("/uploads", f"/batches/{BATCH_ID}/uploads", f"/batches/{BATCH_ID}/account", "/reports", by=CLERK)
    await life.deliver(a_batch_opened())
    await life.deliver(a_session_planned(ends_at=beijing(2026, 9, 19, 11)))
    await life.step_to(ISSUED)
    await a_carried_package(life, 1, 2, 3)
    life.watch(PACKAGE, by=CLERK)
    await answer(
        life,
        ["证书编号", "结果", "失败原因"],
        [number(1), "成功", ""],
        [number(2), "失败", "证件号码校验不通过"],
    )
    refused, unsure = [(await uploads(life, state=state))[0]["id"] for state in ("rejected", "uncertain")]
    life.watch(f"/uploads/{refused}", f"/uploads/{unsure}", by=CLERK)
    await life.post(f"/uploads/{refused}/retry", json={"reason": "已更正"}, as_=CLERK)
    await life.post(f"/uploads/{unsure}/finding", json={"there": True}, as_=CLERK)
    await life.post(f"/reports/certificates~{BATCH_ID}/made", json={"receipt": "HN-7"}, as_=CLERK)
    await life.deliver(a_change("revoked", at=ISSUED + timedelta(days=1)))
    await life.step_to(beijing(2026, 11, 1))

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))
