"""The pages of the examination day before the services as they are: what they ask is what is answered."""

import re
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from apps.gateway.tests.desk import Browser, Desk, FakeServices
from libs.chassis.testing import Harness
from libs.chassis.time.clock import SystemClock
from libs.contracts.scheduling import ExamFinished
from services.incident.main import build as incident
from services.incident.tests.builders import DISCOVERED
from services.incident.tests.test_day import planned
from services.itembank.main import build as itembank
from services.itembank.tests.builders import NOW, SESSION, a_plan
from services.itembank.tests.conftest import CHIEF, DEPUTY, THEORY
from services.itembank.tests.conftest import Desk as Safe
from services.scheduling.main import build as scheduling
from services.scheduling.tests.builders import PLANNING_DAY
from services.scheduling.tests.conftest import SITE_HEAD, Batch
from services.scheduling.tests.test_exam_day import Room


class RealService(FakeServices):
    """Hands what is for one service to it as it runs."""

    def __init__(self, harness):
        super().__init__()
        self.name = harness.service.name
        self.real = httpx.ASGITransport(harness.service.application(), raise_app_exceptions=False)

    async def handle_async_request(self, request):
        if request.url.host == self.name:
            return await self.real.handle_async_request(request)
        return await super().handle_async_request(request)


@asynccontextmanager
async def a_desk_before(harness, directory):
    async with Desk(directory, clock=SystemClock()) as desk:
        desk.gateway.exam_clock = harness.service.clock
        desk.gateway.http = httpx.AsyncClient(transport=RealService(harness))
        yield desk


@pytest.fixture
async def theory(tmp_path):
    """Four candidates in a theory room, at the opening of the doors."""
    async with Harness(scheduling, tmp_path, now=PLANNING_DAY) as harness:
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
    async with a_desk_before(theory.harness, tmp_path) as desk:
        yield desk


async def on_duty(desk, theory) -> Browser:
    browser: Browser = await desk.signed_in(*theory.chief)
    return browser


async def test_a_session_is_held_by_phone_from_doors_to_last_signal(desk, theory):
    page, arrivals = f"/exam-sessions/{theory.id}", f"/exam-sessions/{theory.id}/arrivals"
    first, second, third, late = theory.candidates
    tickets = {one["application_id"]: one["ticket_number"] for one in (await theory.show()).json()["seats"]}
    browser = await on_duty(desk, theory)

    await browser.open("/my-sessions")
    assert f'href="{page}"' in browser.page.text
    head = await desk.signed_in(*SITE_HEAD)
    await head.open("/exam-board")
    await head.send("/exam-board/signals")
    assert "不能开考。" in head.page.text
    await browser.open(arrivals)
    await browser.send(f"{arrivals}/{first}")
    await browser.send(arrivals, ticket_number=tickets[second])
    assert "已到 2 人，应到 4 人。" in browser.page.text
    await browser.send(arrivals, ticket_number=tickets[second])
    assert "请核对人证是否相符" in browser.page.text
    await browser.send(f"{arrivals}/{third}")
    await theory.harness.step_to(theory.starts_at)
    await head.open("/exam-board")
    await head.send("/exam-board/signals")
    assert "开考信号已发布，1 个考场已收到。" in head.page.text
    await theory.harness.step_to(theory.starts_at + timedelta(minutes=30))
    await browser.open(arrivals)
    await browser.send(f"{arrivals}/{late}")
    assert "迟到考生不能再进入考场" in browser.page.text
    await theory.harness.step_to(theory.ends_at)
    await head.open("/exam-board")
    await head.send("/exam-board/signals")

    assert "结束信号已发布，1 个考场已收到。" in head.page.text
    assert "已结束" in (await browser.open(page)).text
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


async def test_two_people_on_duty_open_a_paper_on_their_phones(tmp_path):
    async with Harness(itembank, tmp_path, now=NOW) as harness, a_desk_before(harness, tmp_path) as desk:
        await Safe(harness).seal_all()
        await harness.deliver(a_plan())
        page, paper = f"/exam-sessions/{SESSION}/papers", f"/exam-sessions/{SESSION}/papers/{THEORY[0]}"
        first, second = [await desk.signed_in(*who) for who in (CHIEF, DEPUTY)]

        await first.open(page)
        await first.send(paper)
        early = first.page
        await harness.step_to(a_plan().starts_at)
        await first.send(paper)
        await first.open(page)
        waiting = first.page
        await second.open(page)
        await second.send(paper)

        assert (early.status_code, "现在还不能启封" in early.text) == (409, True)
        assert "等待第二人签名" in waiting.text
        assert second.page.text.count("<p><strong>1.</strong>") == 1
        assert f"启封人 {CHIEF[0]}、{DEPUTY[0]}" in second.page.text


async def test_a_second_report_of_one_power_cut_joins_the_first(tmp_path):
    async with Harness(incident, tmp_path, now=DISCOVERED) as harness, a_desk_before(harness, tmp_path) as desk:
        await planned(harness, "one", staff=["I-0001"])
        await planned(harness, "two", staff=["I-0002"])
        first, second = [await desk.signed_in(who, "invigilator") for who in ("I-0001", "I-0002")]
        said = {"kind": "power-or-equipment-failure", "site": "主考点", "description": "停电"}

        await first.open("/report-incident")
        assert '<option value="one" selected>' in first.page.text
        await first.send("/report-incident", **said)
        await second.open("/report-incident")
        await second.send("/report-incident", **said)
        [known] = re.findall(r'name="joins" value="(?!another)([^"]+)"', second.page.text)
        await second.send("/report-incident", **said, joins=known)

        assert first.path == second.path == f"/incidents/{known}"
        assert "报告已收到。" in first.page.text
        assert "已并入正在处理的同一起事件。" in second.page.text
        assert "停电或设备故障" in second.page.text
