"""Whoever may not apply is refused with the clause and the day; two people have looked at it."""

import pytest

from services.registration.tests.builders import TODAY, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, slug, upload

QUALITY, HEAD, AUDITOR = ("S-0020", "quality"), ("S-0006", "director"), ("S-0017", "auditor")
ONE, TWO = some_people(2)


def a_bar(**differing):
    one = {"bar_id": "b-1", "name": ONE["姓名"], "id_number": ONE["证件号码"], "clause": "组织作弊，停考一年"}
    return {**one, "document": "湘岚认定〔2026〕3 号", "until": "2027-08-31", **differing}


async def propose(registration, as_=QUALITY, **differing):
    return await registration.post("/bars", json=a_bar(**differing), as_=as_)


async def review(registration, as_=EXAM_AFFAIRS, *, confirmed=True):
    return await registration.post("/bars/b-1/review", json={"confirmed": confirmed}, as_=as_)


async def outcomes(registration, *rows):
    told = (await upload(registration, *rows)).json()
    return [(one["outcome"], one["slug"], one["reason"]) for one in told["outcomes"]]


async def test_who_is_barred_is_refused_with_the_clause_and_the_day(open_batch):
    assert (await propose(open_batch)).status_code == 201
    assert (await review(open_batch)).status_code == 204

    barred, other = await outcomes(open_batch, ONE, TWO)

    assert barred == ("refused", "barred", "本人在限制报名名单上：组织作弊，停考一年，至 2027-08-31 止。")
    assert other[0] == "eligible"


async def test_at_the_counter_the_same_is_said(open_batch):
    await propose(open_batch, until=None)
    await review(open_batch)
    cells = {name: value for name, value in ONE.items() if value}

    answer = await open_batch.post("/batches/2026-autumn/applications", json={"cells": cells}, as_=RECEPTION)

    assert [one["slug"] for one in answer.json()["findings"]] == ["barred"]
    assert "未定期限" in answer.json()["findings"][0]["reason"]


@pytest.mark.parametrize("confirmed", [None, False])
async def test_what_nobody_else_confirmed_bars_nobody(open_batch, confirmed):
    await propose(open_batch)
    if confirmed is not None:
        await review(open_batch, confirmed=confirmed)

    assert [one[0] for one in await outcomes(open_batch, ONE)] == ["eligible"]


async def test_nobody_reviews_their_own_entry_nor_any_twice(open_batch):
    await propose(open_batch, as_=EXAM_AFFAIRS)

    own = await review(open_batch)
    other = await review(open_batch, QUALITY)
    again = await review(open_batch, ("S-0021", "quality"))

    assert (own.status_code, slug(own)) == (403, "own-bar")
    assert other.status_code == 204
    assert (again.status_code, slug(again)) == (409, "bar-decided")


@pytest.mark.parametrize(("until", "taken"), [("2026-08-31", False), ("2026-09-01", True), ("2026-09-02", True)])
async def test_an_entry_is_for_days_that_are_not_over(registration, until, taken):
    assert TODAY.isoformat() == "2026-09-01"

    answer = await propose(registration, until=until)

    assert (answer.status_code == 201) is taken
    assert taken or slug(answer) == "bar-over"


@pytest.mark.parametrize(("until", "outcome"), [("2026-09-02", "eligible"), ("2026-09-03", "refused")])
async def test_the_last_day_counts_and_no_day_after_it(open_batch, until, outcome):
    await propose(open_batch, until=until)
    await review(open_batch)
    await open_batch.step_to(open_batch.now.replace(day=3))

    assert [one[0] for one in await outcomes(open_batch, ONE)] == [outcome]


async def test_what_waits_for_its_review_is_refused_when_its_person_is_barred(open_batch):
    await upload(open_batch, ONE, TWO)
    await propose(open_batch)
    await review(open_batch)

    page = (await open_batch.get("/batches/2026-autumn/applications?state=refused", as_=RECEPTION)).json()

    assert [(one["name"], one["findings"][0]["slug"]) for one in page["items"]] == [(ONE["姓名"], "barred")]
    done = (await open_batch.post("/batches/2026-autumn/approvals", as_=EXAM_AFFAIRS)).json()["done"]
    assert done == 1


async def test_the_head_lifts_what_stands_and_it_stays_on_record(open_batch):
    await propose(open_batch)
    early = await open_batch.post("/bars/b-1/lifting", json={"reason": "申诉成立"}, as_=HEAD)
    await review(open_batch)
    lifted = await open_batch.post("/bars/b-1/lifting", json={"reason": "申诉成立"}, as_=HEAD)

    assert (early.status_code, lifted.status_code) == (409, 204)
    assert [one[0] for one in await outcomes(open_batch, ONE)] == ["eligible"]
    [kept] = (await open_batch.get("/bars?state=lifted", as_=RECEPTION)).json()["items"]
    assert (kept["lifted_by"], kept["lifted_why"], kept["reviewed_by"]) == ("S-0006", "申诉成立", "S-0001")
    assert kept["id_number"] == ONE["证件号码"]
    [masked] = (await open_batch.get("/bars", as_=AUDITOR)).json()["items"]
    assert "*" in masked["name"]
    assert ONE["证件号码"] not in str(masked)


async def test_an_entry_is_made_once(registration):
    await propose(registration)

    again = await propose(registration, clause="另一条")

    assert (again.status_code, slug(again)) == (409, "bar-exists")
