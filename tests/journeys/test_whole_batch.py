"""A whole batch by people in a browser: from the announcement to certificate, platform and archive, by pages alone.

Only the time is stepped, as a simulation does, and accounts are made by the operator's command. Half of the desks work
in browsers that run no script, and registration is closed by keyboard alone.
"""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from apps.gateway.tests.test_before_real_services import ROW, a_number
from apps.gateway.tests.test_by_keyboard import Keyboard
from examples.generate import generate
from services.sync.tests.builders import a_workbook
from tests.journeys.institution import SCREENS, at, fill, opened, press, said

pytestmark = [pytest.mark.journey, pytest.mark.browser]

CANDIDATES = 24
BATCH = "2026-autumn"
CODE, LEVEL = "4-03-02-01", 4
# Reception, general office, item bank, coder, score checker and quality have browsers without scripts.
SCRIPTLESS = frozenset({"R-0001", "G-0001", "G-0002", "B-0001", "C-0001", "K-0001", "Q-0001"})
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
THEORY_DAY, PRACTICAL_DAY = "2026-09-19", "2026-09-20"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    directory = tmp_path_factory.mktemp("inputs")
    generate(directory, candidates=CANDIDATES, seed=7)
    return directory


@pytest.fixture(scope="module")
def house(tmp_path_factory, inputs):
    staff = json.loads((inputs / "staff.json").read_text(encoding="utf-8"))
    with opened(tmp_path_factory.mktemp("system") / "state", staff, scriptless=SCRIPTLESS) as house:
        yield house


def a_roster():
    text = io.StringIO()
    writer = csv.DictWriter(text, ROW)
    writer.writeheader()
    for order in range(CANDIDATES):
        name = f"欧阳{'甲乙丙丁戊己'[order // 4]}{'东南西北'[order % 4]}"
        writer.writerow({**ROW, "姓名": name, "证件号码": a_number(2 * order + 1), "手机号码": f"169{order:08d}"})
    return text.getvalue().encode()


def test_twenty_four_candidates_come_from_the_announcement_to_the_certificate(house, inputs):
    the_batch_is_opened(house)
    the_filing_is_entered_and_confirmed(house)
    the_roster_is_taken_in_and_reviewed(house)
    everybody_is_seated(house, inputs)
    answers, marks = papers_are_sealed(house, inputs)
    finished = the_sessions_are_held(house)
    everything_is_marked(house, finished, answers, marks)
    results_stand_in_public(house)

    office = house.does("G-0001", "general-office", f"/batches/{BATCH}/certificates")
    expect(office.locator("tbody tr")).to_have_count(CANDIDATES)
    office.locator("tbody a").first.click()
    expect(office.locator("main")).to_contain_text("欧阳")
    house.proves_anew(office, "G-0001")
    pdf = office.request.post(office.url + "/pdf", headers={"Sec-Fetch-Site": "same-origin"})
    assert pdf.body().startswith(b"%PDF")
    overview = house.does("X-0001", "exam-affairs", f"/batches/{BATCH}")
    expect(overview.locator(".steps .open")).to_have_count(0)
    SCREENS.mkdir(parents=True, exist_ok=True)
    overview.screenshot(path=SCREENS / "batch.png", full_page=True)

    everything_is_reported(house)
    the_batch_is_filed_and_proved(house)


def the_batch_is_opened(house):
    house.step_to(at("2026-08-25T08:00"))
    page = house.does("X-0001", "exam-affairs", "/announcements/new")
    fill(
        page,
        announcement_id=BATCH,
        title="2026年秋季职业技能等级认定公告",
        offers=f"{CODE} 中式烹调师 中式烹调师 {LEVEL}",
        conditions="按国家职业标准执行。",
        method="理论知识考试和操作技能考核。",
        registration_opens_at="2026-09-01T08:00",
        registration_closes_at="2026-09-10T18:00",
        areas="示例市",
        sites="主考点",
        fees=f"{LEVEL} 220",
    )
    page.get_by_role("button", name="发布公告").click()
    said(page, "公告已发布")
    fill(page, institution="示例技工学校", institution_code="S000043009001")
    fill(page, theory_days=THEORY_DAY, practical_days=PRACTICAL_DAY)
    page.get_by_role("button", name="开批次").click()
    said(page, "批次已开")


