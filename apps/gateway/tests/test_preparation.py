"""From the announcement to the sealed paper, in the browser."""

import json
import re

import pytest

from apps.gateway.tests.preparation import (
    ANNOUNCEMENT,
    BANK,
    BLUEPRINT,
    CUSTODY,
    GAP,
    ITEM,
    MAKING,
    PERSON,
    PLAN,
    READ,
    ROOM,
    SEATED,
    SITE,
    YEAR,
)
from apps.gateway.tests.results import PAPER, a_page

NEW = "/announcements/new"
PLAN_PAGE = "/batches/2026-autumn/plan"
PAPERS = "/batches/2026-autumn/papers"
PAPER_PAGE = f"/papers/{PAPER['paper_id']}"
TYPED = {
    "announcement_id": "2026-autumn",
    "title": "2026年秋季职业技能等级认定公告",
    "offers": "4-03-02-01 中式烹调师 -- 5 4\n\n6-18-01-01 车工 普通车工 4、3\n",
    "conditions": "按国家职业标准执行。",
    "method": "理论知识考试和操作技能考核。",
    "registration_opens_at": "2026-09-01T08:00",
    "registration_closes_at": "2026-09-10T18:00",
    "areas": "示例市\n",
    "sites": "主考点\n分考点",
    "fees": "5 180\n4 220.50 理论占40%",
}


@pytest.fixture
def services(desk):
    says = desk.services.says
    says("registration", "GET", "/announcements", a_page(ANNOUNCEMENT))
    says("registration", "GET", "/announcements/2026-autumn", ANNOUNCEMENT)
    says("scheduling", "GET", "/rooms", a_page(ROOM))
    says("scheduling", "GET", "/sites", a_page(SITE))
    says("scheduling", "GET", "/staff", a_page(PERSON))
    says("scheduling", "GET", "/batches/2026-autumn/progress", SEATED)
    says("scheduling", "GET", PLAN_PAGE, PLAN)
    says("scheduling", "GET", "/batches/2026-autumn/gaps", [GAP])
    says("itembank", "GET", "/banks", a_page(BANK))
    says("itembank", "GET", "/blueprints", a_page(BLUEPRINT))
    says("itembank", "GET", "/papers", a_page({**PAPER, "state": "assembled"}))
    says("itembank", "GET", f"{PAPER_PAGE}/custody", CUSTODY)
    return desk.services


def paper(desk, **differing):
    desk.services.says("itembank", "GET", PAPER_PAGE, {**PAPER, "digest": None, "sealed_at": None, **differing})


def sent(desk, method, path):
    [body] = [json.loads(one.content) for _, how, asked, one in desk.services.asked if (how, asked) == (method, path)]
    return body


def commands(desk):
    return [path for _, method, path, _ in desk.services.asked if method in {"POST", "PUT"}]


def actions(browser, page):
    return set(re.findall(rf'action="{page}/?([\w/-]*)"', browser.page.text))


# ---- announcement and batch


async def test_an_announcement_is_typed_line_by_line_in_beijings_time(desk, services):
    services.says("registration", "POST", "/announcements", {"hint": "公告日期早于惯例。"}, 201)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(NEW)

    await browser.send(NEW, **TYPED)

    body = sent(desk, "POST", "/announcements")
    assert [(one["occupation_code"], one["work_type"], one["level"]) for one in body["offers"]] == [
        ("4-03-02-01", "--", 5), ("4-03-02-01", "--", 4), ("6-18-01-01", "普通车工", 4), ("6-18-01-01", "普通车工", 3),
    ]  # fmt: skip
    assert body["registration_opens_at"] == "2026-09-01T08:00:00+08:00"
    assert (body["areas"], body["sites"]) == (["示例市"], ["主考点", "分考点"])
    assert [(one["level"], one["fen"]) for one in body["fees"]] == [(5, 18000), (4, 22050)]
    assert "公告已发布。公告日期早于惯例。" in browser.page.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("offers", "4-03-02-01 中式烹调师 -- 5\n车工 4", "第 2 行没有按格式填写，应为：4-03-02-01"),
        ("offers", "4-03-02-01 中式烹调师 -- 6", "第 1 行没有按格式填写"),
        ("fees", "5 一百八", "第 1 行没有按格式填写，应为：5 180"),
        ("registration_opens_at", "20260901", "请填写北京时间，如 2026-11-29 09:00。"),
        ("registration_opens_at", "2026-09-01T08:00+00:00", "请填写北京时间"),
        ("registration_opens_at", "2026-09-31T08:00", "请填写北京时间"),
    ],
)
async def test_a_line_that_is_not_read_is_named_beside_its_field(desk, services, field, typed, sentence):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(NEW)

    await browser.send(NEW, **{**TYPED, field: typed})

    assert browser.page.status_code == 422
    assert re.search(rf'id="{field}-refusal">{sentence}', browser.page.text)
    assert commands(desk) == []


