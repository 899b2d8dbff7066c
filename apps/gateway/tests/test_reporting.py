"""What the provincial platform must have, in the browser."""

import json
from typing import Any

import pytest

from apps.gateway.tests.results import a_page

UPLOAD_ID = "ab" * 32
NUMBER = "S000043009001265000001"
UPLOAD: dict[str, Any] = {
    "id": UPLOAD_ID,
    "kind": "certificate",
    "batch_id": "2026-autumn",
    "number": NUMBER,
    "revision": 1,
    "change": "new",
    "state": "rejected",
    "words": "平台退回",
    "reason": "姓名与公安信息不符",
    "column": "姓名",
    "attempts": 1,
    "package_id": "2026-autumn~1",
    "steps": [
        {"state": "waiting", "words": "待上报", "at": "2026-10-10T00:05:00Z", "by": "系统", "said": ""},
        {
            "state": "rejected",
            "words": "平台退回",
            "at": "2026-10-12T01:00:00Z",
            "by": "平台",
            "said": "姓名与公安信息不符",
        },
    ],
}
REPORT: dict[str, Any] = {
    "id": "certificates~2026-autumn",
    "kind": "certificates",
    "title": "评价结果与证书数据",
    "papers": ["证书数据", "数据审核确认表"],
    "batch_id": "2026-autumn",
    "due_on": "2026-10-20",
    "overdue": True,
    "open_uploads": 2,
    "withheld": 0,
    "made_by": "",
    "made_at": None,
    "receipt": "",
}
PACKAGE: dict[str, Any] = {
    "id": "2026-autumn~1",
    "batch_id": "2026-autumn",
    "kind": "certificate",
    "state": "carried",
    "words": "已上传",
    "records": 2,
    "made_by": "S-0010",
    "made_at": "2026-10-11T01:00:00Z",
    "platform_batch": "HN2026-0317",
    "carried_by": "S-0010",
    "carried_at": "2026-10-11T03:00:00Z",
}
ACCOUNT: dict[str, Any] = {
    "batch_id": "2026-autumn",
    "records": 3,
    "counts": {
        "waiting": 1,
        "sending": 0,
        "uncertain": 0,
        "accepted": 1,
        "rejected": 1,
        "given-up": 0,
        "superseded": 0,
    },
    "scores": {
        "waiting": 2,
        "sending": 0,
        "uncertain": 0,
        "accepted": 0,
        "rejected": 0,
        "given-up": 0,
        "superseded": 0,
    },
    "listed_on": "2026-10-12",
    "last_day": "2026-09-20",
    "posted": 2,
    "released": 2,
    "differences": [{"number": NUMBER, "kind": "different", "columns": ["姓名"]}],
    "reports": [REPORT],
    "packages": [PACKAGE],
}
SCORES = REPORT | {"id": "scores~2026-autumn", "kind": "scores", "title": "认定成绩", "open_uploads": 0, "withheld": 1}
WITHHELD = a_page(
    {"application_id": "2026-autumn-00002", "since": "2026-10-09T01:00:00Z", "why": "成绩有变更，重新公示"}
)
BATCH = "/batches/2026-autumn/reporting"
ANSWERS = {
    "/sync/reports": [REPORT, SCORES],
    "/sync/uploads": a_page(UPLOAD),
    "/sync/batches/2026-autumn/account": ACCOUNT,
    "/sync/batches/2026-autumn/uploads": a_page(UPLOAD),
    "/sync/batches/2026-autumn/withheld-results": WITHHELD,
    f"/sync/uploads/{UPLOAD_ID}": UPLOAD,
}


@pytest.fixture
async def office(desk):
    for path, answer in ANSWERS.items():
        desk.services.says("sync", "GET", path.removeprefix("/sync"), answer)
    return await desk.signed_in("S-0010", "general-office")


def sent_to(desk, path):
    return next(
        json.loads(request.content) for _, method, at, request in desk.services.asked if (method, at) == ("POST", path)
    )


async def test_what_is_due_stands_first_and_says_that_it_is_late(office):
    page = (await office.open("/reporting")).text

    assert page.index("评价结果与证书数据") < page.index("需要处理的记录")
    assert "逾期" in page
    assert "证书数据、数据审核确认表" in page
    assert "姓名与公安信息不符（姓名）" in page


