"""What goes wrong on the day calls those who lead that site: who, how loud, and in which words."""

from datetime import UTC, datetime

import pytest

from libs.chassis.domain import NotFoundError
from libs.chassis.testing import Harness
from libs.contracts.scheduling import ExamPapersMissing, ExamStepsOverdue, OverdueStep
from services.incident.domain.notices.notice import Urgency
from services.incident.main import build
from services.incident.storage.collections import NOTIFICATIONS
from services.incident.tests.test_http import EXAM_AFFAIRS

PLANNED = {"session_id": "2026-autumn-t-1", "batch_id": "2026-autumn", "site": "主考点", "room": "T-001"}
EARLY = datetime(2026, 9, 19, 0, 20, tzinfo=UTC)
DUTIES = [
    ("site-head", "H-1", "主考点"),
    ("site-head", "H-2", "分考点"),
    ("contact", "X-1", ""),
    ("director", "D-1", ""),
]


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=EARLY) as harness:
        duties = [{"post": post, "person_id": who, "site": site} for post, who, site in DUTIES]
        answer = await harness.put("/rosters/2026-autumn", json={"duties": duties}, as_=EXAM_AFFAIRS)
        assert answer.status_code < 300
        yield harness


async def called(incident, event_id):
    """Who is called, with the words that they read."""
    found = {}
    for _, who, _ in DUTIES:
        try:
            found[who] = await incident.load(NOTIFICATIONS, f"{event_id}:{who}")
        except NotFoundError:
            continue
    return found


async def test_a_step_that_is_late_calls_the_head_of_that_site_once(incident):
    step = OverdueStep(name="instructions-given", task="主考作临场指示", due_at=EARLY)
    event = ExamStepsOverdue(**PLANNED, steps=[step], overdue_at=EARLY)

    await incident.deliver(event, id="scheduling:one:2", times=2)

    [head] = (found := await called(incident, "scheduling:one:2")).values()
    assert list(found) == ["H-1"]
    assert (head.title, head.urgency) == ("考试日环节逾时未办", Urgency.REMINDER)
    assert head.text == "主考点 T-001：08:20 主考作临场指示。请立即督促办理。"
    assert incident.parked() == []


@pytest.mark.rule("EXM-23")
async def test_missing_papers_call_the_head_and_the_examination_office_as_an_alarm(incident):
    event = ExamPapersMissing(**PLANNED, missing=2, reported_at=EARLY)

    await incident.deliver(event, id="scheduling:one:3")

    found = await called(incident, "scheduling:one:3")
    assert sorted(found) == ["H-1", "X-1"]
    assert {one.urgency for one in found.values()} == {Urgency.ALARM}
    assert {one.text for one in found.values()} == {"主考点 T-001 清点时缺少 2 份，请立即追查。"}


async def test_without_a_duty_list_nobody_is_known_to_be_called(tmp_path):
    async with Harness(build, tmp_path, now=EARLY) as harness:
        await harness.deliver(ExamPapersMissing(**PLANNED, missing=1, reported_at=EARLY), id="scheduling:one:3")

        assert harness.parked() == []
        assert await called(harness, "scheduling:one:3") == {}
