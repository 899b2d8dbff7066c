"""What staff pages list: banks, blueprints, papers by state, and what is opened in a room."""

from datetime import timedelta

import pytest

from services.itembank.tests.builders import CODE, END, SESSION, START, a_short_blueprint_file
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, PRACTICAL, REVIEWER, THEORY

OPENS = START - timedelta(minutes=5)


async def room(desk, who=DEPUTY):
    return (await desk.harness.get(f"/sessions/{SESSION}/papers", as_=who)).json()


async def test_banks_and_blueprints_are_listed(desk):
    await desk.import_bank()
    await desk.draw_up()

    [bank] = (await desk.harness.get("/banks", as_=REVIEWER)).json()["items"]
    [blueprint] = (await desk.harness.get("/blueprints", as_=REVIEWER)).json()["items"]

    assert (bank["occupation_code"], bank["level"], bank["theory"], bank["accepted"]) == (CODE, 5, 600, True)
    drawn = a_short_blueprint_file()
    assert blueprint["ranges"] == drawn["theory"]["ranges"]
    assert (blueprint["minutes"], blueprint["practical_minutes"], blueprint["drawn_by"]) == (
        drawn["theory"]["minutes"],
        drawn["practical"]["minutes"],
        KEEPER[0],
    )


@pytest.mark.parametrize(
    ("state", "found"), [("reviewed", THEORY[:1]), ("assembled", [*THEORY[1:], *PRACTICAL]), ("sealed", [])]
)
async def test_papers_are_listed_by_what_they_wait_for(desk, state, found):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()
    await desk.review(THEORY[0])

    page = (await desk.harness.get(f"/papers?batch_id=2026-autumn&state={state}", as_=KEEPER)).json()

    assert {one["paper_id"] for one in page["items"]} == set(found)


async def test_a_room_sees_its_papers_and_whose_key_is_waited_for(sealed):
    before = await room(sealed)
    await sealed.harness.step_to(OPENS)
    await sealed.open(CHIEF)
    waiting = await room(sealed)
    await sealed.open(DEPUTY)
    opened = await room(sealed)

    assert [one["paper_id"] for one in before["papers"]] == THEORY[:2]
    assert before["opens_at"] == OPENS.isoformat().replace("+00:00", "Z")
    assert before["ends_at"] == END.isoformat().replace("+00:00", "Z")
    assert [one["state"] for one in before["papers"]] == ["closed", "closed"]
    assert (waiting["papers"][0]["state"], waiting["papers"][0]["first_by"]) == ("waiting", CHIEF[0])
    assert waiting["papers"][0]["second_until"] == (OPENS + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    assert (opened["papers"][0]["state"], opened["papers"][0]["opened_by"]) == ("opened", [CHIEF[0], DEPUTY[0]])


async def test_what_a_room_opens_is_told_to_nobody_from_another_room(sealed):
    answer = await sealed.harness.get(f"/sessions/{SESSION}/papers", as_=("S-0099", "invigilator"))

    assert (answer.status_code, answer.json()["title"]) == (403, "not-on-duty")
