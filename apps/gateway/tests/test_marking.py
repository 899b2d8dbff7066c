"""Marking in the browser: blind for who marks, on record for who reads codes, in two signed steps for the list."""

import json
import re

import pytest

from apps.gateway.tests.results import (
    ALL_SCRIPTS,
    ANALYSIS,
    CODE,
    DISPUTES,
    LEADS,
    LIST,
    MARKED_SESSION,
    MARKING_ID,
    OWN_SCRIPTS,
    OWN_SESSION,
    PAPER,
    READINGS,
    ROOM_LEADS,
    SHEET_CASES,
    TYPED_SHEETS,
    a_page,
)

MARKING = "/batches/2026-autumn/marking"
SESSION = f"/marking-sessions/{MARKING_ID}"
LISTS = "/batches/2026-autumn/score-lists"
KEYS = "/batches/2026-autumn/answer-keys"
A_LIST = f"/batches/2026-autumn/lists/{CODE}/4"


@pytest.fixture
def scoring(desk):
    def tells(path, told, **options):
        desk.services.says("scoring", "GET", path, told, **options)

    def lists(**differing):
        tells("/batches/2026-autumn/lists", [{**LIST, **differing}])

    desk.services.tells, desk.services.lists = tells, lists
    lists()
    tells(f"{A_LIST}/code-readings", READINGS)
    tells("/batches/2026-autumn/sessions", [MARKED_SESSION])
    tells(f"/sessions/{MARKING_ID}/scripts", OWN_SCRIPTS)
    tells(f"/sessions/{MARKING_ID}/disputes", {"title": "not-the-leader", "detail": "您不是组长。"}, status=403)
    tells("/batches/2026-autumn/keys", [])
    desk.services.says("itembank", "GET", "/papers", a_page(PAPER))
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return json.loads(request.content)


def actions(browser):
    return set(re.findall(r'action="([^"]+)"', browser.page.text))


# ---- one session


async def test_an_examiner_sees_the_own_sheets_and_nobodys_else(desk, scoring):
    scoring.tells("/batches/2026-autumn/sessions", [OWN_SESSION])
    browser = await desk.signed_in("S-0001", "examiner")

    await browser.open(MARKING)
    assert "还要评 1 份" in browser.page.text
    assert "待您裁定 1 份" in browser.page.text
    await browser.open(SESSION)

    assert "共 2 份，您已提交 1 份" in browser.page.text
    assert re.search(r'id="sheet-code".*K7.*</select>', browser.page.text, re.DOTALL)
    assert f"{SESSION}/answer-sheets" not in browser.page.text
    assert "等待您裁定" not in browser.page.text


@pytest.mark.parametrize("typed", ["8 7.5 10", "8，7.5、10", " 8,7.5;10 "])
async def test_marks_are_typed_one_after_another_in_whichever_way(desk, scoring, typed):
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/practical-sheets", {"imported": 1})
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/sheets", code="K7", marks=typed)

    assert sent(desk, f"/sessions/{MARKING_ID}/practical-sheets") == {
        "sheets": [{"code": "K7", "marks": ["8", "7.5", "10"], "knocked_out": []}]
    }
    assert "编号 K7 的评分表已提交" in browser.page.text


@pytest.mark.rule("SCO-06")
async def test_an_examiner_scores_by_the_lines_of_the_standard(desk, scoring):
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/practical-sheets", {"imported": 1})
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(SESSION)
    assert all(words in browser.page.text for words in ("主轴尺寸", "超差 0.02 扣 5 分", "操作中断电"))
    assert f"/forms/scheduling/examiner-record/{MARKING_ID}" in browser.page.text

    await browser.send(f"{SESSION}/sheets", code="K7", marks="8", knocked_out="一")
    assert "否定项只填序号" in browser.page.text
    await browser.send(f"{SESSION}/sheets", code="K7", marks="8", knocked_out="1")

    assert sent(desk, f"/sessions/{MARKING_ID}/practical-sheets") == {
        "sheets": [{"code": "K7", "marks": ["8"], "knocked_out": [1]}]
    }


@pytest.mark.parametrize("typed", ["8 七", "8 1e9", "8 -1", "8 7.555"])
async def test_what_is_no_mark_is_named_and_nothing_typed_is_lost(desk, scoring, typed):
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/sheets", code="K7", marks=typed)

    assert browser.page.status_code == 422
    assert "逐项分数只能填数字" in browser.page.text
    assert f'value="{typed}"' in browser.page.text
    assert not [asked for asked in desk.services.asked if asked[1] == "POST"]


