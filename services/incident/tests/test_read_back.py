"""What the plan wants on record is written through the front door and read back: on the page, in the file, on paper."""

import csv
import io
import json

import pytest

from libs.chassis.testing import Harness
from services.incident.main import build
from services.incident.routes.live import _event
from services.incident.storage.collections import INCIDENTS
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import (
    DIRECTOR,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    REPORT,
    SITE_HEAD,
    problem,
    reported,
    told,
)
from services.incident.tests.test_http_files import printed
from services.incident.tests.test_pictures import a_jpeg
from services.incident.tests.test_preparing import CHIEF, DEPARTMENT, HEAD, a_training, founded, held, the_group

NOT_SHOWN = "不应出现在登记册中"


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


async def page(incident, path):
    return (await incident.get(path, as_=DIRECTOR)).json()


async def on_paper(incident, path):
    return "".join(printed(await incident.get(f"{path}/timeline.pdf", as_=DIRECTOR)).split())


async def in_the_register(incident):
    answer = await incident.get("/incidents/register.csv?batch_id=2026-autumn", as_=EXAM_AFFAIRS)
    [line] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return line


async def ask(incident, path, *, by, **body):
    answer = await incident.post(path, json=body, as_=by)
    assert answer.status_code in {201, 204}, answer.text


@pytest.mark.rule("INC-08")
@pytest.mark.parametrize(
    ("form", "zh"), [("oral", "口头报告"), ("phone", "电话报告"), ("fax", "传真报告"), ("written", "文字报告")]
)
async def test_the_form_of_each_report_is_on_record(incident, form, zh):
    path = await reported(incident, by=SITE_HEAD)

    await told(incident, path, form=form)
    await ask(incident, f"{path}/stage-reports", by=SITE_HEAD, text="抢修中", form=form)

    shown = await page(incident, path)
    assert shown["first_report_stamps"]["leading-group"]["form"] == form
    assert [one["form"] for one in shown["stage_reports"]] == [form]
    assert (await in_the_register(incident))["报领导小组"] == f"2026-09-19 09:22:00（{zh}）"
    paper = await on_paper(incident, path)
    assert f"（{zh}）" in paper
    assert f"S-0002，{zh}）：抢修中" in paper


@pytest.mark.rule("INC-03")
async def test_who_reports_upward_is_on_record(incident):
    path = await reported(incident)

    await ask(incident, f"{path}/reporter", by=LEADING_GROUP, person_id="S-0031")

    assert (await page(incident, path))["reporter"] == "S-0031"
    assert "信息报告人S-0031" in await on_paper(incident, path)


@pytest.mark.rule("INC-07")
async def test_stage_reports_are_on_record_with_who_and_when(incident):
    path = await reported(incident, by=SITE_HEAD)

    for number, text in enumerate(("一号考场已恢复供电", "全部考场已恢复"), 1):
        await incident.step_to(DISCOVERED + (2 + number) * MINUTE)
        await ask(incident, f"{path}/stage-reports", by=SITE_HEAD, text=text)

    reports = (await page(incident, path))["stage_reports"]
    assert [(one["number"], one["text"], one["by"], one["at"]) for one in reports] == [
        (1, "一号考场已恢复供电", "S-0002", "2026-09-19T01:23:00Z"),
        (2, "全部考场已恢复", "S-0002", "2026-09-19T01:24:00Z"),
    ]
    assert "第2次（2026-09-1909:24:00，S-0002，文字报告）：全部考场已恢复" in await on_paper(incident, path)


@pytest.mark.rule("INC-39")
async def test_what_the_press_was_told_is_on_record(incident):
    path = await reported(incident)

    await ask(incident, f"{path}/statements", by=LEADING_GROUP, text="考试已恢复正常")

    [statement] = (await page(incident, path))["statements"]
    assert (statement["number"], statement["text"], statement["by"]) == (1, "考试已恢复正常", "S-0005")
    assert "第1号（2026-09-1909:22:00）：考试已恢复正常" in await on_paper(incident, path)


@pytest.mark.rule("INC-35", "INC-37", "INC-38", "INC-43")
async def test_what_follows_an_incident_is_on_record(incident):
    path = await reported(incident)
    kinds = ["restoration", "investigation", "evaluation", "lessons", "plan-change", "responsibility", "commendation"]

    for kind in [*kinds, "opinion"]:
        await ask(incident, f"{path}/follow-ups", by=EXAM_AFFAIRS, kind=kind, text=f"{kind} 已办理")

    follow_ups = (await page(incident, path))["follow_ups"]
    assert [(one["kind"], one["text"], one["by"]) for one in follow_ups] == [
        (kind, f"{kind} 已办理", "S-0004") for kind in [*kinds, "opinion"]
    ]
    paper = await on_paper(incident, path)
    assert all(f"{kind}已办理" in paper for kind in [*kinds, "opinion"])


