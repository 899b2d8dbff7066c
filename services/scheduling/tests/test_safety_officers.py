"""Where much depends on safety, every practical room has somebody who looks after nothing else (SCH-34)."""

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import StaffReplacementApproved
from services.scheduling.domain.errors.plan import SafetyOfficersShortError
from services.scheduling.domain.planning.mending import lacks_of
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.main import build
from services.scheduling.settings import Settings
from services.scheduling.tests.builders import (
    BATCH,
    COOK,
    PLANNING_DAY,
    a_request,
    a_theory_room,
    a_workshop,
    candidates,
    enough_staff,
    of_part,
    somebody,
)
from services.scheduling.tests.conftest import OFFICE, Batch, Incident, a_staff_entry
from services.scheduling.tests.plan_checks import check_the_plan

DANGEROUS = PlanRules(safety_occupations=frozenset({COOK}))


def two_rooms_at_once(officers, **differing):
    """Sixteen candidates: two workshops of eight workstations, in the same shift."""
    guards = [somebody(f"G-{n}", "safety-officer") for n in range(officers)]
    rooms = [a_theory_room(), a_workshop("P201", stations=8), a_workshop("P202", stations=8, number=102)]
    staff = [*enough_staff(examiners=8), *guards]
    return a_request(candidates(16), rooms=rooms, staff=staff, rules=DANGEROUS, **differing)


@pytest.mark.rule("SCH-34")
@pytest.mark.parametrize(("officers", "short_by"), [(0, 2), (1, 1)])
def test_without_an_officer_for_every_room_there_is_no_plan(officers, short_by):
    request = two_rooms_at_once(officers)

    with pytest.raises(SafetyOfficersShortError) as refused:
        make_plan(request)

    assert refused.value.short_by == short_by
    [lack] = lacks_of(request)
    assert (lack.rule, lack.resource, lack.short_by, lack.mend) == (
        "SCH-34",
        "safety-officers",
        short_by,
        f"增加 {short_by} 名专职安全人员",
    )


@pytest.mark.rule("SCH-34")
@pytest.mark.parametrize("officers", [2, 3])
def test_every_practical_room_has_its_own_and_theory_has_none(officers):
    request = two_rooms_at_once(officers)

    made = make_plan(request)

    check_the_plan(request, made)
    guards = [session.safety_officer_id for session in of_part(made, "practical")]
    assert len(set(guards)) == len(guards) == 2
    assert {session.safety_officer_id for session in of_part(made, "theory")} == {None}


@pytest.mark.rule("SCH-34")
def test_who_examines_then_is_no_full_time_officer():
    request = two_rooms_at_once(1)
    request = a_request(
        request.candidates, rooms=request.rooms, rules=DANGEROUS, staff=[*request.staff, *busy(request.staff)]
    )

    with pytest.raises(SafetyOfficersShortError):
        make_plan(request)


def busy(staff):
    """Nobody more: the supervisors hold the post as well, and are watching."""
    for member in staff:
        if "supervisor" in member.roles:
            member.roles = [*member.roles, "safety-officer"]
            member.available = member.id == "Q-000"
    return []


def test_an_occupation_that_asks_for_none_gets_none():
    made = make_plan(a_request(candidates(4)))

    assert {session.safety_officer_id for session in made.sessions} == {None}


@pytest.mark.rule("SCH-34")
async def test_it_is_asked_for_by_setting_shown_and_replaced(tmp_path):
    def dangerous(settings=None):
        settings = settings or Settings()
        return build(settings.model_copy(update={"safety_occupations": [COOK]}))

    async with Harness(dangerous, tmp_path, now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(4)
        refused = await batch.plan()
        for one in ("G-1", "G-2"):
            await harness.put("/staff", json=[a_staff_entry(one, "safety-officer")], as_=OFFICE)
        assert (await batch.plan()).status_code == 201
        await batch.publish()
        path = f"/sessions/{(await batch.session('practical'))['session_id']}"
        first = (await harness.get(path, as_=OFFICE)).json()["safety_officer_id"]
        other = {"G-1": "G-2", "G-2": "G-1"}[first]
        replaced = {"session_id": path.rpartition("/")[2], "leaving": first, "arriving": other}
        await Incident(batch).order(StaffReplacementApproved, **replaced)

        assert (refused.status_code, refused.json()["title"]) == (409, "safety-officers-short")
        assert (await harness.get(path, as_=OFFICE)).json()["safety_officer_id"] == other
        assert (await harness.get(f"/batches/{BATCH}/gaps", as_=OFFICE)).json() == []
