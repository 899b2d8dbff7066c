"""Rosters through the front door."""

import asyncio
import io

import pytest
import python_calamine

from libs.contracts.registration import ApplicationRefused, CandidateApproved, RegistrationClosed
from services.registration.tests.builders import (
    CLOSES_AT,
    a_csv,
    a_number,
    an_xlsx,
    cells,
    some_people,
)
from services.registration.tests.conftest import (
    EXAM_AFFAIRS,
    LIST,
    RECEPTION,
    ROSTER,
    slug,
    upload,
)


@pytest.mark.parametrize("absent", ["身份证", "照片", "工作年限证明"])
async def test_a_row_without_one_of_its_proofs_is_answered_with_its_name(open_batch, absent):
    proofs = [proof for proof in ("身份证", "照片", "工作年限证明") if proof != absent]

    answer = await upload(open_batch, cells(证明材料=";".join(proofs)))

    [outcome] = answer.json()["outcomes"]
    assert (outcome["slug"], outcome["column"], absent in outcome["reason"]) == ("proof-missing", "证明材料", True)


@pytest.mark.parametrize("build", [a_csv, an_xlsx])
async def test_a_roster_is_answered_row_by_row(open_batch, build):
    answer = await upload(open_batch, *some_people(2), cells(从业年限="4"), build=build)

    body = answer.json()
    assert (body["rows"], body["eligible"], body["refused"]) == (3, 2, 1)
    assert body["outcomes"][2] == {
        "row": 4,
        "application_id": "2026-autumn-00004",
        "outcome": "refused",
        "slug": "too-few-years",
        "reason": "从业年限不足 5 年，还差 1 年。",
        "column": "从业年限",
    }


@pytest.mark.rule("REG-16")
async def test_every_row_is_kept_and_only_the_ineligible_are_announced_as_refused(open_batch):
    await upload(open_batch, *some_people(2), cells(从业年限="4"))

    page = (await open_batch.get(LIST, as_=RECEPTION)).json()
    assert [(item["row"], item["outcome"]) for item in page["items"]] == [
        (2, "eligible"),
        (3, "eligible"),
        (4, "refused"),
    ]
    assert [event.reason for event in open_batch.published(ApplicationRefused)] == ["too-few-years"]
    assert open_batch.published(CandidateApproved) == []


async def test_the_same_person_applies_once_for_an_occupation_in_a_file(open_batch):
    answer = await upload(open_batch, cells(), cells(级别="五级", 申报条件="L5-ENTRY"))

    assert [outcome["slug"] for outcome in answer.json()["outcomes"]] == [None, "duplicate-application"]


async def test_a_refused_row_does_not_block_the_corrected_one(open_batch):
    answer = await upload(open_batch, cells(从业年限="4"), cells())

    assert [outcome["slug"] for outcome in answer.json()["outcomes"]] == ["too-few-years", None]


async def test_a_later_roster_goes_on_behind_the_first_and_knows_its_people(open_batch):
    first = some_people(2)
    await upload(open_batch, *first)

    answer = await upload(open_batch, first[1], cells(证件号码=a_number(order=99)))

    outcomes = [(o["row"], o["application_id"], o["outcome"]) for o in answer.json()["outcomes"]]
    assert outcomes == [(2, "2026-autumn-00003", "unchanged"), (3, "2026-autumn-00005", "eligible")]


async def test_a_telephone_that_was_put_right_is_not_passed_over_in_silence(open_batch):
    await upload(open_batch, cells())

    answer = await upload(open_batch, cells(手机号码="16900000009"))

    assert [outcome["slug"] for outcome in answer.json()["outcomes"]] == ["duplicate-application"]


@pytest.mark.parametrize("wrong", [{"从业年限": "4"}, {"证件号码": "990001199005170013"}])
async def test_the_same_list_with_a_row_put_right_replaces_the_refused_one(open_batch, wrong):
    people = some_people(3)
    await upload(open_batch, *people[:2], people[2] | wrong)

    answer = (await upload(open_batch, *people)).json()
    await open_batch.post("/batches/2026-autumn/approvals", as_=EXAM_AFFAIRS)
    await open_batch.step_to(CLOSES_AT)
    await open_batch.post("/batches/2026-autumn/closure", as_=EXAM_AFFAIRS)

    assert (answer["eligible"], answer["refused"], answer["unchanged"]) == (1, 0, 2)
    [closed] = open_batch.published(RegistrationClosed)
    assert (closed.approved, closed.refused) == (3, 0)


async def test_namesakes_with_bad_numbers_do_not_replace_each_other(open_batch):
    await upload(open_batch, cells(证件号码="1"), cells(证件号码="2", 手机号码="16900000002"))

    await upload(open_batch, cells())

    page = (await open_batch.get(LIST, as_=RECEPTION)).json()["items"]
    assert [one["outcome"] for one in page] == ["superseded", "refused", "eligible"]


