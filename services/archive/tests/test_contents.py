"""The contents of a batch's files: a row for each form, with its volume and the day until which it is kept."""

from datetime import UTC, datetime
from random import Random

import pytest

from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.contracts.scheduling import ExamFormRecorded
from services.archive.main import build
from services.archive.tests.test_archive import NOON

OFFICE = ("S-0003", "general-office")
RECORD = "scheduling:form_records/sealing-record~s-1:{}"


@pytest.fixture
async def archive(tmp_path):
    async with Harness(build, tmp_path, now=NOON) as harness:
        yield harness


def told(act, entry=1, *, complete=False, at=NOON, **differing):
    usual = {
        "record_id": "sealing-record~s-1",
        "form": "sealing-record",
        "title": "试卷清点、验收与密封签字表",
        "about": "session",
        "subject_id": "s-1",
        "batch_id": "2026-autumn",
        "by": "I-1",
        "volume": volumes.RESULTS,
        "years_kept": 5,
    }
    return ExamFormRecorded(**usual | differing, act=act, entry=entry, complete=complete, at=at)


async def contents(archive):
    answer = await archive.get("/batches/2026-autumn/contents", as_=OFFICE)
    assert answer.status_code == 200
    return answer.json()["items"]


@pytest.mark.parametrize("order", range(4))
async def test_a_form_is_kept_five_years_from_its_last_signature(archive, order):
    """Signed by all on 19 September, corrected and signed again the day after; heard in any order."""
    twentieth = datetime(2026, 9, 19, 16, 5, tzinfo=UTC)  # five past midnight of the 20th in Beijing
    facts = [
        told("written"),
        told("signed", complete=True, at=datetime(2026, 9, 19, 4, tzinfo=UTC)),
        told("corrected", 2),
        told("signed", 2, complete=True, at=twentieth, by="I-2"),
    ]
    numbered = list(enumerate(facts, start=1))
    Random(order).shuffle(numbered)

    for seq, fact in numbered:
        await archive.deliver(fact, id=RECORD.format(seq), seq=seq)

    [row] = await contents(archive)
    assert (row["volume"], row["title"]) == ("第四卷 试卷与成绩", "试卷清点、验收与密封签字表")
    assert (row["corrections"], row["completed_on"], row["kept_until"]) == (1, "2026-09-20", "2031-09-20")
    assert row["written_by"] == "I-1"


async def test_what_not_all_have_signed_has_no_end_yet(archive):
    await archive.deliver(told("written"), id=RECORD.format(1), seq=1)
    plan = told("written", record_id="p~b", title="考务实施方案", volume=volumes.PLAN)
    await archive.deliver(plan, id="scheduling:form_records/p~b:1", seq=1)

    rows = await contents(archive)

    assert [row["volume"] for row in rows] == [volumes.PLAN, volumes.RESULTS]
    assert [row["kept_until"] for row in rows] == [None, None]


async def test_a_leap_day_is_kept_to_the_first_of_march(archive):
    leap = datetime(2028, 2, 29, 4, tzinfo=UTC)
    await archive.deliver(told("signed", complete=True, at=leap), id=RECORD.format(1), seq=1)

    [row] = await contents(archive)

    assert row["kept_until"] == "2033-03-01"
