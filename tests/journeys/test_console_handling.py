"""An incident is handled on the duty console, by keyboard alone, to its end and into the register."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from libs.contracts.beijing import BEIJING
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import CandidateScheduled, ScheduleDispositionAnswered, Sitting
from tests.journeys.duty_console import BATCH
from tests.journeys.screens import GROUP, PHONE, SESSION, WALL, a_session, choose, eventually, row, said, shot, told_at

pytestmark = [pytest.mark.browser, pytest.mark.rabbit]


OWN = "e.dataset.key ?? e.dataset.incident ?? e.dataset.signOut ?? e.dataset.keys"


NAMED = f"({OWN} ?? (e.matches('.filter') ? e.textContent : ''))"


def fill(page, key, *answers, first=".deed [name]"):
    """Open a form by its key and fill it in, field after field, without a mouse."""
    page.keyboard.press(key)
    expect(page.locator(first).first).to_be_focused()
    for place, answer in enumerate(answers):
        if place:
            page.keyboard.press("Tab")
        if answer:
            page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")


def a_candidate(row, planned):
    sitting = Sitting(
        part="theory",
        session_id=SESSION,
        room=planned.room,
        seat=row,
        form="A",
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
    )
    return CandidateScheduled(
        application_id=f"{BATCH}-{row:05d}",
        batch_id=BATCH,
        ticket_number=f"{row}",
        occupation_code="4-04-05-05",
        level=4,
        sittings=[sitting],
        scheduled_at=planned.planned_at,
    )


def a_paper(planned):
    return PaperSealed(
        paper_id="P-1",
        batch_id=BATCH,
        occupation_code="4-04-05-05",
        level=4,
        part="theory",
        form="spare",
        items=100,
        digest="d",
        sealed_at=planned.planned_at,
    )


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(desk, sign_in):
    desk.report(room="第十一考场", description="桌椅损坏")
    wall = sign_in("S-0901", "leading-group")
    expect(wall.locator(".row", has_text="第十一考场")).to_be_visible()
    reached = set()

    for _ in range(wall.locator("button, a").count() + 2):
        wall.keyboard.press("Tab")
        focused = wall.evaluate(
            f"(() => {{ const e = document.activeElement, s = getComputedStyle(e);"
            f" return [{NAMED}, s.outlineStyle, parseFloat(s.outlineWidth)]; }})()"
        )
        if focused[0]:
            reached.add(focused[0])
            assert focused[1:] == ["solid", 4], focused
    buttons = wall.locator("button:visible, a.button:visible").evaluate_all(f"all => all.map(e => {NAMED})")

    assert set(buttons) <= reached
    shortcuts = wall.locator(".keys").inner_text()
    assert all(key in shortcuts for key in ("A", "N", "M", "D", "X", "Esc"))


def test_a_form_shows_where_the_keyboard_is_and_lets_it_out_again(desk, sign_in):
    incident_id = desk.report(room="第十八考场", description="门锁损坏")
    wall = sign_in("S-0901", "leading-group")
    choose(wall, incident_id)
    wall.keyboard.press("l")
    expect(wall.locator(".deed [name]").first).to_be_focused()
    places = []

    while wall.evaluate("document.activeElement.closest('.deed') !== null"):
        ring = wall.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        places.append((wall.evaluate("document.activeElement.name ?? ''"), ring))
        assert len(places) < 20, places
        wall.keyboard.press("Tab")

    assert {name for name, _ in places} >= {"to", "form", "told_at"}
    assert [place for place in places if place[1] != "solid"] == []
    wall.locator(".deed [name]").first.focus()
    wall.keyboard.press("Escape")
    wall.keyboard.press("q")
    expect(wall.locator(".deed")).to_have_count(0)


def test_what_is_due_next_stands_out_and_words_stay_with_their_incident(desk, sign_in):
    first, second = (desk.report(room=room, description="停电") for room in ("第二十二考场", "第二十三考场"))
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, first)
    expect(wall.locator("[data-key=a]")).to_have_class(re.compile("next"))

    wall.keyboard.press("a")
    said(wall, "已接手。")

    expect(wall.locator("[data-key=a]")).to_be_hidden()
    expect(wall.locator("[data-key=l]")).to_have_class(re.compile("next"))
    choose(wall, second)
    expect(wall.locator(".said")).to_be_hidden()
    expect(wall.locator("[data-key=a]")).to_have_class(re.compile("next"))


def test_an_incident_is_reclassified_and_its_time_and_reporter_put_right(desk, sign_in):
    incident_id = desk.report(room="第二十四考场", description="投影仪冒烟")
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, incident_id)

    wall.keyboard.press("e")
    wall.get_by_label("改为").select_option(label="重大 · 试卷泄密")
    wall.get_by_label("理由").fill("试卷在场外出现")
    wall.keyboard.press("Control+Enter")
    said(wall, "已重新认定。")
    expect(row(wall, incident_id)).to_contain_text("试卷泄密")
    choose(wall, incident_id)
    wall.keyboard.press("t")
    earlier = (datetime.now(BEIJING) - timedelta(minutes=3)).strftime("%Y-%m-%dT%H:%M:%S")
    wall.locator("#deed-discovered_at").fill(earlier)
    wall.get_by_label("理由").fill("监控录像")
    wall.keyboard.press("Control+Enter")
    said(wall, "发现时间已更正。")
    wall.keyboard.press("o")
    expect(wall.get_by_label("由谁报告进展")).to_be_focused()
    wall.get_by_label("由谁报告进展").select_option(label="林巡（巡考人员）")
    wall.keyboard.press("Control+Enter")
    said(wall, "信息报告人已指定。")

    page = desk.call("GET", f"/incidents/{incident_id}")
    assert (page["tier"], page["reporter"]) == ("major", "S-0501")
    assert datetime.fromisoformat(page["discovered_at"]) == told_at(earlier)
    expect(wall.locator(".facts")).to_contain_text("信息报告人 林巡（巡考人员）")


def test_single_keys_can_be_switched_off(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")
    wall.get_by_role("button", name="关闭单键").click()

    wall.keyboard.press("d")
    expect(wall.locator("[data-key=d]")).to_have_attribute("aria-pressed", "false")
    wall.get_by_role("button", name="打开单键").click()
    wall.keyboard.press("d")
    expect(wall.locator("[data-key=d]")).to_have_attribute("aria-pressed", "true")


def test_a_closed_incident_is_found_in_the_register_and_read_through(desk, sign_in):
    incident_id = desk.report(room="第二十五考场", description="门锁坏")
    wall = sign_in("S-0901", "leading-group")
    wall.keyboard.press("w")
    line = wall.get_by_role("row", name=re.compile("第二十五考场"))
    expect(line).to_contain_text("处理中")
    shot(wall, "wall-register")

    line.get_by_role("link").click()

    expect(wall.locator("[data-shown]")).to_have_attribute("data-shown", incident_id)
    with wall.expect_download() as paper:
        wall.get_by_role("link", name="时间线 PDF").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")


def test_a_proposal_is_approved_with_its_effects_shown_and_its_order_answered(desk, bus, sign_in):
    planned = a_session()
    for event in (planned, a_candidate(1, planned), a_candidate(2, planned), a_paper(planned)):
        bus.say(event)
    incident_id = desk.report(minutes_ago=21, session_ids=[SESSION])
    on_site = sign_in("S-0401", "site-head")
    choose(on_site, incident_id)
    on_site.keyboard.press("h")
    offered = on_site.locator(".choice-of-measure", has_text="补足考试时间").locator("kbd")
    fill(on_site, offered.inner_text(), "", "20")
    said(on_site, "处置已提出。")
    affairs = sign_in("S-0201", "exam-affairs")
    choose(affairs, incident_id)
    expect(affairs.locator(".measures")).to_contain_text("待批准")

    affairs.get_by_role("button", name="查看影响并审批 P").click()
    expect(affairs.locator(".touched")).to_have_text("涉及考生 2 人，1 场考试，第一考场")
    expect(affairs.locator(".approval")).to_contain_text("P-1（备用卷）")
    expect(affairs.locator(".approval")).to_contain_text("分钟：20")
    expect(affairs.locator(".approval")).to_contain_text("中断于：")
    elsewhere = sign_in("S-0401", "site-head")
    choose(elsewhere, incident_id)
    elsewhere.get_by_role("button", name="查看影响并审批 P").click()
    expect(elsewhere.get_by_role("button", name="批准 Y", exact=True)).to_be_visible()
    bus.say(a_candidate(3, planned))
    eventually(lambda: desk.call("GET", f"/incidents/{incident_id}/dispositions/1/preview")["candidates"] == 3)
    affairs.keyboard.press("y")
    expect(affairs.locator(".approval .refusal")).to_contain_text("请重新查看")
    expect(affairs.locator(".touched")).to_contain_text("涉及考生 3 人")
    shot(affairs, "wall-approval-changed")
    affairs.keyboard.press("y")
    said(affairs, "已批准。")
    said(elsewhere, "第 1 号处置已批准")
    expect(elsewhere.get_by_role("button", name="批准 Y", exact=True)).to_have_count(0)

    order = bus.hear_order()
    assert (order.incident_id, order.session_ids, order.minutes) == (incident_id, [SESSION], 20)
    expect(affairs.locator(".measures")).to_contain_text("已执行 0/1")
    bus.say(
        ScheduleDispositionAnswered(
            incident_id=incident_id,
            batch_id=BATCH,
            disposition=order.disposition,
            applied=[SESSION],
            refused=[],
            answered_at=datetime.now(UTC),
        )
    )
    expect(affairs.locator(".measures")).to_contain_text("已执行 1/1")
    expect(affairs.locator(".measures")).to_contain_text("已完成")
    shot(affairs, "wall-answered")


def test_an_incident_is_run_to_its_end_by_keyboard_alone(desk, sign_in):
    incident_id = desk.report(room="第十五考场", description="投影仪冒烟")
    wall = sign_in("S-0901", "leading-group", "exam-affairs")
    choose(wall, incident_id)

    wall.keyboard.press("a")
    said(wall, "已接手。")
    fill(wall, "l")
    said(wall, "初次报告已登记。")
    fill(wall, "g", "已断电，考生安全")
    said(wall, "阶段性报告已登记。")
    wall.keyboard.press("h")
    repair = wall.locator(".choice-of-measure", has_text="排除故障").locator("kbd")
    expect(repair).to_be_visible()
    shot(wall, "wall-measures")
    fill(wall, repair.inner_text(), "更换投影仪")
    said(wall, "处置已提出。")
    expect(wall.locator(".measures")).to_contain_text("已批准，执行中")
    fill(wall, "b", "已更换")
    said(wall, "已记为执行完毕。")
    fill(wall, "c", "电源老化", "断电、更换", "考试继续", "无")
    expect(wall.locator(".deed .refusal")).to_contain_text("恢复正常秩序")
    shot(wall, "wall-closure-refused")
    wall.keyboard.press("Escape")
    wall.keyboard.press("q")
    wall.set_viewport_size(PHONE)
    row(wall, incident_id).press("Enter")
    wall.keyboard.press("h")
    expect(wall.locator(".choice-of-measure").first).to_be_visible()
    shot(wall, "phone-deeds")
    wall.set_viewport_size(WALL)
    fill(wall, "u", "", "秩序已恢复")
    said(wall, "后续跟进已登记。")
    fill(wall, "c", "电源老化", "断电、更换", "考试继续", "无")

    said(wall, "事件已办结。")
    expect(row(wall, incident_id)).to_have_count(0)
    closed = desk.call("GET", f"/incidents/{incident_id}")
    assert closed["closing_report"]["result"] == "考试继续"
    assert [one["text"] for one in closed["stage_reports"]] == ["已断电，考生安全"]


def test_the_readiness_page_names_the_posts_that_nobody_is_on(desk, sign_in):
    wall = sign_in("S-0901", "leading-group")

    wall.keyboard.press("r")

    expect(wall.locator(".verdict")).to_contain_text("无人值守")
    expect(wall.locator(".ladder .gap").first).to_contain_text("无人值守")
    expect(wall.locator(".ladder .taken", has_text="领导小组组长")).to_contain_text("赵组（领导小组组长）")
    shot(wall, "wall-readiness")


def test_past_batches_are_compared_in_charts_that_are_tables(desk, sign_in):
    for batch, minutes in (("2025-autumn", 4), ("2026-spring", 12)):
        for room in ("第一考场", "第二考场"):
            desk.report(batch_id=batch, room=room, minutes_ago=minutes + len(batch), as_=GROUP)
        desk.report(batch_id=batch, room="保密室", kind="paper-leak", minutes_ago=minutes, as_=GROUP)
    quality = sign_in("S-0801", "quality")

    quality.keyboard.press("s")

    first_report = quality.get_by_role("table", name="十分钟内完成初次报告")
    expect(first_report.get_by_role("row", name="2025-autumn")).to_contain_text("33%（1/3）")
    expect(quality.get_by_role("table", name="重大事件的类别").get_by_role("row", name="试卷泄密")).to_be_visible()
    shot(quality, "wall-statistics")
    quality.set_viewport_size(PHONE)
    shot(quality, "phone-statistics")
    quality.get_by_label("2025-autumn").uncheck()
    quality.get_by_role("button", name="比较").click()
    quality.wait_for_url(re.compile("batch="))
    expect(first_report.get_by_role("row", name="2026-spring")).to_be_visible()
    expect(first_report.get_by_role("row", name="2025-autumn")).to_have_count(0)


def test_two_incidents_that_are_one_merge_on_screen_and_name_each_other(desk, sign_in):
    first = desk.report(site="南校区考点", room="第三十三考场", kind="virus-or-network-fault", minutes_ago=3)
    later = desk.report(site="南校区考点", room="第三十四考场", kind="virus-or-network-fault", minutes_ago=2)
    wall = sign_in("S-0901", "leading-group")
    choose(wall, later)

    wall.keyboard.press("v")
    wall.get_by_label("与哪一起是同一事件").select_option(value=first)
    wall.get_by_label("理由").fill("同一台交换机故障")
    shot(wall, "merge-wall")
    wall.keyboard.press("Control+Enter")

    expect(row(wall, later)).to_have_count(0)
    choose(wall, first)
    expect(wall.locator(".timeline")).to_contain_text("同一台交换机故障")
    shot(wall, "merged-wall")
    wall.get_by_role("link", name="并入的事件 1").click()
    expect(wall.locator(".detail [data-shown]")).to_have_attribute("data-shown", later)
    expect(wall.locator(".detail")).to_contain_text("已合并")
    wall.get_by_role("link", name="看合并后的事件").click()
    expect(wall.locator(".detail [data-shown]")).to_have_attribute("data-shown", first)
