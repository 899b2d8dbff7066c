"""A roster is looked through before anything of it is taken in."""

import io

import pytest
import python_calamine

from libs.chassis.domain import Query
from services.registration.storage.collections import APPLICATIONS, BATCHES, UPLOADS
from services.registration.tests.builders import CLOSES_AT, a_csv, a_number, an_xlsx, cells, some_people

RECEPTION = ("S-0002", "reception")
ROSTER = "/batches/2026-autumn/roster"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIXED = [
    cells(),
    cells(姓名="重复者"),
    cells(姓名="未确认", 证件号码=a_number(order=5), 本人确认="否"),
    cells(姓名="两处错", 证件号码="1", 手机号码="1"),
    cells(姓名="无此级", 证件号码=a_number(order=7), 级别="一级"),
]


async def check(registration, body, **options):
    return await registration.post(f"{ROSTER}/check", content=body, as_=RECEPTION, **options)


async def stored(registration):
    work = registration.service.transactions.begin()
    return [one for kind in (APPLICATIONS, BATCHES, UPLOADS) for one in (await work.of(kind).find(Query())).items]


@pytest.mark.parametrize("build", [a_csv, an_xlsx])
async def test_a_dry_run_says_of_every_row_what_the_import_then_says(open_batch, build):
    body = build(*MIXED)

    checked = (await check(open_batch, body)).json()
    taken = (await open_batch.post(ROSTER, content=body, as_=RECEPTION)).json()

    assert [checked[name] for name in ("rows", "eligible", "refused")] == [5, 1, 4]
    assert [checked[name] for name in ("rows", "eligible", "refused")] == [
        taken[name] for name in ("rows", "eligible", "refused")
    ]
    for before, after in zip(checked["outcomes"], taken["outcomes"], strict=True):
        [first, *_] = before["findings"] or [{"slug": None, "column": None, "reason": None}]
        assert (before["row"], before["outcome"]) == (after["row"], after["outcome"])
        assert first == {name: after[name] for name in ("slug", "column", "reason")}


async def test_a_row_is_named_with_everything_that_stands_against_it(open_batch):
    outcomes = (await check(open_batch, a_csv(*MIXED))).json()["outcomes"]

    assert (outcomes[3]["row"], outcomes[3]["name"]) == (5, "两处错")
    assert {"证件号码", "手机号码"} <= {finding["column"] for finding in outcomes[3]["findings"]}
    assert all(finding["reason"] for finding in outcomes[3]["findings"])


async def test_a_dry_run_writes_nothing_and_publishes_nothing(open_batch):
    before, published = await stored(open_batch), open_batch.published()

    await check(open_batch, a_csv(*MIXED))

    assert await stored(open_batch) == before
    assert open_batch.published() == published


async def test_a_dry_run_counts_who_already_has_a_place(open_batch):
    await open_batch.post(ROSTER, content=a_csv(*some_people(2)), as_=RECEPTION)

    [person] = some_people(1)
    outcomes = (await check(open_batch, a_csv(person, person | {"级别": "五级"}))).json()["outcomes"]

    assert [outcome["outcome"] for outcome in outcomes] == ["unchanged", "refused"]
    assert outcomes[1]["findings"][0]["slug"] == "duplicate-application"


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"", "roster-unreadable"),
        (a_csv(cells(姓名="=1+1")), "roster-formula"),
        (a_csv(cells(), header=["姓名"]), "roster-column-missing"),
    ],
)
async def test_a_file_that_is_unfit_is_refused_as_the_import_refuses_it(open_batch, body, slug):
    checked = await check(open_batch, body)
    taken = await open_batch.post(ROSTER, content=body, as_=RECEPTION)

    assert (checked.status_code, checked.json()) == (taken.status_code, taken.json())
    assert checked.json()["title"] == slug


async def test_a_dry_run_outside_the_registration_time_says_so(open_batch):
    await open_batch.step_to(CLOSES_AT)

    assert (await check(open_batch, a_csv(*MIXED))).json()["title"] == "registration-over"


async def test_the_roster_comes_back_as_text_with_the_reasons_behind_its_rows(open_batch):
    answer = await check(open_batch, an_xlsx(*MIXED), headers={"Accept": XLSX})

    assert answer.headers["Content-Type"] == XLSX
    sheet = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    header, *rows = [[str(cell) for cell in row] for row in sheet]
    assert header[-2:] == ["校验结果", "校验说明"]
    assert [row[header.index("姓名")] for row in rows] == [row["姓名"] for row in MIXED]
    assert rows[0][header.index("证件号码")] == a_number()
    assert [row[-2] for row in rows] == ["符合条件", *["不符合"] * 4]
    assert rows[0][-1] == ""
    assert "【证件号码】" in rows[3][-1]
    assert "【手机号码】" in rows[3][-1]


async def test_a_roster_that_came_back_is_corrected_and_taken(open_batch):
    first = await check(
        open_batch,
        a_csv(cells(姓名="考生"), {}, cells(姓名="乙", 证件号码=a_number(order=9))),
        headers={"Accept": XLSX},
    )

    again = await check(open_batch, first.content)

    assert [one["row"] for one in again.json()["outcomes"]] == [2, 4]
    assert again.json()["eligible"] == 2
