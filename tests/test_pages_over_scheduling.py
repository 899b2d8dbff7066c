"""Pages of the gateway over scheduling itself: late candidates, the way between sites, and what staff did."""

import re

import pytest

from libs.chassis.testing import Harness
from services.scheduling.main import build
from services.scheduling.tests.builders import BATCH, PLANNING_DAY
from services.scheduling.tests.conftest import HEADS, Batch, moment
from tests.test_exam_day_pages import a_desk_before

PLAN = f"/batches/{BATCH}/plan"


@pytest.fixture
async def held(tmp_path):
    """A batch that is announced."""
    (tmp_path / "scheduling").mkdir()
    async with Harness(build, tmp_path / "scheduling", now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(4)
        assert (await batch.plan()).status_code == 201
        await batch.publish()
        yield batch


@pytest.fixture
async def desk(tmp_path, held):
    async with a_desk_before(held.harness, tmp_path) as desk:
        yield desk


def seen(browser):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", browser.page.text).split())


async def test_a_late_candidate_is_seated_from_the_page_of_the_plan(desk, held):
    await held.harness.deliver(held.approved(5, class_name="烹饪2402"))
    office = await desk.signed_in("S-0900", "exam-affairs")
    await office.open(PLAN)

    await office.send(f"{PLAN}/amendments/draft")
    assert f"{BATCH}-00005" in seen(office), seen(office)
    await office.send(f"{PLAN}/amendments")

    assert "后补考生 1 人已排座，准考证已生成。" in seen(office)
    await office.open(f"/batches/{BATCH}/tickets")
    assert f"{BATCH}-00005" in seen(office)


async def test_what_staff_did_goes_from_the_site_to_who_decides(desk, held):
    session = await held.session()
    who = session["staff"][0]["staff_id"]
    await held.harness.step_to(moment(session["starts_at"]))
    page = f"/exam-sessions/{session['session_id']}"
    head = await desk.signed_in(HEADS[0], "site-head")
    await head.open(page)

    await head.send(f"{page}/staff-acts", staff_id=who, act="appearance", facts="未佩带证件")

    assert "已记入其人员档案" in seen(head), seen(head)
    quality = await desk.signed_in("S-0003", "quality")
    await quality.open(f"/staff/{who}/breaches")
    assert HEADS[0] in seen(quality)
    await quality.send(f"/staff/{who}/breaches/1/verdict", measure="sent-away", reason="情况属实")
    assert "决定已登记" in seen(quality), seen(quality)
    office = await desk.signed_in("S-0900", "exam-affairs")
    await office.open(f"/staff/{who}/breaches")
    await office.send(f"/staff/{who}/breaches/1/appeal", text="当时佩带")
    assert "申诉已登记" in seen(office)
    director = await desk.signed_in("S-0001", "director")
    await director.open(f"/staff/{who}/breaches")
    await director.send(f"/staff/{who}/breaches/1/ruling", is_granted="yes", reason="监控可见")
    assert "成立，处理撤销" in seen(director)


async def test_the_head_of_another_site_reads_why_it_is_refused(desk, held):
    session = await held.session()
    page = f"/exam-sessions/{session['session_id']}"
    other = await desk.signed_in("H-0009", "site-head")
    await other.open(page)

    await other.send(f"{page}/staff-acts", staff_id=session["staff"][0]["staff_id"], act="absent", facts="离开考场")

    assert "不是考点" in seen(other)
