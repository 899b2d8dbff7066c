"""Rooms and staff: enough for the batch, and who must not be used is in the list."""

from collections import Counter, defaultdict
from datetime import date
from math import ceil

import pytest

from examples.days import practical_days, theory_days
from examples.rooms import all_rooms, workshops_of
from examples.roster import a_roster
from examples.staff import all_staff, team_size
from examples.tests.shipped import SHIPPED, shipped, table
from examples.trades import TRADES, sessions, spread

SIZES = (24, 100, 600, 1_200, 1_201, 6_000, 6_001, 20_000)
FIRST_DAY, LAST_DAY = date(2026, 9, 19), date(2026, 9, 28)


def valid(licence, day):
    def within_a_year(text):
        return date.fromisoformat(text) <= day <= date.fromisoformat(text).replace(year=day.year + 1)

    return (
        day <= date.fromisoformat(licence["card_valid_until"])
        and day <= date.fromisoformat(licence["contract_until"])
        and within_a_year(licence["last_education"])
        and within_a_year(licence["last_assessment"])
    )


@pytest.fixture(scope="module")
def licences():
    return [(member, licence) for member in shipped("staff.json") for licence in member["occupations"]]


def test_a_theory_room_has_at_most_30_desks_more_than_80_cm_apart():
    for room in shipped("rooms.json"):
        if room["kind"] == "theory":
            assert room["seats"] <= 30
            assert room["gap_cm"] >= 80
        else:
            assert room["seats"] <= 24
            assert len(room["occupation_codes"]) == 1


@pytest.mark.parametrize("candidates", SIZES)
def test_rooms_hold_a_batch_of_any_size(candidates):
    rooms = all_rooms(candidates)
    theory = sorted(room.seats for room in rooms if room.kind == "theory")
    slots = 3 * len(theory_days(candidates))

    assert len(theory) * slots >= sum(sessions(candidates, trade, 28) for trade in TRADES)
    # Everybody of one occupation and level writes the same paper, so one slot should hold them.
    assert sum(theory) >= max(spread(candidates).values())
    for trade in TRADES:
        shifts = workshops_of(candidates, trade) * 3 * len(practical_days(candidates))
        assert shifts >= sessions(candidates, trade, trade.workstations)


@pytest.mark.parametrize("candidates", [24, 600, 6_001])
def test_staff_fill_every_room_at_once(candidates):
    staff = all_staff(candidates, 2026, a_roster(candidates, 2026))
    roles = Counter(role for member in staff for role in member.roles)
    theory = sum(room.kind == "theory" for room in all_rooms(candidates))

    assert roles["invigilator"] >= 2 * theory
    for trade in TRADES:
        usable = [
            m for m in staff for one in m.occupations if one.code == trade.code and one.card_valid_until > LAST_DAY
        ]
        needed = team_size(trade.workstations) * workshops_of(candidates, trade)
        leaders = [m for m in usable if m.occupations[0].examining_since <= FIRST_DAY.replace(year=2023)]
        assert len(usable) >= needed + 1
        assert len(leaders) >= workshops_of(candidates, trade)


@pytest.mark.parametrize(("workstations", "examiners"), [(10, 3), (15, 3), (16, 5), (20, 5), (24, 5), (26, 7)])
def test_a_team_is_odd_and_has_one_examiner_for_five_workstations(workstations, examiners):
    assert team_size(workstations) == examiners >= ceil(workstations / 5)


def test_every_occupation_has_at_least_four_valid_examiners(licences):
    usable = Counter(
        licence["code"] for _, licence in licences if valid(licence, FIRST_DAY) and valid(licence, LAST_DAY)
    )

    assert all(usable[trade.code] >= 4 for trade in TRADES)


def test_exactly_three_examiners_must_be_left_out(licences):
    lapsed = [licence for _, licence in licences if not valid(licence, FIRST_DAY)]
    cards = [licence for licence in lapsed if date.fromisoformat(licence["card_valid_until"]) < FIRST_DAY]

    assert len(lapsed) == 3
    assert len(cards) == 2


def test_a_card_number_has_18_places_with_the_class_after_the_institution(licences):
    institution = shipped("batch.json")["institution_code"]
    numbers = [licence["card_number"] for _, licence in licences]

    assert len(set(numbers)) == len(numbers)
    for _, licence in licences:
        assert len(licence["card_number"]) == 18
        assert licence["card_number"].startswith(institution)
        assert licence["card_number"][13] == {"examiner": "1", "senior": "2"}[licence["examiner_class"]]


def test_whoever_examines_neither_invigilates_nor_supervises():
    for member in shipped("staff.json"):
        assert not {"examiner"} & set(member["roles"]) or member["roles"] == ["examiner"]


def test_every_role_of_the_institution_is_held():
    roles = Counter(role for member in shipped("staff.json") for role in member["roles"])

    assert roles.keys() >= {
        *("reception", "exam-affairs", "item-bank", "item-reviewer", "quality", "finance", "general-office"),
        *("director", "examiner", "invigilator", "supervisor", "site-head", "leading-group", "coder"),
        *("marking-lead", "score-checker", "auditor", "operator"),
    }
    assert roles["leading-group"] >= 3


def test_recusals_name_classes_and_candidates_that_exist():
    rows = table(SHIPPED)
    classes, numbers = {row["班级"] for row in rows}, {row["证件号码"] for row in rows}
    taught, related = set(), defaultdict(set)
    for member in shipped("staff.json"):
        taught |= set(member["teaches_classes"])
        for relation in member["related_to"]:
            related[relation["id_number"]].add(relation["relation"])

    assert taught
    assert taught <= classes
    assert len(related) >= 2
    assert set(related) <= numbers


def test_days_follow_one_another_from_the_first_saturday():
    batch = shipped("batch.json")

    assert batch["theory_days"] == ["2026-09-19"]
    assert batch["practical_days"] == ["2026-09-20", "2026-09-21", "2026-09-22"]


def test_the_day_goes_wrong_as_the_emergency_plan_foresees():
    day = shipped("day.json")

    real = [incident for incident in day["incidents"] if not incident["drill"]]
    kinds = {incident["kind"]: incident["tier"] for incident in real}
    told = [{step["to"] for step in incident["steps"] if step["act"] == "tell"} for incident in real]
    assert Counter(kinds.values()) == {"major": 8, "general": 6}
    assert len(day["incidents"]) == len(real) + 1
    assert ["leading-group" in hops for hops in told].count(False) == 1
    assert all(incident["report"].keys() == {"cause", "course", "result", "social_impact"} for incident in real)
    assert {objection["upheld"] for objection in day["objections"]} == {True, False}
    assert {late["admitted"] for late in day["late"]} == {True, False}
    for late in day["late"]:
        assert late["admitted"] == (late["minutes"] < {"theory": 30, "practical": 5}[late["part"]])
