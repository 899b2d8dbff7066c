"""What has to be on the platform by when."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from libs.contracts.sealing import Purpose
from libs.contracts.sync import ReportDue, ReportMade
from services.sync.domain.errors import ReminderSettledError, ReminderTooEarlyError
from services.sync.domain.report import Report, ReportKind, month_after
from services.sync.tests.builders import (
    BATCH_ID,
    CLERK,
    DIRECTOR,
    ID_NUMBERS,
    ISSUED,
    NAMES,
    RELEASED,
    a_batch_opened,
    a_candidate_approved,
    a_candidate_scheduled,
    a_release,
    a_result_amended,
    a_score_corrected,
    a_score_published,
    a_session_called_off,
    a_session_planned,
    a_ticket,
    account,
    beijing,
    counts,
    open_batch,
    take_scores,
    uploads,
)


def told(sync, kind="certificates"):
    return [
        (one.told_at.astimezone(ISSUED.tzinfo).isoformat(timespec="minutes")[:16], one.days_left, one.overdue)
        for one in sync.published(ReportDue)
        if one.kind == kind
    ]


async def report(sync, kind):
    return next(one for one in (await account(sync))["reports"] if one["kind"] == kind)


@pytest.mark.parametrize(
    ("last_day", "due_on"),
    [
        (date(2026, 9, 20), date(2026, 10, 20)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_a_month_ends_on_its_day_or_on_the_last(last_day, due_on):
    assert month_after(last_day) == due_on


@pytest.mark.rule("CER-15")
async def test_results_are_due_within_a_month_of_the_last_day(sync):
    await sync.deliver(a_batch_opened())
    await sync.deliver(a_session_planned("s-1", ends_at=beijing(2026, 9, 19, 11)))
    await sync.deliver(a_session_planned("s-2", ends_at=beijing(2026, 9, 20, 23, 59)))

    assert (await report(sync, "certificates"))["due_on"] == "2026-10-20"

    await sync.step_to(beijing(2026, 10, 6, 8, 59))
    assert told(sync) == []
    await sync.step_to(beijing(2026, 10, 20, 23, 59, 59))
    assert told(sync) == [
        ("2026-10-06T09:00", 14, False),
        ("2026-10-13T09:00", 7, False),
        ("2026-10-17T09:00", 3, False),
    ]
    assert not (await report(sync, "certificates"))["overdue"]
    await sync.step_to(beijing(2026, 10, 21))
    assert told(sync)[3:] == [("2026-10-21T00:00", -1, True)]
    assert (await report(sync, "certificates"))["overdue"]
    await sync.step_to(beijing(2026, 12, 1))
    assert len(told(sync)) == 4


@pytest.mark.rule("CER-15")
async def test_results_are_reported_when_the_platform_has_every_certificate_and_not_before(sync):
    await open_batch(sync, 1)
    await sync.deliver(a_session_planned(ends_at=beijing(2026, 9, 20)))
    certificates = f"/reports/certificates~{BATCH_ID}/made"

    early = await sync.post(certificates, as_=CLERK, json={"receipt": "HN-1"})
    (upload,) = await uploads(sync)
    await sync.post(f"/uploads/{upload['id']}/dismissal", as_=CLERK, json={"reason": "证书已作废"})
    made = await sync.post(certificates, as_=CLERK, json={"receipt": "HN-1"})
    again = await sync.post(certificates, as_=CLERK, json={"receipt": "HN-2"})
    await sync.step_to(beijing(2026, 12, 1))

    assert (early.status_code, early.json()["type"].rsplit(":", 1)[-1]) == (409, "uploads-open")
    assert (made.status_code, again.status_code) == (204, 409)
    assert [(one.kind, one.receipt, one.made_by) for one in sync.published(ReportMade)] == [
        ("certificates", "HN-1", "S-0001")
    ]
    assert told(sync) == []


async def test_a_batch_that_ends_later_or_earlier_takes_its_month_with_it(sync):
    await sync.deliver(a_batch_opened())
    await sync.deliver(a_session_planned("s-1", ends_at=beijing(2026, 9, 19)))
    await sync.deliver(a_session_planned("s-2", ends_at=beijing(2026, 9, 20)))
    await sync.deliver(a_session_called_off("s-2", at=beijing(2026, 8, 3)))
    assert (await report(sync, "certificates"))["due_on"] == "2026-10-19"

    await sync.deliver(a_session_planned("s-2", ends_at=beijing(2026, 9, 26)), seq=9)
    await sync.deliver(a_session_planned("s-2", ends_at=beijing(2026, 9, 20)), id="s-2-again", seq=8)

    assert (await report(sync, "certificates"))["due_on"] == "2026-10-26"


@pytest.mark.parametrize("called_off_first", [True, False])
async def test_a_batch_that_is_not_examined_at_all_owes_nothing(sync, called_off_first):
    planned = (a_session_planned("s-1", ends_at=beijing(2026, 9, 19)), 1)
    called_off = (a_session_called_off("s-1", at=beijing(2026, 8, 3)), 2)
    await sync.deliver(a_batch_opened())

    for event, seq in (called_off, planned) if called_off_first else (planned, called_off):
        await sync.deliver(event, seq=seq)
    await sync.step_to(beijing(2026, 12, 1))

    assert {one["kind"] for one in (await sync.get("/reports", as_=DIRECTOR)).json()} == {"year", "examiners"}
    assert [one["kind"] for one in (await account(sync))["reports"]] == []
    assert sync.published(ReportDue) == []


async def test_a_batch_that_is_planned_again_owes_its_reports_again(sync):
    await sync.deliver(a_batch_opened())
    await sync.deliver(a_session_planned("s-1", ends_at=beijing(2026, 9, 19)), seq=1)
    await sync.deliver(a_session_called_off("s-1", at=beijing(2026, 8, 3)), seq=2)

    await sync.deliver(a_session_planned("s-2", ends_at=beijing(2026, 10, 24)), seq=1)
    await sync.step_to(beijing(2026, 11, 10, 9))

    assert (await report(sync, "certificates"))["due_on"] == "2026-11-24"
    assert told(sync) == [("2026-11-10T09:00", 14, False)]


@pytest.mark.rule("ARC-16", "QSP-21", "PER-38", "ORG-03")
@pytest.mark.parametrize(
    ("kind", "subject", "due_on", "papers"),
    [
        ("archive", BATCH_ID, "2026-10-20", ["认定数据", "现场考评工作记录", "质量督导报告"]),
        ("supervision", BATCH_ID, "2026-10-20", ["督导结果"]),
        ("year", "2026", "2027-01-31", ["上年度认定工作总结", "认定数据统计", "本年度认定工作计划"]),
        ("examiners", "2026", "2027-01-31", ["考评人员档案", "考评工作台帐"]),
    ],
)
async def test_each_matter_rings_and_is_on_record_with_its_receipt(sync, kind, subject, due_on, papers):
    await sync.deliver(a_batch_opened())
    await sync.deliver(a_session_planned(ends_at=beijing(2026, 9, 20)))

    listed = (await sync.get("/reports", as_=DIRECTOR)).json()
    mine = next(one for one in listed if one["kind"] == kind)
    assert (mine["id"], mine["due_on"], mine["papers"]) == (f"{kind}~{subject}", due_on, papers)

    await sync.step_to(beijing(*map(int, due_on.split("-"))) + timedelta(days=1))
    assert [(days, overdue) for _, days, overdue in told(sync, kind)] == [
        (14, False),
        (7, False),
        (3, False),
        (-1, True),
    ]

    await sync.post(f"/reports/{mine['id']}/made", as_=CLERK, json={"receipt": "HN-7"})
    on_record = (await sync.get(f"/reports/{mine['id']}", as_=DIRECTOR)).json()
    assert (on_record["made_by"], on_record["receipt"], on_record["overdue"]) == ("S-0001", "HN-7", False)
    assert mine["id"] not in [one["id"] for one in (await sync.get("/reports", as_=DIRECTOR)).json()]


async def test_a_lost_reminder_is_found_by_the_watchdog(sync):
    await sync.deliver(a_batch_opened())
    assert await sync.lose_deadlines()

    await sync.service.watchdog.look()

    await sync.step_to(beijing(2027, 1, 17, 9, 0, 1))
    assert [(days, overdue) for _, days, overdue in told(sync, "year")] == [(14, False)]


@pytest.mark.parametrize("roles", [("quality",), ("director",), ("auditor",), ("examiner",)])
async def test_only_the_general_office_says_what_was_reported(sync, roles):
    await open_batch(sync, 1)
    (upload,) = await uploads(sync)
    asked = [
        ("/reports/year~2026/made", {"receipt": ""}),
        (f"/uploads/{upload['id']}/retry", {"reason": "已更正"}),
        (f"/uploads/{upload['id']}/dismissal", {"reason": "不再上报"}),
        (f"/uploads/{upload['id']}/finding", {"there": True}),
        (f"/batches/{BATCH_ID}/packages", {"change": "new"}),
    ]

    answers = [await sync.post(path, as_=("S-0009", *roles), json=body) for path, body in asked]

    assert [one.status_code for one in answers] == [403] * len(asked)
    assert await counts(sync) == {"waiting": 1}


SCORES, REVIEW = f"/reports/scores~{BATCH_ID}/made", f"/reports/review~{BATCH_ID}/made"
ROSTER = f"/batches/{BATCH_ID}/score-roster"


async def posted(sync, *ordinals):
    await sync.deliver(a_batch_opened())
    await sync.deliver(a_session_planned(ends_at=beijing(2026, 9, 20)))
    for ordinal in ordinals:
        await sync.deliver(a_candidate_approved(sync.cipher, ordinal))
        await sync.deliver(a_candidate_scheduled(ordinal, a_ticket(ordinal)))
        await sync.deliver(a_score_published(ordinal))


def refusal(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.rule("SCO-28")
async def test_scores_are_imported_to_the_platform_after_the_release_of_all(sync):
    await posted(sync, 1, 2)
    await sync.deliver(a_release(1))

    waiting = [await sync.get(ROSTER, as_=CLERK), await sync.post(SCORES, as_=CLERK, json={"receipt": "HN-3"})]
    await sync.deliver(a_release(2))
    sheet = await sync.get(ROSTER, as_=CLERK)
    early = await sync.post(SCORES, as_=CLERK, json={"receipt": "HN-3"})
    await take_scores(sync, 1, 2)
    made = await sync.post(SCORES, as_=CLERK, json={"receipt": "HN-3"})

    assert [refusal(one) for one in waiting] == [(409, "scores-not-released")] * 2
    assert (waiting[0].json()["posted"], waiting[0].json()["waiting"]) == (2, 1)
    assert (refusal(early), early.json()["open_uploads"]) == ((409, "uploads-open"), 2)
    assert (sheet.status_code, made.status_code) == (200, 204)
    on_record = await report(sync, "scores")
    assert (on_record["made_by"], on_record["receipt"]) == ("S-0001", "HN-3")


@pytest.mark.rule("SCO-28")
async def test_nothing_posted_is_nothing_to_import(sync):
    await posted(sync)

    assert refusal(await sync.post(SCORES, as_=CLERK, json={"receipt": ""})) == (409, "scores-not-released")


@pytest.mark.rule("SCO-28")
@pytest.mark.parametrize("change", [a_score_corrected, a_result_amended])
async def test_what_changes_after_its_release_waits_for_its_days_again(sync, change):
    await posted(sync, 1)
    await sync.deliver(a_release(1))
    await sync.deliver(change(1, at=RELEASED + timedelta(hours=1), practical_score="60.0", practical_outcome="passed"))
    between = await sync.get(ROSTER, as_=CLERK)

    await sync.deliver(a_release(1, at=RELEASED + timedelta(days=7)))

    assert refusal(between) == (409, "scores-not-released")
    rows = rows_of(await sync.get(ROSTER, as_=CLERK))
    assert rows[2][8:] == ["81.5", "60.0", "--", "--"]


async def withheld(sync):
    answer = await sync.get(f"/batches/{BATCH_ID}/withheld-results", as_=DIRECTOR)
    return [(one["application_id"], one["why"]) for one in answer.json()["items"]]


@pytest.mark.rule("SCO-28")
async def test_a_result_that_is_withheld_is_told_with_its_reason(sync):
    await posted(sync, 1, 2)
    before = await withheld(sync), (await report(sync, "scores"))["withheld"]
    await sync.deliver(a_release(1))
    await sync.deliver(a_release(2))
    released = await withheld(sync), (await report(sync, "scores"))["withheld"]

    await sync.deliver(a_score_corrected(2, at=RELEASED + timedelta(hours=1)))

    waits = "公示未满或有异议"
    assert before == ([(f"{BATCH_ID}-00001", waits), (f"{BATCH_ID}-00002", waits)], 2)
    assert released == ([], 0)
    assert await withheld(sync) == [(f"{BATCH_ID}-00002", "成绩有变更，重新公示")]
    listed = (await sync.get("/reports", as_=CLERK)).json()
    assert {one["kind"]: one["withheld"] for one in listed if one["withheld"]} == {"scores": 1}


def rows_of(answer):
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.rule("SCO-28")
async def test_the_roster_has_every_released_result_as_platforms_take_it(sync):
    await posted(sync, 1, 2)
    absent = {"theory_score": None, "theory_outcome": "absent", "practical_score": None}
    await sync.deliver(a_candidate_approved(sync.cipher, 3))
    await sync.deliver(a_score_published(3, **absent, practical_outcome="not-taken"))
    await sync.deliver(a_candidate_approved(sync.cipher, 4))
    review = {"review_score": "75.5", "review_outcome": "passed", "practical_score": None}
    await sync.deliver(a_score_published(4, **review, practical_outcome="failed", level=2))
    for ordinal in (1, 2, 3, 4):
        await sync.deliver(a_release(ordinal))

    rows = rows_of(await sync.get(ROSTER, as_=CLERK))

    assert rows[0] == [
        "序号",
        "准考证号",
        "姓名",
        "性别",
        "身份证号",
        "单位",
        "职业工种",
        "等级",
        "考核成绩",
        "",
        "",
        "",
    ]
    assert rows[1][8:] == ["理论", "实操", "综合评审", "工作业绩"]
    assert [(row[0], row[2], row[4], *row[6:]) for row in rows[2:-1]] == [
        ("1", NAMES[0], ID_NUMBERS[0], "中式烹调师", "五级/初级工", "81.5", "57.0", "--", "--"),
        ("2", NAMES[1], ID_NUMBERS[1], "中式烹调师", "五级/初级工", "81.5", "57.0", "--", "--"),
        ("3", NAMES[2], ID_NUMBERS[2], "中式烹调师", "五级/初级工", "缺考", "--", "--", "--"),
        ("4", NAMES[3], ID_NUMBERS[3], "中式烹调师", "二级/技师", "81.5", "无效", "75.5", "--"),
    ]
    assert rows[-1][0] == "填报人"
    assert (await sync.get(ROSTER, as_=DIRECTOR)).status_code == 403


async def test_the_roster_has_the_newest_ticket_and_sex_and_employer(sync):
    await sync.deliver(a_batch_opened())
    sealed = sync.cipher.seal("岚州机床厂", purpose=Purpose.EMPLOYER, owner=f"{BATCH_ID}-00001")
    await sync.deliver(a_candidate_approved(sync.cipher, 1, sex="女", employer=sealed))
    await sync.deliver(a_candidate_approved(sync.cipher, 2))
    for seq, ticket in ((2, "26100100002"), (1, "26100100001")):
        await sync.deliver(a_candidate_scheduled(1, ticket), id=f"scheduling:enrolments/1:{seq}", seq=seq)
    for ordinal in (1, 2):
        await sync.deliver(a_score_published(ordinal))
        await sync.deliver(a_release(ordinal))

    rows = rows_of(await sync.get(ROSTER, as_=CLERK))

    assert [(row[1], row[3], row[5]) for row in rows[2:-1]] == [("26100100002", "女", "岚州机床厂"), ("", "", "")]


async def test_one_broken_seal_is_named_in_its_row_and_stops_nobody(sync):
    await sync.deliver(a_batch_opened())
    broken = f"{BATCH_ID}-00001"
    foreign = sync.cipher.seal("谁", purpose=Purpose.CANDIDATE_NAME, owner="somebody else")
    lost = sync.cipher.seal("某厂", purpose=Purpose.EMPLOYER, owner="somebody else")
    await sync.deliver(a_candidate_approved(sync.cipher, 1).model_copy(update={"name": foreign, "employer": lost}))
    await sync.deliver(a_candidate_approved(sync.cipher, 2))
    for ordinal in (1, 2):
        await sync.deliver(a_score_published(ordinal))
        await sync.deliver(a_release(ordinal))

    rows = rows_of(await sync.get(ROSTER, as_=CLERK))

    assert [(row[2], row[4], row[5]) for row in rows[2:-1]] == [
        (f"密封内容无法打开（{broken}）", ID_NUMBERS[0], f"密封内容无法打开（{broken}）"),
        (NAMES[1], ID_NUMBERS[1], ""),
    ]


@pytest.mark.rule("SCO-29")
async def test_the_centres_review_and_its_report_to_the_province_are_on_record(sync):
    """It follows the import of the scores, rings like every matter, and is read back with the receipt."""
    await posted(sync, 1)
    await sync.deliver(a_release(1))
    await take_scores(sync, 1)
    early = await sync.post(REVIEW, as_=CLERK, json={"receipt": "HN-9"})
    await sync.post(SCORES, as_=CLERK, json={"receipt": "HN-3"})
    await sync.step_to(beijing(2026, 10, 21))

    made = await sync.post(REVIEW, as_=CLERK, json={"receipt": "HN-9"})

    assert refusal(early) == (409, "scores-not-reported")
    assert [(days, overdue) for _, days, overdue in told(sync, "review")][-1] == (-1, True)
    assert made.status_code == 204
    on_record = await report(sync, "review")
    assert (on_record["made_by"], on_record["receipt"], on_record["due_on"]) == ("S-0001", "HN-9", "2026-10-20")
    assert on_record["title"] == "鉴定中心审核认定结果并一键上报省中心"


def test_a_reminder_comes_neither_early_nor_for_what_is_not_due():
    begun = beijing(2026, 9, 1)
    due, undue = (Report.begin(ReportKind.SCORES, BATCH_ID, due_on=day, now=begun) for day in (date(2026, 10, 1), None))
    [deadline] = due.awaited

    with pytest.raises(ReminderSettledError):
        undue.remind(open_uploads=1, now=begun)
    with pytest.raises(ReminderTooEarlyError):
        due.remind(open_uploads=1, now=deadline.due_at - timedelta(milliseconds=1))
    due.remind(open_uploads=1, now=deadline.due_at)

    assert due.told == [14]