def the_filing_is_entered_and_confirmed(house):
    page = house.does("G-0001", "general-office", "/filings")
    fill(page, institution="示例技工学校", institution_code="S000043009001", seal="示例技工学校")
    fill(page, scope=f"{CODE} 中式烹调师 中式烹调师 {LEVEL}", first="2026-01-01", last="2026-12-31")
    fill(page, source="备案公布目录（虚构）")
    page.get_by_role("button", name="录入备案").click()
    said(page, "须由另一人")
    page = house.does("G-0002", "general-office", "/filings/B-000001")
    house.proves(page, "G-0002", "核对无误，确认")
    said(page, "已确认")


def the_roster_is_taken_in_and_reviewed(house):
    house.step_to(at("2026-09-01T09:00"))
    page = house.does("R-0001", "reception", f"/batches/{BATCH}/roster")
    page.get_by_label("考生名册").set_input_files({"name": "名册.csv", "mimeType": "text/csv", "buffer": a_roster()})
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator("main")).to_contain_text(f"符合条件 {CANDIDATES} 行")
    page.get_by_role("button", name=f"确认导入 {CANDIDATES} 行").click()
    page = house.does("X-0001", "exam-affairs", f"/batches/{BATCH}/applications")
    page.get_by_text("审核通过", exact=True).click()
    page.get_by_role("button", name=f"确定通过 {CANDIDATES} 份").click()
    said(page, f"已通过 {CANDIDATES} 份报名")
    house.step_to(at("2026-09-10T18:00"))
    registration_is_closed_by_keyboard_alone(house)
    house.settle(at("2026-09-10T18:01"))


def registration_is_closed_by_keyboard_alone(house):
    """From what waits for her, with the focus always seen."""
    page = house.does("X-0001", "exam-affairs", "/todo")
    keys = Keyboard(page)
    keys.follows("截止报名并上报名单")
    keys.goes_to(page.locator("summary", has_text="截止报名"))
    keys.presses("Space")
    keys.pushes("确定截止报名")
    said(page, "已截止报名")


def everybody_is_seated(house, inputs):
    page = house.does("X-0001", "exam-affairs", "/rooms")
    for room, kind, seats, gap, codes in (
        ("T-001", "theory", "30", "90", ""),
        ("P-001", "practical", "24", "150", CODE),
    ):
        fill(page, room_id=room, site="主考点", seats=seats, gap_cm=gap, codes=codes)
        page.get_by_label("用途").last.select_option(kind)
        page.locator("[name=is_single]").check()
        page.locator("[name=is_undisturbed]").check()
        page.get_by_role("button", name="登记").click()
        said(page, f"考场 {room} 已登记")
    house.does("X-0001", "exam-affairs", "/staff")
    for person in some_staff(inputs):
        fill(page, staff_id=person["staff_id"], name=person["name"])
        for role in person["roles"]:
            page.locator(f"[name={role}]").check()
        page.locator("[name=available]").check()
        for card in [*person["occupations"][:1], *filter(None, [person["supervision"]])]:
            shown = card["admission"]
            page.get_by_label("类别").select_option(card.get("examiner_class", "supervisor"))
            fill(page, **{name: told for name, told in card.items() if name not in {"examiner_class", "admission"}})
            if "title" in shown:
                page.locator("[name=certificate_level]").select_option(str(shown["certificate_level"]))
                page.locator("[name=title]").select_option(shown["title"])
                fill(page, practice_years=str(shown["practice_years"]))
            if shown.get("works_in_certification"):
                page.locator("[name=works_in_certification]").check()
        page.get_by_role("button", name="登记").click()
        said(page, f"{person['staff_id']} 已登记")
    page = house.does("X-0001", "exam-affairs", "/rooms")
    fill(page, led="主考点", chief="H-0001", deputies="H-0002")
    page.get_by_role("button", name="确定主考、副主考").click()
    said(page, "主考、副主考已登记")
    page = house.does("X-0001", "exam-affairs", f"/batches/{BATCH}/plan")
    fill(page, theory_days=THEORY_DAY, practical_days=PRACTICAL_DAY)
    page.get_by_role("button", name="编排", exact=True).click()
    said(page, f"{CANDIDATES} 人")
    press(page, "发布编排")
    said(page, "编排已全部发布")
    house.settle(at("2026-09-10T18:02"))


