"""Declared forms as pages: what is missing, filling in, signing, correcting; whatever a service declares is drawn."""

import json
from typing import Any

import pytest

from apps.gateway.screens.page_map import address
from apps.gateway.tests.desk import Forms

BATCH = "2026-autumn"
SITE = f"{BATCH}~主考点"
RECORD_ID = f"site-check~{SITE}"
PAGE = f"/forms/scheduling/site-check/{SITE}"
RECORD_PAGE = f"/form-records/scheduling/{RECORD_ID}"


def a_field(kind, name, label, **differing):
    usual = {
        "required": True,
        "hint": "",
        "given": False,
        "lines": 1,
        "least": None,
        "most": None,
        "unit": "",
        "must": False,
    }
    return {**usual, "many": False, "options": None, "columns": None, "name": name, "label": label, "kind": kind} | {
        **differing
    }


ROWS = a_field(
    "rows",
    "guards",
    "保卫人员",
    least=1,
    most=20,
    columns=[a_field("text", "who", "姓名"), a_field("tick", "there", "到岗"), a_field("moment", "at", "到岗时间")],
)
FORM = {
    "form": "site-check",
    "title": "考点检查表",
    "about": "site",
    "each": "once",
    "fields": [
        ROWS,
        a_field("number", "rooms", "考场", least=1, most=50, unit="间"),
        a_field("tick", "office", "设置考务办公室", must=True),
        a_field("choice", "mode", "方式", options={"written": "笔试", "computer": "机考"}),
        a_field("choice", "means", "督导方式", many=True, options={"seen": "现场查看", "read": "查阅资料"}),
        a_field("moment", "held-at", "检查时间"),
        a_field("text", "remark", "考核场地、设施设备、检测工具准备情况", lines=3, required=False),
    ],
    "places": [{"name": "site-head", "label": "主考签名", "people": 1, "opinion": "意见"}],
    "due": "首场开考前",
    "volume": "第三卷 认定过程",
    "years_kept": 5,
    "rules": ["SCH-07"],
    "note": "",
}
FACTS = [{"label": "考点", "value": "主考点"}]
BLANK = {"form": FORM, "subject_id": SITE, "subject": "主考点", "file_id": BATCH, "facts": FACTS}
VALUES = {
    "guards": [{"who": "张三", "there": True, "at": "2026-09-18T23:30:00+00:00"}],
    "rooms": 3,
    "office": True,
    "mode": "written",
    "means": ["seen", "read"],
    "held-at": "2026-09-18T23:30:00+00:00",
    "remark": "场地、设备、检测工具齐备完好",
}
ENTRY = {"number": 1, "by": "S-0001", "at": "2026-09-18T23:40:00+00:00", "reason": "", "values": VALUES}
RECORD = {
    "record_id": RECORD_ID,
    "form": FORM,
    "subject_id": SITE,
    "subject": "主考点",
    "file_id": BATCH,
    "facts": FACTS,
    "entries": [ENTRY],
    "signatures": [
        {
            "place": "site-head",
            "label": "主考签名",
            "by": "S-0009",
            "at": "2026-09-18T23:45:00+00:00",
            "entry": 1,
            "opinion": "同意",
        }
    ],
    "complete": False,
    "awaits": FORM["places"],
    "correctable": True,
    "signable": ["site-head"],
}
LACK: dict[str, Any] = {
    "form": "site-check",
    "title": "考点检查表",
    "about": "site",
    "subject_id": SITE,
    "subject": "主考点",
    "state": "unwritten",
    "record_id": None,
    "person": "",
    "awaits": [],
    "due": "首场开考前",
    "due_at": "2026-09-19T01:00:00+00:00",
    "overdue": True,
    "writable": True,
    "signable": False,
}
LINE = {
    "record_id": RECORD_ID,
    "form": "site-check",
    "title": "考点检查表",
    "about": "site",
    "subject_id": SITE,
    "subject": "主考点",
    "written_by": "S-0001",
    "written_at": "2026-09-18T23:40:00+00:00",
    "entries": 2,
    "complete": True,
    "volume": "第三卷 认定过程",
    "years_kept": 5,
}
BATCH_FORMS = {"missing": [LACK], "records": [LINE], "blanks": [BLANK]}
TYPED = {
    "guards-0-who": "张三",
    "guards-0-there": "yes",
    "guards-0-at": "2026-09-19T07:30",
    "rooms": "3",
    "office": "yes",
    "mode": "written",
    "means--read": "yes",
    "held-at": "2026-09-19T07:30",
}


@pytest.fixture
async def office(desk):
    desk.services.says("scheduling", "GET", f"/forms/files/{BATCH}", BATCH_FORMS)
    desk.services.says("scheduling", "GET", f"/forms/site-check/blanks/{SITE}", BLANK)
    desk.services.says("scheduling", "GET", f"/forms/records/{RECORD_ID}", RECORD)
    return await desk.signed_in("S-0001", "exam-affairs")


def sent(desk):
    [asked] = [asked for asked in desk.services.asked if asked[1] == "POST"]
    return asked[2], json.loads(asked[3].content)


async def test_what_is_missing_leads_to_where_it_is_filled_in(office):
    await office.open(f"/batches/{BATCH}/forms")

    assert "逾期" in office.page.text
    assert "等您办理" in office.page.text
    assert "更正 1 次" in office.page.text
    here = address("new_form", keeper="scheduling", form="site-check", subject_id=SITE)
    assert office.page.text.count(f'href="{here}"') == 2, "the form that is missing, and the one of a case"
    await office.open(here)
    assert "设置考务办公室" in office.page.text


