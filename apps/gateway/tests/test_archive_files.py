"""The files of the archive in the browser: what is missing, what is filed, who may take the next step."""

import hashlib
import re
from typing import Any

import pytest

from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_exports import rows_of

ITEM: dict[str, Any] = {
    "id": "2026-autumn-3-0001",
    "batch_id": "2026-autumn",
    "volume": "第三卷 认定过程",
    "number": 1,
    "kind": "room-record",
    "title": "考场情况记录单",
    "subject_id": "s-1",
    "pages": 3,
    "place": "A柜2层1盒",
    "envelope": "",
    "concerns": [],
    "filed_by": "S-0003",
    "filed_at": "2026-09-20T04:00:00Z",
    "scan_sha256": None,
    "on_loan": None,
    "lacking": 0,
    "paper_until": None,
    "scan_until": None,
    "paper_destroyed_on": None,
    "scan_destroyed_on": None,
}
FILE: dict[str, Any] = {
    "batch_id": "2026-autumn",
    "name": "2026年秋季",
    "due_at": "2026-10-03T03:30:00Z",
    "late_at": None,
    "closed_at": None,
    "closed_by": None,
    "missing": [
        {"volume": "第一卷 报名资格审核", "title": "认定公告", "subject_id": "2026-autumn", "why": "not-filed"}
    ],
}
KIND = {
    "name": "announcement",
    "title": "认定公告",
    "volume": "第一卷 报名资格审核",
    "may_lack": False,
    "own_title": False,
    "envelope": False,
}
HEAD = {
    "day": "2026-09-01",
    "size": 6,
    "root": "ab" * 32,
    "chain_head": "cd" * 32,
    "signed_at": "2026-09-01T16:00:00Z",
    "signature": "c2ln",
    "key": "a2V5",
}
GAP = {"id": "scoring:results/r-1:2", "producer": "scoring", "noticed_at": "2026-09-01T05:00:00Z", "filled_at": None}
ASKED: dict[str, Any] = {
    "batch_id": "2026-autumn",
    "item_ids": [ITEM["id"]],
    "organisation": "市人社局",
    "staff_id": "",
    "asked_by": "S-0003",
    "asked_at": "2026-09-21T04:00:00Z",
    "reason": "上级检查调阅",
    "approved": True,
    "decided_by": "S-0001",
    "decided_at": "2026-09-21T05:00:00Z",
}
CONSULTATION = ASKED | {
    "id": "2026-autumn-C0001",
    "present": {"general-office": "S-0003"},
    "opened_at": None,
    "ended_at": None,
}
LOAN = ASKED | {
    "id": "2026-autumn-L0001",
    "days": 3,
    "renewals": 0,
    "handed_out_at": "2026-09-21T06:00:00Z",
    "due_at": "2026-09-24T06:00:00Z",
    "overdue_at": None,
    "returned_at": None,
    "returned_to": None,
}
DESTRUCTION: dict[str, Any] = {
    "id": "2026-autumn-D0001",
    "batch_id": "2026-autumn",
    "side": "paper",
    "item_ids": [ITEM["id"]],
    "proposed_by": "S-0003",
    "proposed_at": "2029-10-01T04:00:00Z",
    "members": ["S-0001", "S-0004", "S-0005"],
    "opinions": {},
    "approved": None,
    "decision": None,
    "signatures": {},
    "carried_out_at": None,
}
OPINION = {"value": "无", "future_need": "无", "destroy": True, "at": "2029-10-02T04:00:00Z"}
PATH = "/archive-items/" + ITEM["id"]


def posted(desk):
    return [request for _, method, _, request in desk.services.asked if method == "POST"]


@pytest.fixture
async def office(desk):
    desk.services.says("archive", "GET", "/kinds", [KIND, KIND | {"name": "training-plan", "may_lack": True}])
    desk.services.says("archive", "GET", "/batches/2026-autumn/file", FILE)
    desk.services.says("archive", "GET", f"/items/{ITEM['id']}", ITEM)
    desk.services.says("archive", "GET", f"/loans/{LOAN['id']}", LOAN)
    return await desk.signed_in("S-0003", "general-office")