def some_staff(inputs):
    """As many as two rooms need, and a few more."""
    staff = json.loads((inputs / "staff.json").read_text(encoding="utf-8"))
    examiners = [one for one in staff if any(card["code"] == CODE for card in one["occupations"])]
    others = {role: [one for one in staff if one["roles"] == [role]] for role in ("invigilator", "supervisor")}
    nothing: dict[str, Any] = {"roles": [], "occupations": [], "supervision": None}
    heads = [nothing | {"staff_id": f"H-000{n}", "name": f"考点负责人{n}"} for n in (1, 2)]
    return [*examiners[:6], *others["invigilator"][:4], *others["supervisor"][:3], *heads]


def papers_are_sealed(house, inputs):
    """The right answers of each theory form, and the most that each criterion of a practical form gives."""
    for kind, button in (("banks", "导入题库"), ("blueprints", "导入细目表")):
        page = house.does("B-0001", "item-bank", f"/{kind}")
        file = inputs / f"{kind}/{CODE}-{LEVEL}.json"
        page.get_by_label("题库文件" if kind == "banks" else "细目表文件").set_input_files(file)
        page.get_by_role("button", name=button).click()
        said(page, "已导入")
    page = house.does("B-0001", "item-bank", f"/batches/{BATCH}/papers")
    page.get_by_role("button", name="组卷").click()
    said(page, "已组卷 5 套")
    answers, marks = {}, {}
    links = page.locator("tbody a")
    papers = [(link.get_attribute("href"), link.inner_text()) for link in links.all()]
    for path, name in papers:
        reviewer = house.does("V-0001", "item-reviewer", path)
        house.proves(reviewer, "V-0001", "查看试卷和答案")
        expect(reviewer.get_by_text("本次查看已记入保管台账")).to_be_visible()
        text = reviewer.locator("main").inner_text()
        form = "spare" if "备用" in name else name.partition("卷")[0].strip()[-1]
        if name.startswith("理论"):
            answers[form] = re.findall(r"答案：(\S+)", text)
        else:
            marks[form] = re.findall(r"（(\d+) 分）", text)
        house.does("V-0001", "item-reviewer", path)
        reviewer.get_by_role("button", name="提交审题意见").click()
        said(reviewer, "审题通过")
        author = house.does("B-0001", "item-bank", path)
        house.proves(author, "B-0001", "封存")
        said(author, "已封存")
    return answers, marks


def the_sessions_are_held(house):
    """Each by those who are on duty in it; their numbers, parts and examiners."""
    sessions = house.sessions(BATCH)
    assert sum(one["candidates"] for one in sessions) == 2 * CANDIDATES
    for one in sessions:
        starts = datetime.fromisoformat(one["starts_at"])
        role = "invigilator" if one["part"] == "theory" else "examiner"
        first, second = [member["staff_id"] for member in one["staff"]][:2]
        here = f"/exam-sessions/{one['session_id']}"
        house.step_to(starts - timedelta(minutes=14))
        page = house.does(first, role, f"{here}/arrivals")
        for left in range(one["candidates"], 0, -1):
            expect(page.get_by_role("heading", name=f"未到（{left} 人）")).to_be_visible()
            page.locator("button[aria-label$='号签到']").first.click()
            if left == one["candidates"] // 2:
                look_on_a_phone(page, "check-in")
        expect(page.get_by_text("全部到齐。")).to_be_visible()
        house.step_to(starts - timedelta(minutes=5))
        for person, button in ((first, "第一人签名启封"), (second, "第二人签名启封")):
            page = house.does(person, role, f"{here}/papers")
            house.proves(page, person, button)
        expect(page.locator("main")).to_contain_text("启封人")
        house.step_to(starts)
        theory = one["part"] == "theory"
        board = partial(house.does, "H-0001", "site-head", "/exam-board")
        press(board(), "发布开考信号") if theory else press(house.does(first, role, here), "开考")
        house.step_to(datetime.fromisoformat(one["ends_at"]))
        page = board() if theory else house.does(first, role, here)
        press(page, "发布结束信号" if theory else "收卷")
        said(page, "结束信号已发布" if theory else "已收卷")
    house.settle(datetime.fromisoformat(sessions[-1]["ends_at"]) + timedelta(minutes=1))
    return sessions