@pytest.mark.rule("INC-43")
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("terror", ["restoration", "investigation", "opinion", "evaluation", "lessons"]),
        ("power-or-equipment-failure", ["restoration"]),
        ("faulty-papers", ["restoration", "written-report"]),
        ("item-errors", ["restoration", "written-report"]),
    ],
)
async def test_the_end_of_an_incident_asks_for_just_these(incident, kind, asked):
    path = await reported(incident, kind=kind)

    assert (await page(incident, path))["missing_follow_ups"] == asked


@pytest.mark.rule("INC-04")
async def test_a_reclassification_is_on_record_with_its_reason(incident):
    path = await reported(incident)

    body = {"kind": "terror", "reason": "确认为人为破坏"}
    await ask(incident, f"{path}/reclassification", by=EXAM_AFFAIRS, **body)

    shown = await page(incident, path)
    assert (shown["tier"], shown["category"], shown["rule"]) == ("major", "terror", "INC-11")
    [note] = [one["note"] for one in shown["timeline"] if one["step"] == "reclassified"]
    assert "确认为人为破坏" in note
    line = await in_the_register(incident)
    assert (line["等级"], line["类别"]) == ("重大", "恐怖事件")
    assert "确认为人为破坏" in await on_paper(incident, path)


@pytest.mark.rule("INC-12")
@pytest.mark.parametrize(("rooms", "tier"), [(1, "general"), (2, "major"), (3, "major")])
async def test_the_rooms_of_a_report_decide_its_tier(incident, rooms, tier):
    path = await reported(incident, kind="mass-disorder", rooms_in_disorder=rooms)

    shown = await page(incident, path)
    assert (shown["rooms_in_disorder"], shown["tier"]) == (rooms, tier)


@pytest.mark.rule("INC-09")
@pytest.mark.parametrize(
    ("heading", "zh"),
    [
        ("transport", "试卷运送交接过程中出现的问题"),
        ("safekeeping", "试卷保管过程中出现的问题"),
        ("room", "考场出现的问题"),
        ("other", "需要报送的其他问题"),
    ],
)
async def test_under_which_head_an_incident_is_reported_is_on_record(incident, heading, zh):
    path = await reported(incident, heading=heading)

    assert (await page(incident, path))["heading"] == heading
    assert (await in_the_register(incident))["报告内容"] == zh
    assert f"报告内容{zh}" in await on_paper(incident, path)


@pytest.mark.rule("INC-36")
async def test_a_closed_incidents_report_is_on_record_in_its_four_parts(incident):
    path = await reported(incident, by=SITE_HEAD)
    await told(incident, path)
    for kind in (await page(incident, path))["missing_follow_ups"]:
        await ask(incident, f"{path}/follow-ups", by=EXAM_AFFAIRS, kind=kind, text="已办理")

    await ask(incident, f"{path}/closure", by=EXAM_AFFAIRS, **REPORT)

    assert (await page(incident, path))["closing_report"] == REPORT
    assert (await in_the_register(incident))["处理结果"] == REPORT["result"]
    paper = await on_paper(incident, path)
    assert all(text in paper for text in REPORT.values())


@pytest.mark.rule("INC-10")
async def test_the_result_of_what_is_confidential_stays_out_of_the_register(incident):
    path = await reported(incident, by=SITE_HEAD)
    await told(incident, path)
    for kind in (await page(incident, path))["missing_follow_ups"]:
        await ask(incident, f"{path}/follow-ups", by=EXAM_AFFAIRS, kind=kind, text="已办理")
    await ask(incident, f"{path}/secrecy", by=LEADING_GROUP, level="confidential", reason="涉密")
    await ask(incident, f"{path}/closure", by=EXAM_AFFAIRS, **{**REPORT, "result": NOT_SHOWN})

    register = await incident.get("/incidents/register.csv?batch_id=2026-autumn", as_=EXAM_AFFAIRS)

    assert (await in_the_register(incident))["处理结果"] == "（保密）"
    assert NOT_SHOWN not in register.text