async def test_of_many_missing_forms_the_first_are_shown_the_rest_folded(desk, office):
    many = [LACK | {"subject": f"考点 {number}", "overdue": number == 450} for number in range(454)]
    desk.services.says("scheduling", "GET", f"/forms/files/{BATCH}", BATCH_FORMS | {"missing": many})

    await office.open(f"/batches/{BATCH}/forms")

    shown, _, folded = office.page.text.partition('<details class="card" id="further">')
    assert "共 454 份" in shown
    assert (shown.count("等您办理"), folded.count("等您办理")) == (20, 434)
    assert "考点 450" in shown, "what is overdue comes first"


async def test_what_is_typed_is_sent_in_the_kinds_of_its_fields(desk, office):
    desk.services.says(
        "scheduling", "POST", "/forms/site-check/records", {"record_id": RECORD_ID, "entry": 1, "complete": False}, 201
    )
    await office.open(PAGE)

    await office.send(next(iter(forms_of(office))), **TYPED)

    path, body = sent(desk)
    assert (path, body["subject_id"]) == ("/forms/site-check/records", SITE)
    assert body["values"] == {
        "guards": [{"who": "张三", "there": True, "at": "2026-09-19T07:30+08:00"}],
        "rooms": 3,
        "office": True,
        "mode": "written",
        "means": ["read"],
        "held-at": "2026-09-19T07:30+08:00",
        "remark": None,
    }
    assert "已填报，请核对后签名。" in office.page.text


def forms_of(browser):
    return [action for action in Forms(browser.page.text).found if "form" in action]


async def test_a_refusal_stands_beside_its_cell_and_nothing_typed_is_lost(desk, office):
    errors = [
        {"field": "rooms", "error": "请填写 1 至 50 之间的数。"},
        {"field": "guards-0-at", "error": "请填写日期和时间。"},
    ]
    refused = {"title": "filled-in-badly", "detail": "有内容没有填对。", "errors": errors}
    desk.services.says("scheduling", "POST", "/forms/site-check/records", refused, 422)
    await office.open(PAGE)

    await office.send(next(iter(forms_of(office))), **TYPED | {"rooms": "99"})

    assert office.page.status_code == 422
    assert 'id="rooms-refusal">请填写 1 至 50 之间的数。' in office.page.text
    assert 'id="guards-0-at-refusal">请填写日期和时间。' in office.page.text
    assert 'value="张三"' in office.page.text
    assert 'value="99"' in office.page.text


async def test_the_entry_that_was_read_is_signed_with_the_signers_words(desk, office):
    desk.services.says(
        "scheduling",
        "POST",
        f"/forms/records/{RECORD_ID}/signatures",
        {"record_id": RECORD_ID, "entry": 1, "complete": True},
        201,
    )
    await office.open(RECORD_PAGE)
    assert "现场查看；查阅资料" in office.page.text
    assert "2026-09-19 07:30" in office.page.text

    action = next(one for one in forms_of(office) if "signatures" in one)
    await office.send(action, **{"opinion-site-head": "同意。"})

    path, body = sent(desk)
    assert path == f"/forms/records/{RECORD_ID}/signatures"
    assert body == {"place": "site-head", "entry": 1, "opinion": "同意。"}


async def test_a_correction_begins_with_what_stands_and_says_why(desk, office):
    path = f"/forms/records/{RECORD_ID}/corrections"
    desk.services.says("scheduling", "POST", path, {"record_id": RECORD_ID, "entry": 2, "complete": False}, 201)
    await office.open(f"{RECORD_PAGE}/correction")
    assert 'value="2026-09-19T07:30"' in office.page.text

    await office.send(next(iter(forms_of(office))), rooms="4", reason="笔误")

    asked, body = sent(desk)
    assert asked == path
    assert body["reason"] == "笔误"
    assert body["values"]["rooms"] == 4
    assert body["values"]["guards"] == [{"who": "张三", "there": True, "at": "2026-09-19T07:30+08:00"}]
    assert body["values"]["means"] == ["seen", "read"]


async def test_the_print_is_handed_on(desk, office):
    desk.services.says("scheduling", "GET", f"/forms/records/{RECORD_ID}/pdf", b"%PDF-1.7")
    await office.open(RECORD_PAGE)

    answer = await office.send(next(one for one in forms_of(office) if one.endswith("/pdf")))

    assert (answer.headers["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7")


async def test_a_service_without_forms_is_not_asked_for_one(desk, office):
    asked = len(desk.services.asked)

    answer = await office.open("/form-records/elsewhere/x")

    assert answer.status_code == 422
    assert len(desk.services.asked) == asked


YEAR_LACK = LACK | {"about": "year", "subject_id": "year-2026", "subject": "2026 年度", "title": "年度工作计划"}


async def test_a_years_forms_are_listed_of_every_service_that_has_some(desk, office):
    desk.services.says(
        "archive", "GET", "/forms/files/year-2026", {"missing": [YEAR_LACK], "records": [], "blanks": []}
    )

    await office.open("/years/2026")

    assert "年度工作计划" in office.page.text
    assert "/years/2025" in office.page.text
    assert "/forms/archive/site-check/year-2026" in office.page.text


async def test_who_is_away_is_named_and_the_others_forms_are_there(desk, office):
    desk.services.away.add("scoring")

    await office.open(f"/batches/{BATCH}/forms")

    assert "等您办理" in office.page.text
    assert 'role="alert"' in office.page.text


async def test_a_form_of_a_year_leads_back_to_its_year(desk, office):
    desk.services.says("scheduling", "GET", f"/forms/records/{RECORD_ID}", RECORD | {"file_id": "year-2026"})

    await office.open(RECORD_PAGE)

    assert 'href="/years/2026">2026 年度的表单' in office.page.text