def everything_is_marked(house, sessions, answers, marks):
    house.step_to(at("2026-09-21T09:00"))
    page = house.does("L-0001", "marking-lead", f"/batches/{BATCH}/answer-keys")
    for button in ("移交标准答案", "移交评分标准"):
        while page.get_by_role("button", name=button).count():
            house.proves(page, "L-0001", button)
            said(page, "已密封移交")
    for one in sessions:
        if one["part"] == "practical":
            for member in one["staff"]:
                a_record_is_signed(house, member["staff_id"], one)
    house.settle(at("2026-09-21T09:01"))
    for one in sessions:
        path = f"/marking-sessions/{one['session_id']}"
        coder = house.does("C-0001", "coder", path)
        house.proves(coder, "C-0001", "读取编号对应表")
        expect(coder.get_by_text("本次读取已记录在案")).to_be_visible()
        rows = [row.locator("td").all_inner_texts() for row in coder.locator("tbody tr").all()]
        codes = [(row[0], "spare" if "备用" in row[3] else row[3].partition("卷")[0].strip()) for row in rows]
        if one["part"] == "theory":
            page = house.does("L-0001", "marking-lead", path)
            page.get_by_label("读卡机或机考平台导出的文件").set_input_files(
                {"name": "cards.csv", "mimeType": "text/csv", "buffer": cards(codes, answers)}
            )
            page.get_by_role("button", name="导入并评分").click()
            said(page, f"已导入 {len(codes)} 份答题卡")
            continue
        for examiner in [member["staff_id"] for member in one["staff"]]:
            page = house.does(examiner, "examiner", path)
            look_on_a_phone(page, "marking")
            # who comes after the third sheet of a piece has nothing to do with it
            for code, form in [(code, form) for code, form in codes if page.get_by_text(f"{code}（").count()]:
                page.get_by_label("编号").first.select_option(code)
                page.get_by_label("逐项分数").first.fill(" ".join(marks[form]))
                page.get_by_role("button", name="提交评分表").click()
                said(page, f"编号 {code} 的评分表已提交")
    lists = f"/batches/{BATCH}/score-lists"
    page = house.does("K-0001", "score-checker", lists)
    press(page, "核分")
    said(page, f"已逐份复算 {2 * CANDIDATES} 个成绩")
    page = house.does("L-0001", "marking-lead", lists)
    house.proves(page, "L-0001", "审批")
    said(page, "已审批")


def look_on_a_phone(page, name):
    """For the README: `docs/screens` keeps it."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    expect(page.locator("#unsent")).to_be_hidden()
    page.set_viewport_size(PHONE)
    page.reload()
    page.screenshot(path=SCREENS / f"{name}.png")
    page.set_viewport_size(DESK)


def a_record_is_signed(house, examiner, session):
    """The on-site record that each examiner writes before any score sheet."""
    page = house.does(examiner, "examiner", f"/marking-sessions/{session['session_id']}")
    page.get_by_role("link", name="《职业技能等级认定现场考评记录表》").click()
    for label, typed in {
        "考评员证卡编号": "KP0001",
        "职业": session["occupation_code"],
        "考评时间": session["starts_at"][:16],
        "鉴定等级": str(session["level"]),
        "人数（人）": str(session["candidates"]),
        "考评地点": session["room"],
        "考核场地、设施设备、检测工具准备情况": "齐备完好",
        "考核情况": "正常",
    }.items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="填报").click()
    page.get_by_role("button", name="签名").click()


def cards(codes, answers):
    """What a reader of answer cards hands out: every answer is right."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["code", "form", *range(1, len(answers["A"]) + 1)])
    for code, form in codes:
        sheet.writerow([code, form, *answers[form]])
    return text.getvalue().encode()