async def test_a_batch_is_opened_as_the_public_was_told(desk, services):
    services.says("registration", "POST", "/batches", {"batch_id": "2026-autumn", "state": "open"}, 201)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/announcements/2026-autumn")

    await browser.send(
        "/announcements/2026-autumn/batches",
        institution="示例技工学校",
        institution_code="S000043009001",
        theory_days="2026-09-19\n",
        practical_days="2026-09-20\n2026-09-21",
    )

    body = sent(desk, "POST", "/batches")
    assert (body["offers"], body["registration_closes_at"]) == (ANNOUNCEMENT["offers"], "2026-09-10T10:00:00Z")
    assert (body["batch_id"], body["name"]) == ("2026-autumn", ANNOUNCEMENT["title"])
    assert (body["theory_days"], body["practical_days"]) == (["2026-09-19"], ["2026-09-20", "2026-09-21"])


@pytest.mark.parametrize(("role", "may"), [("exam-affairs", True), ("director", False), ("reception", False)])
async def test_a_batch_is_opened_by_exam_affairs_alone(desk, services, role, may):
    browser = await desk.signed_in("S-0001", role)

    await browser.open("/announcements/2026-autumn")

    assert ('action="/announcements/2026-autumn/batches"' in browser.page.text) is may


# ---- rooms, people, the plan


async def test_the_plan_of_a_year_is_shown_and_filed_by_lines(desk, services):
    services.says("registration", "GET", "/annual-plans/2026", YEAR)
    services.says("registration", "PUT", "/annual-plans/2026", YEAR)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/annual-plans/2026")
    assert "4-03-02-01 四级" in browser.page.text
    assert '<a href="/batches/2026-autumn">已开</a>' in browser.page.text

    batches = "2026-spring 2026-03-02 2026-05-16 春季\n2026-autumn 2026-08-31 2026-09-19 秋季"
    chances = "2026-spring 4-03-02-01 5、4\n2026-autumn 6-18-01-01 3"
    await browser.send("/annual-plans/2026", batches=batches, chances=chances)

    assert "2026 年的年度计划已登记。" in browser.page.text
    spring, autumn = sent(desk, "PUT", "/annual-plans/2026")["batches"]
    assert [one["level"] for one in spring["chances"]] == [5, 4]
    assert (autumn["examines_on"], autumn["name"], autumn["chances"][0]["occupation_code"]) == (
        "2026-09-19",
        "秋季",
        "6-18-01-01",
    )


async def test_who_leads_a_site_is_registered(desk, services):
    services.says("scheduling", "PUT", "/sites", {"registered": 1})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/rooms")
    assert "H-0002" in browser.page.text

    await browser.send("/rooms/sites", led="分考点", chief="H-0003", deputies="H-0004\nH-0005\n")

    assert "考点 分考点 的主考、副主考已登记。" in browser.page.text
    assert sent(desk, "PUT", "/sites") == {"site": "分考点", "chief": "H-0003", "deputies": ["H-0004", "H-0005"]}