async def test_nothing_to_do_is_said_in_words(desk, office):
    desk.services.says("sync", "GET", "/reports", [])
    desk.services.says("sync", "GET", "/uploads", a_page())

    page = (await office.open("/reporting")).text

    assert "没有待办结的上报事项。" in page
    assert "全部已上报。" in page


async def test_a_matter_is_settled_with_its_receipt(desk, office):
    desk.services.says("sync", "POST", "/reports/certificates~2026-autumn/made", None, status=204)

    await office.open("/reporting")
    await office.send("/reporting/made", report="certificates~2026-autumn", receipt="HN-7")

    assert office.path == "/reporting"
    assert sent_to(desk, "/reports/certificates~2026-autumn/made") == {"receipt": "HN-7"}


async def test_a_batch_shows_its_account_its_files_and_its_differences(office):
    page = (await office.open(BATCH)).text

    assert "共 3 条" in page
    assert "待上报 1" in page
    assert "批次号 HN2026-0317" in page
    assert "内容不一致" in page
    assert "回填结果" in page


async def test_whoever_only_reads_is_offered_nothing_to_do(desk, office):
    auditor = await desk.signed_in("S-0014", "auditor")

    page = (await auditor.open(BATCH)).text + (await auditor.open(f"/uploads/{UPLOAD_ID}")).text

    assert "共 3 条" in page
    for button in ("回填结果", "生成上报文件", "对账</button>", "重新上报</button>", "不再上报</button>"):
        assert button not in page


async def test_a_result_file_goes_on_as_it_is(desk, office):
    answered = {"accepted": 1, "rejected": 1, "uncertain": 0, "strangers": ["S000043009001265000099"]}
    desk.services.says("sync", "POST", "/packages/2026-autumn~1/answer", answered)

    await office.open(BATCH)
    page = (await office.send(f"{BATCH}/packages/1/answer", files={"file": ("结果.xlsx", b"PK-a workbook")})).text

    assert "已回填：接收 1 条，退回 1 条，结果不明 0 条。另有 1 个编号不在本文件中。" in page


@pytest.mark.parametrize(
    ("act", "typed", "sent"),
    [
        ("retry", {"reason": "已核对"}, {"reason": "已核对"}),
        ("dismissal", {"reason": "证书已撤销"}, {"reason": "证书已撤销"}),
    ],
)
async def test_a_refused_record_goes_again_or_is_given_up(desk, office, act, typed, sent):
    desk.services.says("sync", "POST", f"/uploads/{UPLOAD_ID}/{act}", None, status=204)

    await office.open(f"/uploads/{UPLOAD_ID}")
    await office.send(f"/uploads/{UPLOAD_ID}/{act}", **typed)

    assert office.path == f"/uploads/{UPLOAD_ID}"
    assert sent_to(desk, f"/uploads/{UPLOAD_ID}/{act}") == sent


async def test_scores_go_into_files_of_their_own_which_are_answered_by_ticket(desk, office):
    of_scores = PACKAGE | {"kind": "score"}
    desk.services.says("sync", "GET", "/batches/2026-autumn/account", ACCOUNT | {"packages": [of_scores]})
    desk.services.says("sync", "POST", "/batches/2026-autumn/packages", of_scores, status=201)

    page = (await office.open(BATCH)).text
    await office.send(f"{BATCH}/packages", kind="score", change="corrected")

    assert "待上报 2" in page
    assert "上报文件 2026-autumn~1（成绩）" in page
    assert "下载成绩花名册" in page
    assert "须有“准考证号”列" in page
    assert "打印数据审核确认表" not in page
    assert sent_to(desk, "/batches/2026-autumn/packages") == {"kind": "score", "change": "corrected"}


async def test_withheld_results_stand_among_the_problems_and_with_their_batch(office):
    problems = (await office.open("/reporting")).text
    batch = (await office.open(BATCH)).text

    assert problems.index("暂不上报的成绩") < problems.index("需要处理的记录")
    assert '<td class="number">1</td>' in problems
    assert problems.count('<table class="narrow">') == 1, "the one of two columns fits a phone"
    assert "2026-autumn-00002" in batch
    assert "成绩有变更，重新公示" in batch
