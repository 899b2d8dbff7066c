"""One person at the counter: judged as a row of a roster is."""

import pytest

from services.registration.storage.collections import APPLICATIONS
from services.registration.tests.builders import CLOSES_AT, a_number, cells, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, LIST, RECEPTION, slug, upload


def filled(**differing):
    return {"cells": {column: cell for column, cell in cells(**differing).items() if cell}}


async def register(registration, as_=RECEPTION, **differing):
    return await registration.post(LIST, json=filled(**differing), as_=as_)


async def test_somebody_at_the_counter_waits_for_the_review(open_batch):
    answer = await register(open_batch)

    assert answer.status_code == 201
    assert answer.json() == {
        "application_id": "2026-autumn-00002",
        "outcome": "eligible",
        "findings": [],
        "advice": [],
    }
    [listed] = (await open_batch.get(LIST, as_=RECEPTION)).json()["items"]
    assert (listed["name"], listed["outcome"]) == ("欧阳试例", "eligible")


async def test_the_numbers_of_counter_and_rosters_go_on_behind_each_other(open_batch):
    await upload(open_batch, *some_people(2))
    counter = await register(open_batch)
    roster = await upload(open_batch, cells(证件号码=a_number(order=99)))

    assert counter.json()["application_id"] == "2026-autumn-00004"
    assert roster.json()["outcomes"][0]["application_id"] == "2026-autumn-00005"


async def test_who_comes_twice_has_one_place(open_batch):
    await register(open_batch)

    again = await register(open_batch)
    other = await register(open_batch, 级别="五级", 申报条件="L5-ENTRY")

    assert (again.json()["outcome"], again.json()["application_id"]) == ("unchanged", "2026-autumn-00002")
    assert other.json()["findings"][0]["slug"] == "duplicate-application"


async def test_a_condition_missed_comes_back_with_the_way_that_is_open(open_batch):
    answer = (await register(open_batch, 从业年限="4")).json()

    assert [one["reason"] for one in answer["findings"]] == ["从业年限不足 5 年，还差 1 年。"]
    assert answer["advice"] == ["可改报 5 级，按 L5-ENTRY 申报：年满16周岁，拟从事或正在从事本职业或相关职业。"]


async def test_a_name_that_a_card_reader_typed_in_escapes_is_read(open_batch):
    await register(open_batch, 姓名=r"\u6b27\u9633\u8bd5\u4f8b")

    [listed] = (await open_batch.get(LIST, as_=RECEPTION)).json()["items"]
    assert listed["name"] == "欧阳试例"


async def test_what_the_platform_wants_beside_is_sealed_and_for_registrars(open_batch):
    await register(open_batch, 民族="苗族", 电子邮箱="a@example.org")

    for role, particulars in ((RECEPTION, {"民族": "苗族", "电子邮箱": "a@example.org"}), (("S-3", "quality"), {})):
        shown = (await open_batch.get("/applications/2026-autumn-00002", as_=role)).json()
        assert shown["particulars"] == particulars
    work = open_batch.service.transactions.begin()
    stored = await work.of(APPLICATIONS).get("2026-autumn-00002")
    assert "苗族" not in str(stored)


@pytest.mark.parametrize("cell", [{"姓名": "=1+1"}, {"工作单位": "@SUM(A1)"}])
async def test_what_a_spreadsheet_would_run_is_refused_at_the_counter_too(open_batch, cell):
    assert slug(await register(open_batch, **cell)) == "roster-formula"


async def test_a_column_that_no_roster_has_is_refused(open_batch):
    answer = await open_batch.post(LIST, json={"cells": {"斑级": "1"}}, as_=RECEPTION)

    assert answer.status_code == 422


async def test_nobody_is_taken_in_after_the_announced_time_or_by_others(open_batch):
    assert (await register(open_batch, as_=("S-3", "quality"))).status_code == 403
    await open_batch.step_to(CLOSES_AT)
    assert slug(await register(open_batch, as_=EXAM_AFFAIRS)) == "registration-over"