async def test_a_room_is_registered(desk, services):
    services.says("scheduling", "PUT", "/rooms", {"registered": 1})
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/rooms")

    await browser.send(
        "/rooms/new",
        room_id="P-001",
        kind="practical",
        site="主考点",
        seats="8",
        codes="4-03-02-01",
        is_single="yes",
        is_undisturbed="yes",
        way="simulated",
    )

    assert sent(desk, "PUT", "/rooms") == [
        {"room_id": "P-001", "kind": "practical", "site": "主考点", "seats": 8, "gap_cm": None,
         "occupation_codes": ["4-03-02-01"], "is_single": True, "is_undisturbed": True,
         "has_computers": False, "way": "simulated"}
    ]  # fmt: skip


async def test_a_full_time_safety_officer_is_registered(desk, services):
    services.says("scheduling", "PUT", "/staff", {"registered": 1, "gaps": []})
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open("/staff")

    await browser.send("/staff/new", staff_id="G-0001", name="安全一", safety_officer="yes", available="yes")

    [person] = sent(desk, "PUT", "/staff")
    assert (person["roles"], person["occupations"], person["available"]) == (["safety-officer"], [], True)


async def test_an_examiners_card_and_relatives_are_registered_and_never_shown_again(desk, services):
    services.says("scheduling", "PUT", "/staff", {"registered": 1, "gaps": [GAP]})
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open("/staff")

    await browser.send(
        "/staff/new",
        staff_id="E-0002",
        name="考评二",
        examiner="yes",
        available="yes",
        relatives="43010119900517001X 叔侄",
        id_number="430101198001010010",
        code="4-03-02-01",
        examiner_class="senior",
        trained_on="2019-11-01",
        tested_on="2019-12-01",
        certificate_level="1",
        title="senior",
        practice_years="12",
        card_number="K-2",
        card_valid_until="2027-05-01",
        contract_until="2027-05-01",
        last_education="2026-03-01",
        last_assessment="2026-03-01",
        examining_since="2020-03-01",
    )

    [person] = sent(desk, "PUT", "/staff")
    assert (person["roles"], person["available"]) == (["examiner"], True)
    assert person["related_to"] == [{"id_number": "43010119900517001X", "relation": "叔侄"}]
    assert person["occupations"][0]["card_valid_until"] == "2027-05-01"
    assert person["occupations"][0]["admission"]["title"] == "senior"
    assert (person["supervision"], person["id_number"]) == (None, "430101198001010010")
    assert "有 1 处已发布的安排须改派" in browser.page.text
    assert "43010119900517001X" not in browser.page.text


@pytest.mark.parametrize(
    ("role", "state", "offered"),
    [
        ("exam-affairs", None, {"", "lacks"}),
        ("exam-affairs", "awaited", {"", "lacks"}),
        ("exam-affairs", "draft", {"", "lacks", "publication"}),
        ("exam-affairs", "publishing", {"publication"}),
        ("exam-affairs", "published", {"amendments/draft"}),
        ("director", "draft", set()),
    ],
)
async def test_a_plan_offers_what_is_next(desk, services, role, state, offered):
    if state:
        services.says("scheduling", "GET", PLAN_PAGE, {**PLAN, "state": state})
    else:
        services.refuses("scheduling", "GET", PLAN_PAGE, "还没有编排。", 404)
    browser = await desk.signed_in("S-0001", role)

    await browser.open(PLAN_PAGE)

    assert actions(browser, PLAN_PAGE) == offered
    assert "证卡在考试日前到期" in browser.page.text


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ([], "按这些日期可以编排"),
        (
            [
                {"rule": "SCH-18", "resource": "invigilators", "occupation_code": "", "short_by": 2,
                 "mend": "增加 2 名监考人员"}
            ],
            "增加 2 名监考人员",
        ),
    ],
)  # fmt: skip
async def test_what_a_plan_lacks_is_told_before_it_is_made(desk, services, lacks, says):
    services.says("scheduling", "GET", PLAN_PAGE, {**PLAN, "state": "awaited"})
    services.says("scheduling", "POST", f"{PLAN_PAGE}/lacks", lacks)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PLAN_PAGE)
    [key, *_] = re.findall(r'name="key" value="([^"]+)"', browser.page.text)

    answer = await browser.client.post(
        f"{PLAN_PAGE}/lacks", data={"key": key, "theory_days": "2026-09-19", "practical_days": "2026-09-20"}
    )

    assert says in answer.text
    assert sent(desk, "POST", f"{PLAN_PAGE}/lacks")["theory_days"] == ["2026-09-19"]