async def test_a_superseded_row_is_neither_confirmed_nor_downgraded(open_batch):
    await upload(open_batch, cells(从业年限="4"))
    await upload(open_batch, cells())

    first = "/applications/2026-autumn-00002"
    confirmed = await open_batch.post(f"{first}/confirmation", as_=RECEPTION)
    lowered = await open_batch.post(f"{first}/downgrade", json={"level": 5, "condition": "L5-ENTRY"}, as_=EXAM_AFFAIRS)

    assert [slug(answer) for answer in (confirmed, lowered)] == ["not-eligible", "not-eligible"]


async def test_what_of_a_file_was_not_read_is_told_once(open_batch):
    person = cells()
    body = a_csv({"姓名": "（示例）张某", "证件号码": "43XXXXXXXXXXXXXXXX"}, person, {"姓名": "填报人："})

    answer = await open_batch.post(ROSTER, content=body, as_=RECEPTION)

    assert answer.json()["rows"] == 1
    assert answer.json()["ignored"] == ["第 2 行是填写示例，没有读取。", "第 4 行是合计、落款或备注，没有读取。"]


async def test_two_rosters_at_once_share_no_number_and_no_person(open_batch):
    people = some_people(3)

    answers = await asyncio.gather(
        upload(open_batch, *people),
        upload(open_batch, people[0] | {"级别": "五级"}, cells(证件号码=a_number(order=99))),
    )

    ids = [outcome["application_id"] for answer in answers for outcome in answer.json()["outcomes"]]
    assert len(set(ids)) == 5
    assert sum(answer.json()["eligible"] for answer in answers) == 4


async def test_the_same_bytes_are_taken_once(open_batch):
    await upload(open_batch, cells())

    answer = await upload(open_batch, cells())

    assert (answer.status_code, slug(answer)) == (409, "roster-already-uploaded")
    assert len((await open_batch.get(LIST, as_=RECEPTION)).json()["items"]) == 1


async def test_a_repeated_request_is_answered_alike(open_batch):
    first = await upload(open_batch, cells(), key="k")
    second = await upload(open_batch, cells(), key="k")

    assert second.status_code == 200
    assert first.json() == second.json()


async def test_of_an_unfit_file_nothing_is_imported_and_the_place_is_named(open_batch):
    answer = await upload(open_batch, *some_people(2), cells(工作单位="=1+1"))

    assert answer.status_code == 422
    assert (slug(answer), answer.json()["row"], answer.json()["column"]) == ("roster-formula", 4, "工作单位")
    assert (await open_batch.get(LIST, as_=RECEPTION)).json()["items"] == []
    assert open_batch.published(ApplicationRefused) == []


async def test_a_roster_after_the_announced_time_is_refused(open_batch):
    await open_batch.step_to(CLOSES_AT)

    assert slug(await upload(open_batch, cells())) == "registration-over"


async def test_a_roster_comes_in_without_what_nobody_sees(open_batch):
    [person] = some_people(1)
    person["姓名"], person["证件号码"] = "欧阳\u200b喆玥\u202c", f"\u200e{person['证件号码']}\ufeff"

    answer = await open_batch.post(ROSTER, content=a_csv(person), as_=EXAM_AFFAIRS)

    assert (answer.json()["eligible"], answer.json()["refused"]) == (1, 0)
    listed = (await open_batch.get(LIST, as_=EXAM_AFFAIRS)).json()["items"]
    assert [one["name"] for one in listed] == ["欧阳喆玥"]


async def test_the_template_is_read_but_not_its_example(open_batch):
    template = (await open_batch.get(f"{ROSTER}/template", as_=RECEPTION)).content
    headings, example = python_calamine.load_workbook(io.BytesIO(template)).get_sheet_by_index(0).to_python()
    person = cells()
    filled = a_csv(
        dict(zip(headings, example, strict=True)),
        {heading: person.get(heading.removeprefix("*"), "") for heading in headings},
        header=headings,
    )

    untouched = await open_batch.post(f"{ROSTER}/check", content=template, as_=RECEPTION)
    answer = await open_batch.post(f"{ROSTER}/check", content=filled, as_=RECEPTION)

    assert slug(untouched) == "roster-empty"
    assert (answer.json()["rows"], answer.json()["eligible"]) == (1, 1)
    assert answer.json()["ignored"] == ["第 2 行是填写示例，没有读取。"]


async def test_the_template_is_handed_to_those_who_register_people(open_batch):
    assert (await open_batch.get(f"{ROSTER}/template", as_=("S-3", "quality"))).status_code == 403