def results_stand_in_public(house):
    house.step_to(at("2026-09-23T15:00"))
    page = house.does("L-0001", "marking-lead", f"/batches/{BATCH}/score-lists")
    house.proves(page, "L-0001", "发布成绩")
    said(page, f"已发布 {CANDIDATES} 人的成绩")
    house.settle(at("2026-09-23T15:01"))
    notices = house.does("Q-0001", "quality", f"/batches/{BATCH}/notices?stage=posted")
    expect(notices.locator("tbody tr")).to_have_count(CANDIDATES)
    an_objection_is_dismissed(house, notices)
    house.step_to(at("2026-10-12T09:00"))


def an_objection_is_dismissed(house, notices):
    """Taken in by quality, decided by the director; the certificate waits for nothing afterwards."""
    notices.locator("tbody a").first.click()
    fill(notices, reason="考生认为理论成绩有误，要求复核。")
    notices.get_by_role("button", name="登记异议").click()
    said(notices, "已登记异议，该成绩暂缓发证")
    director = house.does("D-0001", "director", urlsplit(notices.url).path)
    fill(director, reason="经核查，评分无误。")
    director.get_by_role("button", name="作出决定").click()
    expect(director.locator("main")).to_contain_text("经核查，评分无误。")


def everything_is_reported(house):
    """By hand, as there is no platform: a file of each kind is carried there, and its list read back."""
    here = f"/batches/{BATCH}/reporting"
    for number, (kind, column, matter) in enumerate(
        [("certificate", "证书编号", "certificates"), ("score", "准考证号", "scores")], 1
    ):
        page = house.does("G-0001", "general-office", here)
        page.get_by_label("文件内容").select_option(kind)
        page.get_by_role("button", name="生成上报文件").click()
        said(page, f"已生成上报文件，共 {CANDIDATES} 条")
        house.proves_anew(page, "G-0001")
        sheet = page.request.post(f"{page.url}/packages/{number}/sheet", headers={"Sec-Fetch-Site": "same-origin"})
        rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.body())).get_sheet_by_index(0).to_python()
        place = rows[0].index(column)
        taken = [[row[place]] for row in rows if str(row[place]).isalnum() and str(row[place])[-1].isdigit()]
        assert len(taken) == CANDIDATES
        fill(page, platform_batch="HN2026-0317")
        page.get_by_role("button", name="登记已上传").click()
        page.get_by_label("平台结果文件").first.set_input_files(
            {"name": "结果.xlsx", "mimeType": "application/octet-stream", "buffer": a_workbook([column], *taken)}
        )
        page.get_by_role("button", name="回填结果").first.click()
        said(page, f"已回填：接收 {CANDIDATES} 条，退回 0 条")
        page = house.does("G-0001", "general-office", "/reporting")
        page.get_by_label("事项", exact=True).select_option(f"{matter}~{BATCH}")
        fill(page, receipt="HN-7")
        page.get_by_role("button", name="登记办结").click()
        said(page, "已登记办结")
    auditor = house.does("Q-0001", "quality", here)
    expect(auditor.locator(".facts")).to_contain_text("回执 HN-7")
    page.screenshot(path=SCREENS / "reporting.png", full_page=True)


def the_batch_is_filed_and_proved(house):
    """A paper with its scan, one that there is none of, and the package of the batch for the director."""
    here = f"/batches/{BATCH}/file"
    page = house.does("G-0001", "general-office", here)
    page.get_by_label("材料", exact=True).first.select_option("announcement")
    fill(page, pages="2", place="A柜2层1盒")
    page.get_by_role("button", name="归档", exact=True).click()
    said(page, "已归档，编号")
    scan = {"name": "公告.png", "mimeType": "image/png", "buffer": (SCREENS / "batch.png").read_bytes()}
    page.get_by_label("文件", exact=True).set_input_files(scan)
    page.get_by_role("button", name="上传").click()
    said(page, "电子件已归档")
    page = house.does("G-0001", "general-office", here)
    page.locator("#absent-kind").select_option("training-plan")
    page.locator("[name=reason]").fill("本批次没有组织培训。")
    page.get_by_role("button", name="声明没有").click()
    said(page, "已记录本批次没有这项材料")
    expect(page.locator("tbody")).not_to_contain_text("认定公告")
    director = house.does("D-0001", "director", here)
    house.proves(director, "D-0001", "制作证明包")
    director.get_by_role("button", name="取文件").wait_for(timeout=120_000)
