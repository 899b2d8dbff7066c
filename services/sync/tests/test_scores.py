"""Results on their way to the platform: each once as it was released, and again as a correction."""

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from libs.contracts.sealing import Purpose
from libs.contracts.sync import UploadSettled
from services.sync.tests.builders import (
    BATCH_ID,
    CLERK,
    NAMES,
    RELEASED,
    a_candidate_approved,
    a_certificate_issued,
    a_release,
    a_score_corrected,
    a_score_published,
    a_ticket,
    a_workbook,
    account,
    carry_scores,
    counts,
    release_scores,
    take_scores,
    uploads,
)
from services.sync.tests.stand_in import Misbehaviour

APPLICATION = f"{BATCH_ID}-00001"
CORRECTED = {"practical_score": "60.0", "practical_outcome": "passed"}


async def scores(sync):
    return {state: count for state, count in (await account(sync))["scores"].items() if count}


async def records(sync):
    return [(one["number"], one["change"], one["state"]) for one in await uploads(sync, kind="score")]


async def correct(sync, *, released=True):
    """A re-check found more, and its days are over, too."""
    await sync.deliver(a_score_corrected(1, at=RELEASED + timedelta(hours=1), **CORRECTED))
    if released:
        await sync.deliver(a_release(1, at=RELEASED + timedelta(days=7)))


@pytest.mark.rule("SCO-28")
async def test_every_released_result_reaches_the_platform_as_its_roster_has_it(reporting):
    await release_scores(reporting.sync, 1, 2)
    await reporting.sync.deliver(a_certificate_issued(1))
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await scores(reporting.sync) == {"accepted": 2}
    assert await counts(reporting.sync) == {"accepted": 1}
    sent = {one["fields"].get("准考证号"): one for one in reporting.platform.records.values() if one["kind"] == "score"}
    assert sent[a_ticket(1)]["fields"] == {
        "准考证号": a_ticket(1),
        "姓名": "欧阳喆玥",
        "性别": "",
        "身份证号": "431202199803070014",
        "职业工种": "中式烹调师",
        "等级": "五级/初级工",
        "理论": "81.5",
        "实操": "57.0",
        "综合评审": "--",
        "工作业绩": "--",
    }
    assert (await account(reporting.sync))["differences"] == []


@pytest.mark.parametrize("how", list(Misbehaviour))
async def test_no_misbehaviour_loses_a_result_or_sends_it_twice(reporting, how):
    await release_scores(reporting.sync, 1, 2, 3, 4)
    reporting.platform.coming.append(how)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await scores(reporting.sync) == {"accepted": 4}
    assert len(reporting.platform.taken) == len(set(reporting.platform.taken)) == 4


async def test_a_result_is_a_record_when_it_is_released_and_once(sync):
    await release_scores(sync, 1)

    await sync.deliver(a_release(1), id="certification:notices/1:9", seq=9)

    assert await records(sync) == [(APPLICATION, "new", "waiting")]


async def test_what_is_withheld_again_is_not_sent_and_goes_as_new_afterwards(sync):
    await release_scores(sync, 1)

    await correct(sync, released=False)
    between = await records(sync)
    await sync.deliver(a_release(1, at=RELEASED + timedelta(days=7)))

    assert between == [(APPLICATION, "new", "superseded")]
    assert sorted(await records(sync)) == [(APPLICATION, "new", "superseded"), (APPLICATION, "new", "waiting")]


async def test_what_the_platform_has_is_corrected_there(reporting):
    await release_scores(reporting.sync, 1)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    await reporting.rounds()

    await correct(reporting.sync)
    await reporting.sync.step_to(RELEASED + timedelta(days=8))
    await reporting.rounds()

    assert [(one["change"], one["fields"]["实操"]) for one in reporting.platform.records.values()] == [
        ("new", "57.0"),
        ("corrected", "60.0"),
    ]
    assert await scores(reporting.sync) == {"accepted": 2}


async def test_a_file_of_scores_is_the_roster_and_is_answered_by_tickets(sync):
    await release_scores(sync, 1, 2)
    await sync.deliver(a_certificate_issued(1))
    path = await carry_scores(sync)

    sheet = await sync.get(f"{path}/sheet", as_=CLERK)
    said = a_workbook(["准考证号", "结果", "失败原因"], [a_ticket(1), "成功", ""], [a_ticket(2), "退回", "成绩有误"])
    answered = await sync.post(f"{path}/answer", as_=CLERK, content=said)

    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows[2:-1]] == [["1", a_ticket(1), NAMES[0]], ["2", a_ticket(2), NAMES[1]]]
    assert answered.json() == {"accepted": 1, "rejected": 1, "uncertain": 0, "strangers": []}
    assert await counts(sync) == {"waiting": 1}
    told = {(one.application_id, one.outcome) for one in sync.published(UploadSettled)}
    assert told == {(APPLICATION, "accepted"), (f"{BATCH_ID}-00002", "rejected")}
    assert {(one.kind, one.certificate_number) for one in sync.published(UploadSettled)} == {("score", "")}


async def test_a_file_of_scores_has_no_confirmation_sheet(sync):
    await release_scores(sync, 1)
    path = await carry_scores(sync)

    refused = await sync.get(f"{path}/confirmation", as_=CLERK)

    assert (refused.status_code, refused.json()["title"]) == (409, "no-confirmation")


async def test_certificates_are_reported_whatever_becomes_of_the_scores(sync):
    await release_scores(sync, 1)
    await sync.deliver(a_certificate_issued(1))

    made = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={})
    listed = a_workbook(["证书编号"], [(await uploads(sync, kind="certificate"))[0]["number"]])
    await sync.post(f"/packages/{made.json()['id']}/carriage", as_=CLERK, json={"platform_batch": "HN-1"})
    await sync.post(f"/packages/{made.json()['id']}/answer", as_=CLERK, content=listed)

    assert await counts(sync) == {"accepted": 1}
    assert await scores(sync) == {"waiting": 1}


async def test_a_result_whose_employer_cannot_be_read_goes_to_people(sync):
    lost = sync.cipher.seal("某厂", purpose=Purpose.EMPLOYER, owner="somebody else")
    await release_scores(sync, 2)
    await sync.deliver(a_candidate_approved(sync.cipher, 1, employer=lost))
    await sync.deliver(a_score_published(1))
    await sync.deliver(a_release(1))

    await take_scores(sync, 2)

    [refused] = await uploads(sync, kind="score", state="rejected")
    assert (refused["number"], refused["column"]) == (APPLICATION, "单位")