CHANGE = {"session_id": "2026-autumn-t-1", "kind": "staff", "lost": "I-1", "to": "I-9", "duty": "chief-invigilator"}


@pytest.mark.parametrize("to", ["I-9", None])
async def test_a_difference_is_looked_at_before_it_is_published(desk, services, to):
    services.says("scheduling", "GET", PLAN_PAGE, {**PLAN, "state": "published"})
    answer = {"digest": "ab" * 8, "complete": bool(to), "changes": [CHANGE | {"to": to}], "late": [], "short": None}
    path = "/batches/2026-autumn/amendments"
    services.says("scheduling", "POST", f"{path}/draft", answer)
    services.says("scheduling", "POST", path, answer)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PLAN_PAGE)

    await browser.send(f"{PLAN_PAGE}/amendments/draft", away="I-1\n", lost_rooms="")

    assert sent(desk, "POST", f"{path}/draft") == {"away": ["I-1"], "lost_rooms": []}
    assert ("发布以上调整" in browser.page.text) is bool(to)
    if to:
        await browser.send(f"{PLAN_PAGE}/amendments")
        assert sent(desk, "POST", path) == {"away": ["I-1"], "lost_rooms": [], "digest": "ab" * 8}


LATE = {
    "application_id": "2026-autumn-00021",
    "part": "theory",
    "session_id": "2026-autumn-t-4-03-02-01-4-02",
    "room_id": "T-001",
    "seat": 21,
    "starts_at": "2026-09-19T01:00:00Z",
    "opens": True,
}


@pytest.mark.parametrize("short", [None, "理论考场座位不足：还有 3 名考生无法排座（SCH-11）"])
async def test_who_came_late_is_seated_once_the_seats_were_looked_at(desk, services, short):
    services.says("scheduling", "GET", PLAN_PAGE, {**PLAN, "state": "published"})
    path = "/batches/2026-autumn/amendments"
    answer = {"digest": "ab" * 8, "complete": short is None, "changes": [], "late": [LATE], "short": short}
    services.says("scheduling", "POST", f"{path}/draft", answer)
    services.says("scheduling", "POST", path, answer)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PLAN_PAGE)

    await browser.send(f"{PLAN_PAGE}/amendments/draft", away="", lost_rooms="")

    assert "后补考生 2026-autumn-00021：理论 T-001 第 21 座" in browser.page.text
    assert "新开场次" in browser.page.text
    assert (short or "发布以上调整") in browser.page.text
    if short is None:
        await browser.send(f"{PLAN_PAGE}/amendments")
        assert "后补考生 1 人已排座" in browser.page.text


async def test_the_planner_says_who_does_not_fit_and_the_days_stay(desk, services):
    services.refuses("scheduling", "POST", PLAN_PAGE, "考评员不足：4-03-02-01 四级缺 2 人。")
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PLAN_PAGE)

    await browser.send(PLAN_PAGE, theory_days="2026-09-19", practical_days="2026-09-20")

    assert sent(desk, "POST", PLAN_PAGE) == {"theory_days": ["2026-09-19"], "practical_days": ["2026-09-20"]}
    assert "考评员不足：4-03-02-01 四级缺 2 人。" in browser.page.text
    assert ">2026-09-19</textarea>" in browser.page.text


# ---- the item bank


