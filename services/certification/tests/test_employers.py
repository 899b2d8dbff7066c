"""Employers ask about many certificates at once: with a key, so many a day, and learn no more than the public."""

from datetime import timedelta

import pytest

from services.certification.tests.builders import FIVE_DAYS_OVER, INSTITUTION_CODE
from services.certification.tests.conftest import CLERK, DIRECTOR, post_results

DAY = timedelta(days=1)
ISSUED_ON = "2026-10-10"


@pytest.fixture
async def issued(certification):
    """Three certificates of 10 October, which is today."""
    await post_results(certification, {}, {}, {})
    await certification.step_to(FIVE_DAYS_OVER)
    return certification


async def give_key(issued, **differing):
    body = {"employer": "怀化市示例餐饮有限公司", "quota": 3, "until": "2026-10-31"} | differing
    return await issued.post("/employer-keys", json=body, as_=CLERK)


async def a_key(issued, **differing):
    return (await give_key(issued, **differing)).json()


def a_paper(ordinal=1, **differing):
    return {"number": f"{INSTITUTION_CODE}265{ordinal:06d}", "name": "欧阳喆玥", "last_six": "070014"} | differing


async def ask(issued, key, *papers):
    return await issued.post("/verify/batch", json={"key": key, "papers": list(papers)}, key=None)


async def states(issued, key, *papers):
    answer = await ask(issued, key, *papers)
    assert answer.status_code == 200, answer.text
    return [one["certificate"] and one["certificate"]["status"] for one in answer.json()]


def slug(answer):
    return answer.status_code, answer.json()["title"]


async def test_each_paper_is_answered_in_its_order_and_masked(issued):
    key = (await a_key(issued))["key"]

    answer = (await ask(issued, key, a_paper(1), a_paper(1, name="欧阳喆月"))).json()

    assert [one["number"] for one in answer] == [a_paper(1)["number"]] * 2
    assert answer[0]["certificate"]["name"] == "欧***"
    assert answer[1]["certificate"] is None


@pytest.mark.parametrize(("papers", "status"), [(2, 200), (3, 200), (4, 429)])
async def test_a_key_asks_about_so_many_a_day(issued, papers, status):
    key = (await a_key(issued, quota=3))["key"]

    assert (await ask(issued, key, *[a_paper()] * papers)).status_code == status


async def test_what_is_left_is_told_and_the_next_day_counts_anew(issued):
    key = (await a_key(issued, quota=3))["key"]
    await ask(issued, key, a_paper(), a_paper())

    refused = await ask(issued, key, a_paper(), a_paper())
    await issued.step_to(issued.now + DAY)

    assert slug(refused) == (429, "quota-spent")
    assert "还能查询 1 本" in refused.json()["detail"]
    assert (await ask(issued, key, a_paper(), a_paper(), a_paper())).status_code == 200


@pytest.mark.parametrize("shown", ["", "x", "E-000001", "E-000001-" + "0" * 32, "E-000002-" + "0" * 32])
async def test_no_other_text_is_a_key(issued, shown):
    await a_key(issued)

    answer = await ask(issued, shown or " ", a_paper())

    assert slug(answer) == (404, "employer-key-refused")


async def test_a_key_opens_through_its_last_day_and_not_once_withdrawn(issued):
    today, later = await a_key(issued, until=ISSUED_ON), await a_key(issued)
    assert await states(issued, today["key"], a_paper()) == ["valid"]
    await issued.step_to(issued.now + DAY)

    assert slug(await ask(issued, today["key"], a_paper())) == (404, "employer-key-refused")
    path = f"/employer-keys/{later['key_id']}/withdrawal"
    assert (await issued.post(path, as_=CLERK)).status_code == 204
    assert slug(await ask(issued, later["key"], a_paper())) == (404, "employer-key-refused")
    assert slug(await issued.post(path, as_=CLERK)) == (409, "employer-key-ended")
    listed = (await issued.get("/employer-keys", as_=CLERK)).json()["items"]
    assert [one["withdrawn_by"] for one in listed] == [None, CLERK[0]]


@pytest.mark.parametrize(("until", "status"), [(ISSUED_ON, 201), ("2026-10-09", 422)])
async def test_no_key_is_given_for_days_that_are_over(issued, until, status):
    assert (await give_key(issued, until=until)).status_code == status


async def test_a_key_that_was_never_given_is_not_withdrawn(issued):
    answer = await issued.post("/employer-keys/E-000001/withdrawal", as_=CLERK)

    assert slug(answer) == (404, "employer-key-not-found")


async def test_guessing_closes_a_number_for_employers_as_for_the_public(issued):
    key = (await a_key(issued, quota=100))["key"]
    await ask(issued, key, *[a_paper(last_six=f"{n:06d}") for n in range(10)])

    assert await states(issued, key, a_paper(), a_paper(2)) == [None, "valid"]
    assert (await issued.get("/employer-keys", as_=DIRECTOR)).status_code == 403
