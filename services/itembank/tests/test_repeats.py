"""An old request sent again opens nothing that a new one would not open."""

from datetime import timedelta
from functools import partial

import pytest

from libs.chassis.domain import Query
from libs.chassis.web.answers import ANSWERS
from libs.contracts.sealing import Purpose
from services.itembank.tests.builders import END, SESSION, START
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, REVIEWER, THEORY

UNSEALING = START - timedelta(minutes=5)
SECRET = "机密"


@pytest.fixture
async def draft(desk):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()
    return desk


async def read(desk, *, as_=REVIEWER):
    return await desk.harness.post(f"/papers/{THEORY[0]}/readings", as_=as_, key="k")


async def ledger(desk):
    custody = await desk.harness.get(f"/papers/{THEORY[0]}/custody", as_=KEEPER)
    return [(entry["act"], entry["by"]) for entry in custody.json()["entries"]]


async def test_a_reading_asked_for_again_is_another_line_of_the_ledger(draft):
    before = await ledger(draft)
    answers = [await read(draft) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert [by for _, by in (await ledger(draft))[len(before) :]] == ["S-0002", "S-0002"]


async def test_a_sealed_paper_is_not_read_by_an_old_request(draft):
    assert SECRET in (await read(draft)).text
    await draft.review(THEORY[0])
    await draft.seal(THEORY[0])

    answer = await read(draft)

    assert (answer.status_code, answer.json()["title"]) == (409, "draft-closed")


async def test_nor_by_somebody_who_is_no_reviewer_any_more(draft):
    await read(draft)

    assert (await read(draft, as_=(REVIEWER[0],))).status_code == 403


async def test_an_old_request_opens_no_paper_after_the_session(sealed):
    await sealed.harness.step_to(UNSEALING)
    await sealed.open(CHIEF, key="k-1")
    assert SECRET in (await sealed.open(DEPUTY, key="k-2")).text
    assert SECRET in (await sealed.open(CHIEF, key="k-3")).text
    await sealed.harness.step_to(END + timedelta(minutes=61))

    answers = [await sealed.open(DEPUTY, key="k-2"), await sealed.open(CHIEF, key="k-3")]

    assert [answer.status_code for answer in answers] == [409, 409]


async def test_the_first_of_two_hears_again_that_the_second_is_awaited(sealed):
    await sealed.harness.step_to(UNSEALING)

    answers = [await sealed.open(CHIEF, key="k") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()


async def test_no_paper_and_no_key_is_kept_among_the_answers(draft):
    await read(draft)
    await draft.review(THEORY[0])
    await draft.seal(THEORY[0])
    for who in (CHIEF, DEPUTY):
        await draft.open(who, THEORY[0], SESSION)
    await draft.ask_key()

    page = await draft.harness.service.transactions.begin().of(ANSWERS).find(Query())
    unseal = partial(draft.harness.cipher.open, purpose=Purpose.REMEMBERED_ANSWER)
    kept = [unseal(answer.body, owner=answer.id) for answer in page.items]

    assert kept
    assert not [body for body in kept if SECRET in body or "sealed:" in body]