async def test_a_bank_says_itself_what_it_is_of(desk, services):
    services.says("itembank", "PUT", "/banks/4-03-02-01/4", BANK)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open("/banks")
    bank = {"occupation_code": "4-03-02-01", "level": 4, "points": [], "theory": [], "practical": []}

    await browser.send("/banks/bank", files={"file": ("bank.json", json.dumps(bank).encode(), "application/json")})

    assert sent(desk, "PUT", "/banks/4-03-02-01/4") == bank
    assert "题库已导入：4-03-02-01，4 级" in browser.page.text


BANK_PAGE = "/banks/4-03-02-01/4"


async def test_a_bank_shows_how_it_was_made_and_its_acceptance_is_entered(desk, services):
    services.says(
        "itembank", "GET", f"{BANK_PAGE}/making", MAKING | {"bank": BANK | {"usable": False, "accepted": False}}
    )
    services.says("itembank", "POST", f"{BANK_PAGE}/acceptance", BANK)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(BANK_PAGE)
    page = browser.page.text

    entered = {"accepted_on": "2026-06-18", "signatures": "王试例\n李试例", "passed": "no", "opinion": "补充案例"}
    await browser.send(f"{BANK_PAGE}/acceptance", members="王试例 技术管理\n李试例 审计", **entered)
    refused = browser.page.text
    await browser.send(f"{BANK_PAGE}/acceptance", members="王试例 技术管理\n李试例 培训", **entered)

    assert all(words in page for words in ("分析历年试题", "6:2:1", "题库开发编制原则", "王试例（技术管理）"))
    assert "“李试例 审计”应写成" in refused
    assert sent(desk, "POST", f"{BANK_PAGE}/acceptance") == {
        "accepted_on": "2026-06-18",
        "members": ["王试例", "李试例"],
        "fields": {"王试例": "technical", "李试例": "training"},
        "signatures": ["王试例", "李试例"],
        "passed": False,
        "opinion": "补充案例",
    }


async def test_ticked_items_are_read_with_a_watermark(desk, services):
    services.says("itembank", "GET", f"{BANK_PAGE}/items", a_page(ITEM))
    services.says("itembank", "POST", f"{BANK_PAGE}/items/readings", READ)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(f"{BANK_PAGE}/items")
    listed = browser.page.text

    await browser.send(f"{BANK_PAGE}/items/reading", chosen=["T-0001"])

    assert ("T-0007" in listed, "试例题干" in listed) == (True, False)
    assert sent(desk, "POST", f"{BANK_PAGE}/items/readings") == {"item_ids": ["T-0001"]}
    assert "试例题干" in browser.page.text
    assert "B-0001 于" in browser.page.text


async def test_without_a_tick_no_item_is_read(desk, services):
    services.says("itembank", "GET", f"{BANK_PAGE}/items", a_page(ITEM))
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(f"{BANK_PAGE}/items")

    await browser.send(f"{BANK_PAGE}/items/reading")

    assert commands(desk) == []


@pytest.mark.parametrize("page", [BANK_PAGE, PAPER_PAGE])
async def test_the_answer_of_the_city_centre_is_entered(desk, services, page):
    services.says(
        "itembank", "GET", f"{BANK_PAGE}/making", MAKING | {"bank": BANK | {"usable": False, "origin": "isolated"}}
    )
    services.says("itembank", "GET", PAPER_PAGE, PAPER | {"state": "reviewed", "origin": "national"})
    services.says("itembank", "POST", f"{page}/city-approval", BANK)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(page)
    assert "市鉴定中心" in browser.page.text

    await browser.send(f"{page}/city-approval", reference="市鉴审〔2026〕12号", approved_on="2026-09-12")

    assert sent(desk, "POST", f"{page}/city-approval") == {
        "reference": "市鉴审〔2026〕12号",
        "approved_on": "2026-09-12",
    }


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"[]", b'{"level": 4}', "题".encode("gb18030")])
async def test_what_is_no_bank_is_refused_beside_its_field(desk, services, content):
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open("/banks")

    await browser.send("/banks/bank", files={"file": ("bank.json", content, "application/json")})

    assert 'id="file-refusal">这不是题库或细目表文件' in browser.page.text
    assert commands(desk) == []