@pytest.mark.rule("INC-26")
async def test_a_sites_evacuation_plan_is_read_back_as_it_was_entered(incident):
    plan = {
        "site": "主考点",
        "posted_on": "2026-09-10",
        "buildings_checked_on": "2026-09-09",
        "shelters": "操场东侧",
        "routes": "一层东门、二层西楼梯",
        "drilled_on": "2026-09-12",
        "people_on_routes": ["S-0041", "S-0042"],
    }
    path = "/rosters/2026-autumn"

    answer = await incident.put(path, json={"duties": [], "evacuation": [plan]}, as_=EXAM_AFFAIRS)

    assert answer.status_code == 204, answer.text
    [shown] = (await incident.get(path, as_=EXAM_AFFAIRS)).json()["evacuation"]
    assert shown == {**plan, "missing": []}


@pytest.mark.rule("INC-01")
async def test_who_was_in_the_leading_group_before_stays_on_record(incident):
    await founded(incident)
    await founded(incident, {**HEAD, "person_id": "S-0070", "name": "新任领导"}, CHIEF, DEPARTMENT)
    await founded(incident, {**HEAD, "person_id": "S-0071", "name": "再任领导"}, CHIEF, DEPARTMENT)

    group = await the_group(incident)

    assert [one["members"][0]["person_id"] for one in group["earlier"]] == ["S-0050", "S-0070"]
    assert group["members"][0]["person_id"] == "S-0071"


@pytest.mark.rule("INC-42")
async def test_another_attendance_of_the_same_training_keeps_the_first_beside_it(incident):
    await ask(incident, "/preparations", by=EXAM_AFFAIRS, **a_training())

    for _ in range(2):
        await ask(incident, "/preparations", by=LEADING_GROUP, **a_training(attended_by=["S-0003"]))

    [one] = await held(incident, kind="training")
    assert (one["attended_by"], one["recorded_by"]) == (["S-0003"], LEADING_GROUP[0])
    assert [(was["attended_by"], was["recorded_by"]) for was in one["earlier"]] == [
        (["S-0001", "S-0002"], EXAM_AFFAIRS[0])
    ]


async def test_what_nobody_may_read_is_not_printed_for_them(incident):
    path = await reported(incident)

    assert problem(await incident.get(f"{path}/timeline.pdf", as_=("S-0077", "invigilator"))) == (
        404,
        "incident-not-found",
    )
    assert (await incident.get(f"{path}/timeline.pdf", as_=INVIGILATOR)).status_code == 200


@pytest.mark.rule("INC-10")
@pytest.mark.parametrize("by", [SITE_HEAD, ("S-0003", "supervisor")])
async def test_who_may_not_read_an_incident_does_not_name_himself_its_reporter(incident, by):
    path = await reported(incident)
    await ask(incident, f"{path}/secrecy", by=LEADING_GROUP, level="confidential", reason="涉密")

    tries = [
        await incident.post(f"{path}/reporter", json={"person_id": by[0]}, as_=by),
        await incident.post(f"{path}/photos", content=a_jpeg(), as_=by),
        await incident.post(f"{path}/stage-reports", json={"text": "抢修中"}, as_=by),
    ]

    assert {one.status_code for one in tries} <= {403, 404}
    assert (await incident.get(path, as_=by)).status_code == 403


async def test_an_auditor_reads_and_adds_nothing(incident):
    path = await reported(incident)

    answer = await incident.post(f"{path}/photos", content=a_jpeg(), as_=("S-0701", "auditor"))

    assert problem(answer) == (404, "incident-not-found")
    assert (await incident.get(path, as_=("S-0701", "auditor"))).status_code == 200


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\x0b", "\x1c"])
async def test_no_sign_in_a_place_breaks_the_line_of_the_feed(incident, sign):
    await reported(incident, site=f"主考点{sign}event: x{sign}data: 0", room=f"一{sign}二")

    feed = _event(await incident.load(INCIDENTS, await the_only_id(incident)))

    assert len(feed.strip().splitlines()) == 3
    assert json.loads(feed.splitlines()[2].removeprefix("data: "))["site"].startswith("主考点")


async def test_what_is_not_seen_does_not_come_in_by_whichever_way(incident):
    path = await reported(incident, site="主\u200b考点", room="\u202e一\u202c", description="停\u00ad电\u2028了")

    shown = await page(incident, path)

    assert (shown["site"], shown["room"], shown["description"]) == ("主考点", "一", "停电 了")


async def test_a_place_has_one_line_however_it_is_typed(incident):
    path = await reported(incident, site="主考点\n【重大】", room="一\r\n二\n", description="停电\n已报修")

    shown = await page(incident, path)

    assert (shown["site"], shown["room"], shown["description"]) == ("主考点 【重大】", "一 二", "停电\n已报修")


async def the_only_id(incident):
    return (await incident.get("/incidents?batch_id=2026-autumn", as_=DIRECTOR)).json()["items"][0]["incident_id"]
