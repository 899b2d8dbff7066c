"""The lot for a workstation: after the check, on the spot, signed for, and open to be drawn again (EXM-45)."""

from datetime import timedelta
from hashlib import sha256

import pytest

from services.scheduling.tests.test_exam_day import Room

MINUTE = timedelta(minutes=1)
WHOLE = {"id_card": True, "ticket": True, "tools": True}


@pytest.fixture
async def practical(published):
    room = Room(published, await published.session("practical"))
    await room.harness.step_to(room.starts_at - 15 * MINUTE)
    return room


async def draw(room, candidate, **said):
    return await room.do(f"lots/{room.candidates[candidate]}", **WHOLE | said)


async def sign(room, candidate):
    return await room.do(f"lots/{room.candidates[candidate]}/signature")


def hashed(text):
    return sha256(text.encode()).hexdigest()


@pytest.mark.rule("EXM-45")
@pytest.mark.parametrize(("lacks", "word"), [("id_card", "身份证"), ("ticket", "准考证"), ("tools", "工卡量具")])
async def test_who_was_not_checked_whole_draws_nothing(practical, lacks, word):
    await practical.check_in(1)

    refused = await draw(practical, 0, **{lacks: False})

    assert (refused.status_code, refused.json()["title"]) == (422, "not-fit-to-draw")
    assert word in refused.json()["detail"]
    assert {seat["station"] for seat in (await practical.show()).json()["seats"]} == {None}


@pytest.mark.rule("EXM-45")
async def test_who_is_not_in_draws_nothing_and_nobody_draws_twice(practical):
    outside = await draw(practical, 0)
    await practical.check_in(1, 2)
    first = await draw(practical, 0)
    second = await draw(practical, 1)
    again = await draw(practical, 0)

    assert (outside.status_code, outside.json()["title"]) == (409, "not-signed-in")
    assert again.json() == first.json()
    assert first.json()["station"] != second.json()["station"]
    stations = {seat["application_id"]: seat["station"] for seat in (await practical.show()).json()["seats"]}
    assert stations[practical.candidates[0]] == first.json()["station"]


@pytest.mark.rule("EXM-45")
async def test_the_seed_is_secret_until_entry_closes_and_tells_every_lot(practical):
    await practical.check_in(1, 2, 3)
    drawn = [(await draw(practical, n)).json()["station"] for n in range(2)]
    before = (await practical.show()).json()["urn"]
    await practical.harness.step_to(practical.starts_at)
    await practical.start()
    await practical.harness.step_to(practical.starts_at + 5 * MINUTE - timedelta(milliseconds=1))
    drawn.append((await draw(practical, 2)).json()["station"])
    still = (await practical.show()).json()["urn"]
    await practical.harness.step_to(practical.starts_at + 5 * MINUTE)
    after = (await practical.show()).json()["urn"]

    assert before == still == {"commitment": after["commitment"], "seed": None, "order": None}
    assert hashed(after["seed"]) == before["commitment"]
    assert drawn == sorted(range(1, 5), key=lambda number: hashed(f"{after['seed']}|{number}"))[:3]


@pytest.mark.rule("EXM-45")
async def test_admission_is_done_when_everybody_in_has_drawn_and_signed(practical):
    await practical.check_in(1, 2)
    await draw(practical, 0)
    unsigned = await sign(practical, 1)
    await sign(practical, 0)
    one_left = await practical.do("steps/admission", figures={"drawn": 2})
    only_one = await practical.do("steps/admission", figures={"drawn": 1})
    await draw(practical, 1)
    not_signed = await practical.do("steps/admission", figures={"drawn": 2})
    await sign(practical, 1)
    whole = await practical.do("steps/admission", figures={"drawn": 2})

    assert unsigned.json()["title"] == "lot-not-drawn"
    assert {one.json()["title"] for one in (one_left, only_one, not_signed)} == {"counts-differ"}
    assert (whole.status_code, whole.json()["late"]) == (200, False)


async def test_lots_are_for_the_examiners_of_this_session_and_for_practicals(practical, published):
    await practical.check_in(1)
    path, theory = f"lots/{practical.candidates[0]}", Room(published, await published.session("theory"))

    strange = await practical.do(path, as_=("E-9999", "examiner"), **WHOLE)
    desks = await theory.do(path, **WHOLE)

    assert (strange.status_code, strange.json()["title"]) == (403, "not-session-staff")
    assert (desks.status_code, desks.json()["title"]) == (409, "no-lots-here")