@pytest.mark.parametrize(
    ("differing", "shown"),
    [
        ({}, "已验收"),
        ({"accepted": False, "usable": False}, "未验收，不能组卷"),
        ({"accepted": False, "usable": False, "opinion": "第1题有歧义"}, "验收不合格：第1题有歧义"),
    ],
)
async def test_a_bank_shows_what_its_acceptance_group_found(desk, services, differing, shown):
    services.says("itembank", "GET", "/banks", a_page({**BANK, **differing}))
    browser = await desk.signed_in("B-0001", "item-bank")

    await browser.open("/banks")

    assert shown in browser.page.text


async def test_papers_are_assembled_of_accepted_banks_alone(desk, services):
    services.says("itembank", "GET", "/banks", a_page(BANK, {**BANK, "level": 3, "accepted": False, "usable": False}))
    services.says("itembank", "POST", "/papers/assembly", {"papers": [PAPER] * 5}, 201)
    browser = await desk.signed_in("B-0001", "item-bank")
    await browser.open(PAPERS)
    assert "4-03-02-01/3" not in browser.page.text

    await browser.send(f"{PAPERS}/assembly")

    assert sent(desk, "POST", "/papers/assembly") == {
        "batch_id": "2026-autumn", "occupation_code": "4-03-02-01", "level": 4,
    }  # fmt: skip
    assert "已组卷 5 套" in browser.page.text


@pytest.mark.parametrize(
    ("role", "state", "offered"),
    [
        ("item-reviewer", "assembled", {"reading", "review"}),
        ("item-bank", "assembled", set()),
        ("item-bank", "reviewed", {"seal"}),
        ("item-reviewer", "reviewed", set()),
        ("item-bank", "sealed", set()),
        ("item-reviewer", "sealed", set()),
        ("director", "assembled", set()),
    ],
)
async def test_a_paper_offers_its_next_step_to_whom_it_is_for(desk, services, role, state, offered):
    paper(desk, state=state)
    browser = await desk.signed_in("S-0001", role)

    await browser.open(PAPER_PAGE)

    assert actions(browser, PAPER_PAGE) == offered


@pytest.mark.rule("SEC-16")
async def test_a_paper_is_read_once_after_a_fresh_code_and_kept_nowhere(desk, services):
    paper(desk, state="assembled")
    question = {"no": 1, "stem": "炒菜先放什么？", "options": ["油", "盐"], "answer": "A"}
    origin = {"seed": 4_177, "solver": "OR-Tools CP-SAT", "input_digest": "ab" * 32}
    told = {"questions": [question], "tasks": [], "provenance": origin}
    services.says("itembank", "POST", f"{PAPER_PAGE}/readings", told)
    browser = await desk.signed_in("R-0001", "item-reviewer")
    desk.step(minutes=6)
    await browser.open(PAPER_PAGE)

    await browser.send(f"{PAPER_PAGE}/reading")
    assert commands(desk) == []
    await browser.confirm()
    await browser.send(f"{PAPER_PAGE}/reading")

    assert "炒菜先放什么？" in browser.page.text
    assert "组卷种子 4177" in browser.page.text
    assert "炒菜先放什么？" not in (await browser.open(PAPER_PAGE)).text


@pytest.mark.parametrize(("role", "sees"), [("item-bank", True), ("item-reviewer", False), ("marking-lead", False)])
async def test_the_ledger_is_shown_to_those_who_keep_watch_over_papers(desk, services, role, sees):
    paper(desk, state="reviewed")
    browser = await desk.signed_in("S-0001", role)

    await browser.open(PAPER_PAGE)

    assert ("审题通过" in browser.page.text) is sees
