"""Records that people carry to the platform as a file."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from services.sync.tests.builders import (
    BATCH_ID,
    CLERK,
    DIRECTOR,
    INSTITUTION,
    ISSUED,
    a_change,
    a_workbook,
    account,
    counts,
    number,
    open_batch,
    open_unreadable,
    uploads,
)

PACKAGE = f"/packages/{BATCH_ID}~1"


async def a_package(sync, *ordinals):
    await open_batch(sync, *ordinals)
    made = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={"change": "new"})
    assert made.status_code == 201
    return made.json()


async def a_carried_package(sync, *ordinals):
    await a_package(sync, *ordinals)
    await sync.post(f"{PACKAGE}/carriage", as_=CLERK, json={"platform_batch": "HN2026-0317"})


async def answer(sync, *rows):
    return await sync.post(f"{PACKAGE}/answer", as_=CLERK, content=a_workbook(*rows))


async def test_the_sheet_has_eleven_columns_of_text_in_their_order(sync):
    package = await a_package(sync, 2, 1)

    sheet = await sync.get(f"{PACKAGE}/sheet", as_=CLERK)

    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content))
    rows = book.get_sheet_by_name("Sheet1").to_python()
    assert rows[0] == [
        *("姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称"),
        *("职业技能等级", "证书编号", "发证日期", "评价机构", "发证机构"),
    ]
    who = ["欧阳喆玥", "201", "431202199803070014", "其他", "中式烹调师", "--"]
    assert rows[1] == [*who, "5", number(1), "2026-10-10", INSTITUTION, INSTITUTION]
    assert rows[2][7] == number(2)
    assert (package["records"], package["words"]) == (2, "待上传")
    assert await counts(sync) == {"sending": 2}


async def test_a_holder_who_cannot_be_read_keeps_nobody_out_of_a_file(sync):
    await open_batch(sync, 1)
    await open_unreadable(sync, 3)

    made = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={})

    assert (made.status_code, made.json()["records"]) == (201, 1)
    assert await counts(sync) == {"sending": 1, "rejected": 1}
    assert (await sync.get(f"{PACKAGE}/sheet", as_=CLERK)).status_code == 200


async def test_a_file_of_nobody_who_can_be_read_says_why(sync):
    await open_batch(sync)
    await open_unreadable(sync, 3)

    made = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={})

    assert made.json()["title"] == "holders-unreadable"
    assert await counts(sync) == {"waiting": 1}


async def test_what_is_in_a_file_is_in_no_second_one(sync):
    await a_package(sync, 1)

    second = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={"change": "new"})

    assert (second.status_code, second.json()["type"].rsplit(":", 1)[-1]) == (409, "nothing-to-carry")


async def test_the_confirmation_sheet_says_how_many_of_which_level_and_names_nobody(sync):
    await a_carried_package(sync, 1, 2)

    pdf = await sync.get(f"{PACKAGE}/confirmation", as_=CLERK)

    text = "".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "职业技能等级证书数据审核确认表" in text
    assert f"{INSTITUTION}（新增2条，HN2026-0317）" in text
    assert "新增中式烹调师--五级/初级工2" in text
    assert "合计2" in text
    assert "欧阳喆玥" not in text


async def test_each_line_settles_its_record_and_the_rest_is_uncertain(sync):
    await a_carried_package(sync, 1, 2, 3)

    answered = await answer(
        sync,
        ["湖南省平台导出"],
        ["序号", "证书编号", "结果", "失败原因"],
        [1, number(1), "成功", ""],
        [2, number(2), "失败", "证件号码校验不通过"],
        [4, "S000043009001265000099", "成功", ""],
    )

    assert answered.json() == {
        "accepted": 1,
        "rejected": 1,
        "uncertain": 1,
        "strangers": ["S000043009001265000099"],
    }
    assert await counts(sync) == {"accepted": 1, "rejected": 1, "uncertain": 1}
    (refused,) = await uploads(sync, state="rejected")
    assert refused["reason"] == "证件号码校验不通过"


async def test_lines_that_contradict_each_other_settle_nothing(sync):
    await a_carried_package(sync, 1)

    await answer(sync, ["证书编号", "结果"], [number(1), "成功"], [number(1), "失败"])

    assert await counts(sync) == {"uncertain": 1}


async def test_a_list_of_returned_numbers_is_an_answer_too(sync):
    await a_carried_package(sync, 1, 2)

    await answer(
        sync, ["姓名", "证件号码", "证书编号", "证书版面发证日期"], ["欧阳喆玥", "略", number(1), "2026-10-10"]
    )

    assert await counts(sync) == {"accepted": 1, "uncertain": 1}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>", "不是可以读取的"),
        (a_workbook(["编号", "结果"], ["1", "成功"]), "没有“证书编号”一列"),
        (a_workbook(["证书编号", "结果"], [number(1), "已受理待定"]), "第2行的结果“已受理待定”无法识别"),
        (a_workbook(["证书编号", "结果"], ["", "成功"]), "第2行没有证书编号"),
    ],
)
async def test_an_answer_that_cannot_be_read_says_where_and_changes_nothing(sync, body, why):
    await a_carried_package(sync, 1)

    answered = await sync.post(f"{PACKAGE}/answer", as_=CLERK, content=body)

    assert answered.status_code == 422
    assert why in answered.json()["detail"]
    assert await counts(sync) == {"sending": 1}


@pytest.mark.parametrize("place", [(1_048_575, 0), (2, 16_383), (1_048_575, 16_383)])
@pytest.mark.parametrize("path", [f"{PACKAGE}/answer", f"/batches/{BATCH_ID}/listing"])
async def test_a_cell_far_out_takes_no_memory_and_is_refused(sync, path, place):
    await a_carried_package(sync, 1)

    answered = await sync.post(path, as_=CLERK, content=a_workbook(["证书编号"], [number(1)], beyond=place))

    assert (answered.status_code, answered.json()["title"]) == (422, "answer-unreadable")


async def test_a_workbook_of_before_is_read_too(sync):
    await a_carried_package(sync, 1)
    roster = Path(__file__).parents[2] / "registration" / "tests" / "rosters" / "biff8_xlwt.xls"

    answered = await sync.post(f"{PACKAGE}/answer", as_=CLERK, content=roster.read_bytes())

    assert "没有“证书编号”一列" in answered.json()["detail"]


async def test_a_withdrawn_file_lets_its_records_go(sync):
    await a_package(sync, 1)

    withdrawn = await sync.post(f"{PACKAGE}/withdrawal", as_=CLERK)
    late = await sync.post(f"{PACKAGE}/carriage", as_=CLERK, json={"platform_batch": "1"})

    assert (withdrawn.status_code, late.status_code) == (204, 409)
    assert await counts(sync) == {"waiting": 1}


async def test_a_file_is_not_answered_before_it_was_carried(sync):
    await a_package(sync, 1)

    answered = await answer(sync, ["证书编号"], [number(1)])

    assert answered.json()["detail"] == "该上报文件现为“待上传”，不能办理“回填平台结果”。"


async def test_the_platforms_list_finds_what_is_missing_extra_and_different(sync):
    await a_carried_package(sync, 1, 2, 3)
    await answer(sync, ["证书编号", "结果"], [number(1), "成功"], [number(2), "成功"])

    listed = await sync.post(
        f"/batches/{BATCH_ID}/listing",
        as_=CLERK,
        content=a_workbook(
            ["姓名", "证书编号"],
            ["欧阳喆钥", number(1)],
            ["张一一", number(3)],
            ["谁", "S000043009001265000099"],
        ),
    )

    assert [(one["number"], one["kind"], one["columns"]) for one in listed.json()["differences"]] == [
        (number(1), "different", ["姓名"]),
        (number(2), "missing", []),
        ("S000043009001265000099", "extra", []),
    ]
    assert await counts(sync) == {"accepted": 2, "uncertain": 1}
    assert "欧阳喆钥" not in listed.text


@pytest.mark.parametrize(("is_listed", "kinds"), [(True, ["not-ours-to-have"]), (False, ["missing"])])
async def test_the_platform_is_not_to_have_what_was_given_up(sync, is_listed, kinds):
    await open_batch(sync, 1)
    [given_up] = await uploads(sync)
    await sync.post(f"/uploads/{given_up['id']}/dismissal", as_=CLERK, json={"reason": "证书已撤销"})

    listed = await listing(sync, *[[number(1)]] * is_listed)

    assert [(one["number"], one["kind"]) for one in listed["differences"]] == [(number(1), kind) for kind in kinds]
    assert await counts(sync) == {"given-up": 1}


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("change", ["revoked", "voided"])
async def test_what_was_taken_off_may_be_listed_or_not(sync, change, is_listed):
    await a_carried_package(sync, 1)
    await answer(sync, ["证书编号", "结果"], [number(1), "成功"])
    await sync.deliver(a_change(change, at=ISSUED + timedelta(hours=2)))
    await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={"change": change})

    listed = await listing(sync, *[[number(1)]] * is_listed)

    assert listed["differences"] == []


async def test_what_was_superseded_before_it_was_sent_is_not_missing(sync):
    await open_batch(sync, 1)
    await sync.deliver(a_change("revoked", at=ISSUED + timedelta(hours=2)))
    assert await counts(sync) == {"superseded": 1}

    assert (await listing(sync))["differences"] == []


async def listing(sync, *rows):
    content = a_workbook(["证书编号"], *rows)
    return (await sync.post(f"/batches/{BATCH_ID}/listing", as_=CLERK, content=content)).json()


async def test_people_settle_what_stays_uncertain(sync):
    await a_carried_package(sync, 1, 2)
    await answer(sync, ["证书编号", "结果"], ["S000043009001265000099", "成功"])
    there, absent = await uploads(sync, state="uncertain")

    await sync.post(f"/uploads/{there['id']}/finding", as_=CLERK, json={"there": True})
    await sync.post(f"/uploads/{absent['id']}/finding", as_=CLERK, json={"there": False})

    assert await counts(sync) == {"accepted": 1, "waiting": 1}


async def test_a_refused_record_goes_again_or_is_given_up_for_a_reason(sync):
    await a_carried_package(sync, 1, 2)
    await answer(sync, ["证书编号", "结果"], [number(1), "失败"], [number(2), "失败"])
    first, second = await uploads(sync, state="rejected")

    await sync.post(f"/uploads/{first['id']}/retry", as_=CLERK, json={"reason": "已与公安信息核对"})
    await sync.post(f"/uploads/{second['id']}/dismissal", as_=CLERK, json={"reason": "证书已撤销"})
    twice = await sync.post(f"/uploads/{first['id']}/retry", as_=CLERK, json={"reason": "再报一次"})

    assert await counts(sync) == {"waiting": 1, "given-up": 1}
    assert twice.json()["detail"] == "该上报记录现为“待上报”，不能办理“重新上报”。"


@pytest.mark.parametrize("what", ["sheet", "confirmation"])
async def test_files_are_for_the_general_office_alone(sync, what):
    await a_package(sync, 1)

    assert (await sync.get(f"{PACKAGE}/{what}", as_=DIRECTOR)).status_code == 403
    assert (await account(sync, as_=DIRECTOR))["packages"][0]["records"] == 1