async def test_the_leader_rules_on_a_piece(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/disputes", DISPUTES)
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/rulings", None, status=204)
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/rulings/M2", score="62.5", reason="与评分表第二项相符")

    assert sent(desk, f"/sessions/{MARKING_ID}/rulings") == {
        "code": "M2", "score": "62.5", "reason": "与评分表第二项相符",
    }  # fmt: skip


async def test_a_ruling_that_is_refused_comes_back_to_its_own_piece(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/disputes", {**DISPUTES, "codes": ["M2", "P5"]})
    scoring.refuses("scoring", "POST", f"/sessions/{MARKING_ID}/rulings", "裁定分须在各评分之间。")
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/rulings/P5", score="99", reason="不相符")

    assert browser.page.status_code == 409
    assert 'id="score-P5-refusal">裁定分须在各评分之间。' in browser.page.text
    assert 'id="score-M2-refusal"' not in browser.page.text
    assert browser.page.text.count('value="99"') == 1


async def test_who_organises_imports_the_sheets_of_a_theory_session(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/scripts", ALL_SCRIPTS)
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/answer-sheets", {"imported": 2, "cases": 3})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/answer-sheets", files={"file": ("cards.csv", b"code,form,1\nK7,A,B\n", "text/csv")})

    [request] = [one for _, method, path, one in desk.services.asked if path.endswith("/answer-sheets")]
    assert request.content == b"code,form,1\nK7,A,B\n"
    assert "已导入 2 份答题卡并评分，另有 3 张待处理。" in browser.page.text


async def test_codes_are_read_after_a_fresh_code_shown_once_and_kept_nowhere(desk, scoring):
    codes = [{"application_id": "2026-autumn-00002", "ticket_number": "26090148000102", "code": "K7", "form": "A"}]
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/code-readings", {"session_id": "x", "codes": codes})
    browser = await desk.signed_in("S-0001", "coder")
    desk.step(minutes=6)
    await browser.open(SESSION)

    await browser.send(f"{SESSION}/codes")
    assert browser.path == "/step-up"
    await browser.confirm()
    await browser.send(f"{SESSION}/codes")

    assert "26090148000102" in browser.page.text
    assert "26090148000102" not in (await browser.open(SESSION)).text


# ---- what a published list tells


async def test_a_published_list_leads_to_its_analysis_with_pictures(desk, scoring):
    scoring.lists(state="published")
    scoring.tells(f"{A_LIST}/analysis", ANALYSIS)
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(LISTS)
    assert f"{LISTS}/{CODE}/4/analysis" in browser.page.text

    await browser.open(f"{LISTS}/{CODE}/4/analysis")

    page = browser.page.text
    assert page.count("<svg") == 4
    assert 'y="8.0" width="19.0" height="100.0"><title>70 分起：8 人' in page
    assert all(words in page for words in ("合格率 96%", "KR-20：0.83", "请核对标准答案", "难度有差异", "明显偏宽"))


async def test_a_lead_is_shown_with_its_evidence_and_as_no_verdict(desk, scoring):
    scoring.tells(f"{A_LIST}/similarity", LEADS)
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(f"{LISTS}/{CODE}/4/similarity")

    page = browser.page.text
    assert all(words in page for words in ("不是雷同或违纪的结论", "座位号相差 1", "其中同错 19 题", "3.1e-12"))
    assert page.count("<li class=") == 5


async def test_a_room_is_compared_early_without_names_seats_and_what_is_right(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/similarity", ROOM_LEADS)
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(f"{SESSION}/similarity")

    page = browser.page.text
    assert all(words in page for words in ("28 份，共 30 份", "378 对", "成绩公布后显示", "K7 与 M2"))
    assert not [words for words in ("准考证号", "同错", "均对") if words in page]


# ---- answer cards that a person looks at, and score sheets on paper

CARDS, PAPER_SHEETS = f"{SESSION}/cards", f"{SESSION}/paper-sheets"


async def test_a_card_is_shown_beside_what_is_typed_off_it(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/sheet-cases", SHEET_CASES)
    case = SHEET_CASES["cases"][0]["case_id"]
    path = f"/sessions/{MARKING_ID}/sheet-cases/{case}/settlement"
    scoring.says("scoring", "POST", path, {"state": "settled"})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(CARDS)
    assert all(words in browser.page.text for words in ("一题多涂", "扫描0007.jpg", "<mark>*</mark>", "P5（B 卷）"))

    await browser.send(f"{CARDS}/{case}", answers="a-c t", reason="第 2 题多涂")

    assert sent(desk, path) == {
        "act": "take", "code": "K7", "form": "A", "answers": "A-CT", "reason": "第 2 题多涂"
    }  # fmt: skip
    assert "已处理" in browser.page.text


async def test_a_card_put_aside_says_why_and_nothing_of_answers(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/sheet-cases", SHEET_CASES)
    case = SHEET_CASES["cases"][0]["case_id"]
    path = f"/sessions/{MARKING_ID}/sheet-cases/{case}/settlement"
    scoring.says("scoring", "POST", path, {"state": "settled"})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(CARDS)

    await browser.send(f"{CARDS}/{case}", act="dismiss", reason="废卡")

    assert sent(desk, path) == {"act": "dismiss", "reason": "废卡"}


async def test_who_reads_a_card_again_is_not_shown_the_first_reading(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/sheet-cases", SHEET_CASES)
    again = SHEET_CASES["cases"][1]["case_id"]
    path = f"/sessions/{MARKING_ID}/sheet-cases/{again}/settlement"
    scoring.says("scoring", "POST", path, {"state": "waiting"}, status=202)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(CARDS)
    assert "S-0004</span> 已读过这张卡" in browser.page.text

    await browser.send(f"{CARDS}/{again}", answers="ABCT", reason="复读")

    assert "等待另一人独立录入" in browser.page.text


async def test_paper_sheets_are_typed_one_after_another(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/typed-sheets", TYPED_SHEETS)
    scoring.says("scoring", "POST", f"/sessions/{MARKING_ID}/typed-sheets", {"state": "once", "open_fields": []})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAPER_SHEETS)
    assert f"{PAPER_SHEETS}/S-0101" in browser.page.text

    await browser.open(f"{PAPER_SHEETS}/S-0101")
    assert "编号 M2" in browser.page.text
    await browser.open(f"{PAPER_SHEETS}/S-0101?code=P5")
    await browser.send(f"{PAPER_SHEETS}/S-0101", marks="8 7.5 10")

    assert sent(desk, f"/sessions/{MARKING_ID}/typed-sheets") == {
        "examiner": "S-0101", "code": "P5", "marks": ["8", "7.5", "10"], "knocked_out": []
    }  # fmt: skip
    assert "编号 P5 已录一遍" in browser.page.text


async def test_marks_that_are_refused_come_back_with_their_sheet(desk, scoring):
    scoring.tells(f"/sessions/{MARKING_ID}/typed-sheets", TYPED_SHEETS)
    scoring.refuses("scoring", "POST", f"/sessions/{MARKING_ID}/typed-sheets", "第 1 项超过配分。")
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(f"{PAPER_SHEETS}/S-0101?code=P5")

    await browser.send(f"{PAPER_SHEETS}/S-0101", marks="80 7.5 10")

    assert "第 1 项超过配分" in browser.page.text
    assert "编号 P5" in browser.page.text
    assert 'value="80 7.5 10"' in browser.page.text


# ---- keys


async def test_a_key_goes_from_item_bank_to_marking_and_over_no_page(desk, scoring):
    key = {"paper_id": PAPER["paper_id"], "key": "sealed:k1:SECRET"}
    scoring.says("itembank", "POST", f"/papers/{PAPER['paper_id']}/key-release", key)
    scoring.says("scoring", "PUT", f"/keys/{PAPER['paper_id']}", None, status=204)
    browser = await desk.signed_in("S-0001", "marking-lead")
    await browser.open(KEYS)

    await browser.send(f"{KEYS}/{PAPER['paper_id']}")

    [handed] = [one for _, method, path, one in desk.services.asked if method == "PUT"]
    assert json.loads(handed.content) == key
    assert "已密封移交" in browser.page.text
    assert "SECRET" not in browser.page.text


# ---- lists


@pytest.mark.parametrize(
    ("role", "differing", "offered"),
    [
        ("score-checker", {}, {"check"}),
        ("score-checker", {"marked": 1}, set()),
        ("marking-lead", {}, set()),
        ("marking-lead", {"state": "checked"}, {"approval"}),
        ("exam-affairs", {"state": "checked"}, set()),
        ("exam-affairs", {"state": "approved"}, {"publication"}),
        ("marking-lead", {"state": "approved"}, {"publication"}),
        ("score-checker", {"state": "approved"}, set()),
        ("marking-lead", {"state": "published"}, set()),
        ("director", {"state": "approved"}, set()),
    ],
)
async def test_a_list_offers_its_next_step_to_whom_it_is_for(desk, scoring, role, differing, offered):
    scoring.lists(**differing)
    browser = await desk.signed_in("S-0001", role)

    await browser.open(LISTS)

    assert {action.rpartition("/")[2] for action in actions(browser) if action.startswith(LISTS)} - {
        "export"
    } == offered
    assert "读过编号 S-0007" in browser.page.text


async def test_publication_takes_a_fresh_code_and_says_how_many_remain(desk, scoring):
    scoring.lists(state="approved")
    scoring.says("scoring", "POST", f"{A_LIST}/publication", {"done": 250, "remaining": 40})
    browser = await desk.signed_in("S-0001", "marking-lead")
    desk.step(minutes=6)
    await browser.open(LISTS)

    await browser.send(f"{LISTS}/{CODE}/4/publication")
    assert not [asked for asked in desk.services.asked if asked[1] == "POST"]
    await browser.confirm()
    await browser.send(f"{LISTS}/{CODE}/4/publication")

    assert "已发布 250 人的成绩，还有 40 人，请再按一次" in browser.page.text


async def test_a_list_one_may_not_check_says_so_in_the_services_words(desk, scoring):
    scoring.refuses("scoring", "POST", f"{A_LIST}/check", "您参与过本成绩单的评分，不能核分。", 403)
    browser = await desk.signed_in("S-0001", "score-checker")
    await browser.open(LISTS)

    await browser.send(f"{LISTS}/{CODE}/4/check")

    assert 'role="alert">您参与过本成绩单的评分，不能核分。' in browser.page.text
