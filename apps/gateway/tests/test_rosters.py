"""A roster comes in by its pages: checked with nothing taken in, looked at, confirmed, never uploaded twice."""

import re
from datetime import timedelta

import pytest

from apps.gateway.tests.desk import PASSWORD
from apps.gateway.tests.test_batches import BATCH

PAGE = "/batches/2026-autumn/roster"
CSV = "姓名,级别\n欧阳试例,四级\n司马试例,四级\n".encode()
ANNOTATED = b"PK the same with two columns"
CHECKED = {
    "rows": 2,
    "eligible": 1,
    "refused": 1,
    "unchanged": 0,
    "ignored": ["没有读取模板以外的列：民族。"],
    "outcomes": [
        {"row": 2, "name": "欧阳试例", "outcome": "eligible", "findings": [], "advice": []},
        {
            "row": 3,
            "name": "司马试例",
            "outcome": "refused",
            "findings": [
                {"slug": "a", "column": "从业年限", "reason": "从业年限不足五年。"},
                {"slug": "b", "column": "", "reason": "本人未确认。"},
            ],
            "advice": ["可改报 5 级。"],
        },
    ],
}
IMPORTED = {
    "rows": 2,
    "eligible": 1,
    "refused": 1,
    "unchanged": 0,
    "ignored": ["没有读取模板以外的列：民族。"],
    "outcomes": [
        {
            "row": 2, "application_id": "2026-autumn-00002", "outcome": "eligible",
            "slug": None, "reason": None, "column": None,
        },
        {
            "row": 3, "application_id": "2026-autumn-00003", "outcome": "refused",
            "slug": "a", "reason": "从业年限不足五年。", "column": "从业年限",
        },
    ],
}  # fmt: skip


@pytest.fixture
async def clerk(desk):
    desk.services.says("registration", "GET", "/batches/2026-autumn", BATCH)
    desk.services.says("registration", "GET", f"{PAGE}s", {"items": [], "next": None})
    desk.services.says("registration", "POST", f"{PAGE}/check", CHECKED)
    desk.services.says("registration", "POST", PAGE, IMPORTED)
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open(PAGE)
    return browser


async def upload(browser, content=CSV):
    return await browser.send(PAGE, files={"file": ("名册.csv", content)})


def asked(desk, path):
    return [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]


async def test_an_upload_is_checked_and_shown_by_row_and_not_taken_in(desk, clerk):
    await upload(clerk)

    assert clerk.path == f"{PAGE}/check"
    assert "还没有写入任何报名" in clerk.page.text
    assert re.search(
        r"3</td><td>司马试例</td>.*?<strong>从业年限</strong>：从业年限不足五年。", clerk.page.text, re.DOTALL
    )
    assert asked(desk, f"{PAGE}/check")[0].content == CSV
    assert "Idempotency-Key" not in asked(desk, f"{PAGE}/check")[0].headers
    assert asked(desk, PAGE) == []


async def test_the_preview_shows_what_the_address_chooses(clerk):
    await upload(clerk)

    await clerk.open(f"{PAGE}/check?outcome=refused")

    assert "司马试例" in clerk.page.text
    assert "欧阳试例" not in clerk.page.text


async def test_what_was_confirmed_is_the_file_looked_at_and_taken_in_once(desk, clerk):
    await upload(clerk)
    preview = clerk.page

    await clerk.send(f"{PAGE}/check")
    clerk.page = preview
    await clerk.send(f"{PAGE}/check")

    assert "已导入 2 行：符合条件、等待审核 1 人，不符合 1 人" in clerk.page.text
    assert 'href="/applications/2026-autumn-00003"' in clerk.page.text
    first, again = asked(desk, PAGE)
    assert first.content == again.content == CSV
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"]


async def test_what_of_the_file_was_not_read_is_told(clerk):
    await upload(clerk)

    assert "没有读取模板以外的列：民族。" in clerk.page.text
    assert "可改报 5 级。" in clerk.page.text


async def test_the_empty_roster_is_handed_out(desk, clerk):
    desk.services.says("registration", "GET", f"{PAGE}/template", b"PK empty")

    answer = await clerk.send(f"{PAGE}/template")

    assert answer.content == b"PK empty"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="roster-2026-autumn.xlsx"'


async def test_the_file_comes_back_with_what_was_found(desk, clerk):
    await upload(clerk)
    desk.services.says("registration", "POST", f"{PAGE}/check", ANNOTATED)
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    answer = await clerk.send(f"{PAGE}/check/file")

    assert answer.content == ANNOTATED
    assert answer.headers["Content-Type"] == xlsx
    assert answer.headers["Content-Disposition"] == 'attachment; filename="roster-2026-autumn-checked.xlsx"'
    assert asked(desk, f"{PAGE}/check")[-1].headers["Accept"] == xlsx
    assert asked(desk, f"{PAGE}/check")[-1].content == CSV


