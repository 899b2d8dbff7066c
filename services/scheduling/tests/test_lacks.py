"""Where there is no plan: what is short, nothing that is not, and what would mend it."""

from dataclasses import replace

import pytest

from services.scheduling.domain.errors.plan import ShortageError
from services.scheduling.domain.planning.mending import lacks_of
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.tests.builders import (
    BATCH,
    COOK,
    LATHE,
    a_request,
    a_theory_room,
    a_workshop,
    an_examiner,
    candidates,
    enough_staff,
    somebody,
)
from services.scheduling.tests.conftest import OFFICE
from services.scheduling.tests.plan_checks import check_the_plan


def told(request):
    return [(lack.rule, lack.resource, lack.occupation_code, lack.short_by) for lack in lacks_of(request)]


def mended(request, lacks):
    """The same with real rooms and people of each kind, as many as were said."""
    for _, resource, code, count in lacks:
        rooms, staff = list(request.rooms), list(request.staff)
        if resource == "theory-seats":
            rooms.append(a_theory_room("+T", number=900, seats=count))
        elif resource == "workstations":
            rooms.append(a_workshop("+P", code, number=901, stations=count))
        elif resource == "invigilators":
            staff += [somebody(f"+I-{n}", "invigilator") for n in range(count)]
        elif resource == "supervisors":
            staff += [somebody(f"+Q-{n}", "supervisor") for n in range(count)]
        else:
            kind = QualificationKind.SENIOR if resource == "senior-examiners" else QualificationKind.EXAMINER
            staff += [an_examiner(f"+E-{code}-{n}", code, kind=kind) for n in range(count)]
        request = replace(request, rooms=rooms, staff=staff)
    return request


def plan_of(request):
    try:
        return make_plan(request)
    except ShortageError:
        return None


CASES = {
    "nothing": (lambda: a_request(candidates(20)), []),
    "a seat in three shifts": (
        lambda: a_request(candidates(92, parts=["theory"])),
        [("SCH-11", "theory-seats", "", 1)],
    ),
    "people of two kinds": (
        lambda: a_request(candidates(20), staff=enough_staff(examiners=2, supervisors=0, invigilators=1)),
        [
            ("PER-21", "examiners", COOK, 2),
            ("QSP-19", "supervisors", "", 1),
            ("SCH-18", "invigilators", "", 1),
        ],
    ),
    "seniors for level two": (
        lambda: a_request(candidates(5, level=2, parts=["practical"]), staff=enough_staff(examiners=5)),
        [("PER-01", "senior-examiners", COOK, 3)],
    ),
    "a workshop of another trade": (
        lambda: a_request(
            [
                *candidates(5, parts=["practical"]),
                *candidates(7, first=21, occupation_code=LATHE, parts=["practical"]),
            ],
            staff=enough_staff(COOK, LATHE),
        ),
        [("SCH-14", "workstations", LATHE, 2)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_short_is_told_and_nothing_of_it_can_be_spared(case):
    build, expected = CASES[case]
    request = build()

    lacks = told(request)

    assert lacks == expected
    whole = mended(request, lacks)
    check_the_plan(whole, make_plan(whole))
    for place, (*what, count) in enumerate(lacks):
        fewer = [*lacks[:place], *([(*what, count - 1)] if count > 1 else []), *lacks[place + 1 :]]
        assert plan_of(mended(request, fewer)) is None


async def test_the_office_asks_what_is_short_and_nothing_changes(batch):
    await batch.register()
    await batch.enrol(40)
    body = {"theory_days": ["2026-09-19"], "practical_days": ["2026-09-20"], "practical_starts": ["08:30"]}

    answer = await batch.harness.post(f"/batches/{BATCH}/plan/lacks", json=body, as_=OFFICE)

    assert [(one["rule"], one["short_by"], one["mend"]) for one in answer.json()] == [
        ("SCH-14", 25, f"增加 25 个 {COOK} 实操工位，或增加实操场次"),
        ("SCH-21", 2, f"增加 2 名持有效证卡、无须回避的 {COOK} 考评员"),
    ]
    shown = await batch.harness.get(f"/batches/{BATCH}/plan", as_=OFFICE)
    assert shown.json()["state"] == "awaited"