async def test_what_files_lack_is_listed_and_a_paper_filed(desk, office):
    page = (await office.open("/batches/2026-autumn/file")).text
    desk.services.says("archive", "POST", "/batches/2026-autumn/items", ITEM)
    paper = {"kind": "announcement", "pages": "3", "place": "A柜2层1盒", "concerns": "S-0060\nS-0061"}
    said = (await office.send("/batches/2026-autumn/file/items", **paper)).text

    assert "还缺 1 项" in page
    assert "未归档" in page
    assert f"已归档，编号 {ITEM['id']}" in said
    [asked] = posted(desk)
    assert b'"concerns":["S-0060","S-0061"]' in asked.content
    assert b'"subject_id":"2026-autumn"' in asked.content


async def test_a_scan_goes_to_the_archive_with_its_digest(desk, office):
    await office.open(PATH)
    desk.services.says("archive", "POST", f"/items/{ITEM['id']}/scan", None)

    await office.send(PATH + "/scan", files={"file": ("a.pdf", b"%PDF-1.7")})

    [asked] = posted(desk)
    assert asked.url.params["sha256"] == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert asked.content == b"%PDF-1.7"


async def test_pages_are_counted_item_by_item_when_they_come_back(desk, office):
    path = "/loans/" + LOAN["id"]
    await office.open(path)
    desk.services.says("archive", "POST", f"/loans/{LOAN['id']}/return", None)

    wrong = await office.send(path + "/return", counted="三页")
    await office.send(path + "/return", counted=f"{ITEM['id']} 3")

    assert wrong.status_code == 422
    [asked] = posted(desk)
    assert asked.content.decode() == f'{{"pages":{{"{ITEM["id"]}":3}}}}'


async def test_signed_days_and_what_did_not_come_are_shown(desk):
    desk.services.says("archive", "GET", "/tree-heads", a_page(HEAD))
    desk.services.says("archive", "GET", "/gaps", a_page(GAP))
    browser = await desk.signed_in("S-0028", "auditor")

    page = (await browser.open("/evidence/days")).text

    assert HEAD["root"] in page
    assert "评分：<code>scoring:results/r-1:2</code>" in page


async def test_an_overdue_loan_says_so(desk, office):
    overdue = LOAN | {"overdue_at": "2026-09-24T06:00:00.001Z"}
    desk.services.says("archive", "GET", "/loans", a_page(overdue))
    desk.services.says("archive", "GET", f"/loans/{LOAN['id']}", overdue)

    assert "逾期未还" in (await office.open("/loans")).text
    assert "请立即催还" in (await office.open("/loans/" + LOAN["id"])).text


@pytest.mark.parametrize(
    ("role", "step", "shown"),
    [
        ("director", {"members": []}, "/group"),
        ("director", {"opinions": dict.fromkeys(DESTRUCTION["members"], OPINION)}, "/decision"),
        ("general-office", {"approved": True}, "/signatures"),
        ("supervisor", {"approved": True}, "/signatures"),
        ("quality", {}, None),
    ],
)  # fmt: skip
async def test_a_destruction_offers_each_its_own_step(desk, role, step, shown):
    desk.services.says("archive", "GET", f"/destructions/{DESTRUCTION['id']}", DESTRUCTION | step)
    browser = await desk.signed_in("S-0009", role)

    page = (await browser.open("/destructions/" + DESTRUCTION["id"])).text

    offered = [
        one for one in ("/group", "/opinions", "/decision", "/signatures") if re.search(f'action="[^"]*{one}"', page)
    ]
    assert offered == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("register", "row", "words"),
    [
        ("loans", LOAN | {"handed_out_at": "2026-09-18T09:00:00+00:00"}, "借出"),
        ("consultations", CONSULTATION | {"approved": None}, "待审批"),
        ("destructions", DESTRUCTION | {"approved": False}, "继续保存"),
    ],
)
async def test_a_register_of_the_archive_is_taken_out_as_it_is_shown(desk, register, row, words):
    desk.services.says("archive", "GET", f"/{register}", a_page(row))
    browser = await desk.signed_in("G-0001", "general-office")

    shown = await browser.open(f"/{register}")
    headings, first = rows_of((await browser.send(f"/{register}/export")).content)

    assert words in shown.text
    assert (first[headings.index("编号")], first[headings.index("状态")]) == (row["id"], words)