async def test_a_refused_file_says_so_at_the_field_in_the_services_words(desk, clerk):
    desk.services.refuses("registration", "POST", f"{PAGE}/check", "同一份名册已导入过，没有重复导入。")

    answer = await upload(clerk)

    assert answer.status_code == 409
    assert 'id="file-refusal">同一份名册已导入过，没有重复导入。' in answer.text


async def test_an_oversized_file_says_so_at_the_field_and_asks_no_service(desk, clerk):
    answer = await upload(clerk, b"x" * (10 * 1024 * 1024 + 1))

    assert answer.status_code == 422
    assert 'id="file-refusal">提交的内容超过 10 MB。' in answer.text
    assert asked(desk, f"{PAGE}/check") == []


async def test_whoever_sends_forty_megabytes_is_told_ten_and_a_way_back(desk, clerk):
    answer = await upload(clerk, b"x" * (40 * 1024 * 1024))

    assert "提交的内容超过 10 MB。" in answer.text
    assert f'href="{PAGE}">回到名册导入</a>' in answer.text
    assert asked(desk, f"{PAGE}/check") == []


async def test_going_back_to_what_was_confirmed_says_so_and_leads_on(desk, clerk):
    await upload(clerk)
    await clerk.send(f"{PAGE}/check")
    desk.services.refuses("registration", "POST", f"{PAGE}/check", "同一份名册已导入过，没有重复导入。")

    answer = await clerk.open(f"{PAGE}/check")

    assert "同一份名册已导入过，没有重复导入。" in answer.text
    assert f'href="{PAGE}">回到名册导入</a>' in answer.text


async def test_a_form_without_a_file_says_so_at_the_field(clerk):
    answer = await clerk.send(PAGE)

    assert 'id="file-refusal">请填写。' in answer.text


async def test_a_large_file_is_kept_whole(desk, clerk):
    large = bytes(range(256)) * 20_000

    await upload(clerk, large)
    await clerk.send(f"{PAGE}/check")

    assert asked(desk, PAGE)[0].content == large


async def test_a_file_is_kept_sealed_for_fifteen_minutes_one_a_person(desk, clerk, tmp_path):
    await upload(clerk)
    first = clerk.page
    await clerk.open(PAGE)
    await upload(clerk, CSV + b"x")
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("gateway*"))
    second = clerk.page

    clerk.page = first
    replaced = await clerk.send(f"{PAGE}/check")
    desk.step(seconds=timedelta(minutes=15).total_seconds())
    clerk.page = second
    expired = await clerk.send(f"{PAGE}/check")

    assert "司马试例".encode() not in stored
    for answer in (replaced, expired):
        assert answer.status_code == 404
        assert "只保留十五分钟" in answer.text
    assert asked(desk, PAGE) == []


async def test_nobody_sees_anothers_file_or_takes_it_into_another_batch(desk, clerk):
    await upload(clerk)
    other = await desk.signed_in("S-0002", "reception", address="10.1.1.2")

    assert (await other.open(f"{PAGE}/check")).status_code == 404
    desk.services.says("registration", "POST", "/batches/2026-spring/roster/check", CHECKED)
    assert (await clerk.open("/batches/2026-spring/roster/check")).status_code == 404


async def test_the_same_key_is_sent_again_when_nobody_knows_the_outcome(desk, clerk):
    await upload(clerk)
    desk.services.says("registration", "POST", PAGE, {}, 503)
    assert "报名服务暂时没有回应" in (await clerk.send(f"{PAGE}/check")).text

    desk.services.says("registration", "POST", PAGE, IMPORTED)
    await clerk.send(f"{PAGE}/check")

    assert "已导入 2 行" in clerk.page.text
    assert len({request.headers["Idempotency-Key"] for request in asked(desk, PAGE)}) == 1


async def test_an_upload_after_the_sessions_end_is_not_taken_and_leads_back(desk, clerk):
    await clerk.open(PAGE)
    desk.step(minutes=31)

    answer = await upload(clerk, b"x" * 9_000_000)

    assert clerk.path == "/sign-in"
    assert "文件没有收到" in answer.text
    await clerk.send("/sign-in", account_id="S-0001", password=PASSWORD)
    desk.step(seconds=30)
    await clerk.send("/sign-in/code", code=desk.code("S-0001"))
    assert clerk.path == PAGE
