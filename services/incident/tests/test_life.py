"""What the incident service answers, announces, waits for and prints, from the duty list to the closed incident."""

from pathlib import Path

import pytest

from libs.contracts.scheduling import ScheduleDispositionAnswered
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE, MORNING, NOON
from services.incident.tests.test_http import (
    DIRECTOR,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    REPORT,
    SITE_HEAD,
    followed_up,
    reported,
    told,
)
from services.incident.tests.test_http_duty import DUTIES
from services.incident.tests.test_preparing import a_training, decided, founded
from tests.lives import Life


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=DISCOVERED + MINUTE) as life:
        yield life


async def test_what_is_prepared_and_fixed_beforehand_reads_as_approved(life):
    """The plan's kinds, ladders and figures; the group, its precautions, a duty list, a training."""
    for fixed in ("kinds", "ladders", "classification"):
        await life.get(f"/incidents/{fixed}", as_=INVIGILATOR)
    life.watch("/leading-group", "/preparations", by=DIRECTOR)
    life.watch("/rosters/2026-autumn", "/rosters/2026-autumn/readiness", by=DIRECTOR)
    await founded(life)
    await decided(life)
    await life.post("/leading-group/precautions/1/checks", json={"carried_out": True, "note": "已检查"}, as_=DIRECTOR)
    await life.put("/rosters/2026-autumn", json={"duties": DUTIES}, as_=EXAM_AFFAIRS)
    await life.post("/preparations", json=a_training(), as_=EXAM_AFFAIRS)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_preparations.txt"))


async def test_a_failure_of_power_from_report_to_closing_reads_as_approved(life):
    """Nobody passes it on in time; time is made up, carried out, and the incident closed."""
    life.leave_out("notice-due")  # whoever sends does so when there is time
    path = await reported(life, session_ids=[MORNING, NOON])
    life.watch(path, "/incidents/open", by=DIRECTOR)
    await life.step_to(DISCOVERED + 5 * MINUTE)
    await life.step_to(DISCOVERED + 8 * MINUTE)
    await life.step_to(DISCOVERED + 10 * MINUTE)
    await life.post(f"{path}/acknowledgements", as_=LEADING_GROUP)
    await told(life, path, form="phone")
    await life.post(f"{path}/stage-reports", json={"text": "已恢复供电", "form": "oral"}, as_=SITE_HEAD)
    lost = {
        "type": "make-up-time", "session_ids": [MORNING], "minutes": 12,
        "interrupted_at": DISCOVERED.isoformat(), "restored_at": (DISCOVERED + 12 * MINUTE).isoformat(),
    }  # fmt: skip
    await life.step_to(DISCOVERED + 13 * MINUTE)
    await life.post(f"{path}/dispositions", json=lost, as_=SITE_HEAD)
    preview = (await life.get(f"{path}/dispositions/1/preview", as_=EXAM_AFFAIRS)).json()
    await life.post(f"{path}/dispositions/1/approval", json={"digest": preview["digest"]}, as_=EXAM_AFFAIRS)
    answer = ScheduleDispositionAnswered(
        incident_id=path.rpartition("/")[2], batch_id="2026-autumn", disposition=1, applied=[MORNING], refused=[],
        answered_at=life.now,
    )  # fmt: skip
    await life.deliver(answer)
    await life.post(f"{path}/dispositions", json=lost | {"session_ids": [NOON]}, as_=SITE_HEAD)
    await life.post(f"{path}/dispositions/2/refusal", json={"reason": "该场未受影响"}, as_=EXAM_AFFAIRS)
    correction = {"discovered_at": (DISCOVERED - MINUTE).isoformat(), "reason": "核对监控"}
    await life.post(f"{path}/corrections", json=correction, as_=EXAM_AFFAIRS)
    await life.post(f"{path}/statements", json={"text": "考试已恢复正常"}, as_=LEADING_GROUP)
    await followed_up(life, path)
    await life.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)
    await life.get(f"{path}/timeline.pdf", as_=DIRECTOR)
    for file in ("csv", "pdf"):
        await life.get(f"/incidents/register.{file}?batch_id=2026-autumn", as_=EXAM_AFFAIRS)
    await life.get("/incidents/statistics?batch_id=2026-autumn", as_=DIRECTOR)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_an_incident.txt"))
