"""The pages of the examination day before scheduling as it is: what they ask is what it answers."""

from datetime import timedelta

import httpx
import pytest

from apps.gateway.tests.desk import Browser, Desk, FakeServices
from libs.chassis.clock import SystemClock
from libs.chassis.testing import Harness
from libs.contracts.scheduling import ExamFinished
from services.scheduling.main import build
from services.scheduling.tests.builders import PLANNING_DAY
from services.scheduling.tests.conftest import Batch
from services.scheduling.tests.test_exam_day import Room


class RealScheduling(FakeServices):
    """Hands what is for scheduling to the running service."""

    def __init__(self, harness):
        super().__init__()
        self.scheduling = httpx.ASGITransport(harness.service.application(), raise_app_exceptions=False)

    async def handle_async_request(self, request):
        if request.url.host == "scheduling":
            return await self.scheduling.handle_async_request(request)
        return await super().handle_async_request(request)


@pytest.fixture
async def theory(tmp_path):
    """Four candidates in a theory room, at the opening of the doors."""
    (tmp_path / "scheduling").mkdir()
    async with Harness(build, tmp_path / "scheduling", now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(4)
        assert (await batch.plan()).status_code == 201
        await batch.publish()
        room = Room(batch, await batch.session("theory"))
        await harness.step_to(room.starts_at - timedelta(minutes=15))
        yield room


@pytest.fixture
async def desk(tmp_path, theory):
    async with Desk(tmp_path, clock=SystemClock()) as desk:
        desk.gateway.http = httpx.AsyncClient(transport=RealScheduling(theory.harness))
        yield desk


async def on_duty(desk, theory) -> Browser:
    browser: Browser = await desk.signed_in(*theory.chief)
    return browser


async def test_a_session_is_held_on_the_phone_from_the_doors_to_the_last_signal(desk, theory):
    page, arrivals = f"/exam-sessions/{theory.id}", f"/exam-sessions/{theory.id}/arrivals"
    first, second, third, late = theory.candidates
    tickets = {one["application_id"]: one["ticket_number"] for one in (await theory.show()).json()["seats"]}
    browser = await on_duty(desk, theory)

    await browser.open("/my-sessions")
    assert f'href="{page}"' in browser.page.text
    await browser.open(page)
    await browser.send(f"{page}/start")
    assert "不能开考。" in browser.page.text
    await browser.open(arrivals)
    await browser.send(f"{arrivals}/{first}")
    await browser.send(arrivals, ticket_number=tickets[second])
    assert "已到 2 人，应到 4 人。" in browser.page.text
    await browser.send(arrivals, ticket_number=tickets[second])
    assert "请核对人证是否相符" in browser.page.text
    await browser.send(f"{arrivals}/{third}")
    await theory.harness.step_to(theory.starts_at)
    await browser.open(page)
    await browser.send(f"{page}/start")
    assert "已开考。" in browser.page.text
    await theory.harness.step_to(theory.starts_at + timedelta(minutes=30))
    await browser.open(arrivals)
    await browser.send(f"{arrivals}/{late}")
    assert "迟到考生不能再进入考场" in browser.page.text
    await theory.harness.step_to(theory.ends_at)
    await browser.open(page)
    assert "参考 3 人，其余 1 人记为缺考" in browser.page.text
    await browser.send(f"{page}/finish")

    assert "本场考试结束" in browser.page.text
    [event] = theory.harness.published(ExamFinished)
    assert (len(event.present), event.absent) == (3, [late])


async def test_a_room_of_others_is_refused_by_scheduling_itself(desk, theory):
    browser = await desk.signed_in("I-9999", "invigilator")

    shown = await browser.open(f"/exam-sessions/{theory.id}")
    started = await browser.client.post(f"/exam-sessions/{theory.id}/start", data={"key": "a-key-of-a-test"})

    assert (shown.status_code, started.status_code) == (403, 403)
    assert "无权操作" in shown.text
    assert "无权操作" in started.text


async def test_the_board_counts_what_scheduling_has_today(desk, theory):
    await theory.check_in(1, 2)
    browser = await desk.signed_in("H-0001", "site-head")

    await browser.open("/exam-board?site=主考点")

    assert "<dt>已签到</dt><dd>2</dd>" in browser.page.text
    assert f'href="/exam-sessions/{theory.id}"' in browser.page.text
