"""Employers ask about many certificates at once: with a key, so many a day, and learn no more than the public."""

import asyncio
from datetime import date, timedelta

import pytest

from libs.chassis.domain import Act
from libs.chassis.store.unit_of_work import Transactions
from libs.chassis.testing import Harness
from services.certification.domain.errors.employer import QuotaSpentError
from services.certification.domain.verification.employer import EmployerKey
from services.certification.domain.verification.tries import WRONG_IN_A_DAY
from services.certification.main import build
from services.certification.storage.collections import EMPLOYER_KEYS
from services.certification.storage.quotas import StoredQuotas
from services.certification.tests.builders import FIVE_DAYS_OVER, INSTITUTION_CODE
from services.certification.tests.conftest import CLERK, DIRECTOR, post_results
from services.certification.tests.takers import store_at

DAY = timedelta(days=1)
ISSUED_ON = "2026-10-10"


@pytest.fixture
async def issued(certification):
    """Three certificates of 10 October, which is today."""
    await post_results(certification, {}, {}, {})
    await certification.step_to(FIVE_DAYS_OVER)
    return certification


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
async def stores(request, tmp_path):
    """One database as two processes see it; a file belongs to one process, so its store is the same."""
    if request.param == "sqlite":
        opened = [await opened_at(str(tmp_path / "store.sqlite"))]
    else:
        address = request.getfixturevalue("mongo")
        opened = [await opened_at(address), await opened_at(address)]
    yield [opened[0], opened[-1]]
    for store in opened:
        await store.close()


async def opened_at(address):
    store = store_at(address)
    await store.open([EMPLOYER_KEYS])
    return store


async def kept_key(store, *, quota):
    issued = Act(CLERK[0], FIVE_DAYS_OVER)
    key = EmployerKey.issue("示例", id="E-000001", quota=quota, until=date(2026, 10, 31), act=issued)

    async def keep(work):
        work.of(EMPLOYER_KEYS).save(key)

    await Transactions(store, "certification", lambda *_: None).run(keep, now=lambda: FIVE_DAYS_OVER)


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


async def test_a_number_that_is_closed_is_not_said_to_be_wrong(issued):
    key = (await a_key(issued, quota=20))["key"]
    await ask(issued, key, *[a_paper(1, last_six="000000")] * WRONG_IN_A_DAY)

    closed, open_one, wrong = (await ask(issued, key, a_paper(1), a_paper(2), a_paper(3, name="欧阳喆月"))).json()

    assert (closed["certificate"], closed["closed"]) == (None, True)
    assert (open_one["certificate"]["status"], open_one["closed"]) == ("valid", False)
    assert (wrong["certificate"], wrong["closed"]) == (None, False)


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


async def test_a_day_is_counted_on_by_whichever_process_answers_next(tmp_path):
    async with Harness(build, tmp_path, now=FIVE_DAYS_OVER) as first:
        key = (await a_key(first, quota=3))["key"]
        assert (await ask(first, key, a_paper(), a_paper())).status_code == 200

    async with Harness(build, tmp_path, now=FIVE_DAYS_OVER) as second:
        statuses = [(await ask(second, key, a_paper())).status_code for _ in range(2)]

    assert statuses == [200, 429]


async def test_processes_that_count_at_once_let_no_more_through(stores):
    quotas = [StoredQuotas(Transactions(store, "certification", lambda *_: None)) for store in stores]
    await kept_key(stores[0], quota=25)

    asked = [quotas[turn % 2].spend("E-000001", 1, now=FIVE_DAYS_OVER) for turn in range(40)]
    answers = await asyncio.gather(*asked, return_exceptions=True)

    assert answers.count(None) == 25
    assert all(answer is None or isinstance(answer, QuotaSpentError) for answer in answers)


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
