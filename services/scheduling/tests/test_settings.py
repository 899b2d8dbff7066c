"""What the environment tells reaches the plan."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from libs.chassis.testing import Harness
from services.scheduling.main import build
from services.scheduling.settings import Settings
from services.scheduling.tests.builders import COOK, PASTRY, PLANNING_DAY
from services.scheduling.tests.conftest import OFFICE, Batch, a_licence, a_staff_entry, a_workshop_entry


@pytest.mark.parametrize(
    ("told", "examiners"),
    [
        ({}, [3]),
        ({"WORKSTATIONS_PER_EXAMINER": "2"}, [3, 3]),
        ({"WORKSTATIONS_PER_EXAMINER": "2", "ODD_TEAMS": "false"}, [4]),
        ({"WORKSTATIONS_PER_EXAMINER": "1", "ODD_TEAMS": "false"}, [4, 3]),
    ],
)
async def test_the_standard_of_an_occupation_says_how_many_workstations_an_examiner_watches(
    tmp_path, monkeypatch, told, examiners
):
    """Seven candidates, fifteen workstations, four examiners."""
    for name, value in {"STATIONS_BY_OCCUPATION": "{}", **told}.items():
        monkeypatch.setenv(f"SKILLSEAL_{name}", value)
    async with Harness(build, tmp_path, now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(7)

        assert (await batch.plan()).status_code == 201

        listed = (await harness.get("/sessions?batch_id=2026-autumn", as_=("S-0900", "exam-affairs"))).json()["items"]
        assert [len(one["staff"]) for one in listed if one["part"] == "practical"] == examiners


def settings(**said):
    return Settings(field_keys=SecretStr("k1:AAAA"), token_keys='{"keys": []}', event_key="", event_keys="", **said)


def test_the_way_between_sites_is_what_is_set():
    assert settings().plan_rules().way == timedelta(hours=1)
    assert settings(minutes_between_sites=90).plan_rules().way == timedelta(minutes=90)


@pytest.mark.rule("SCH-23")
@pytest.mark.parametrize(
    ("told", "code", "expected"),
    [
        (None, COOK, (30, 3)),
        (None, COOK, (31, 5)),
        (None, PASTRY, (14, 3)),
        (None, PASTRY, (15, 3)),
        (None, PASTRY, (16, 5)),
        ('{"4-03-02-02": 6}', PASTRY, (17, 3)),
        ('{"4-03-02-02": 6}', PASTRY, (18, 3)),
        ('{"4-03-02-02": 6}', PASTRY, (19, 5)),
        ('{"4-03-02-02": 6}', COOK, (16, 5)),
    ],
)
async def test_a_team_follows_the_ratio_of_the_occupations_standard(tmp_path, monkeypatch, told, code, expected):
    stations, examiners = expected
    if told:
        monkeypatch.setenv("SKILLSEAL_STATIONS_BY_OCCUPATION", told)
    async with Harness(build, tmp_path, now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        licence = a_licence(code=code)
        staff = [a_staff_entry(f"X-{n}", "examiner", occupations=[licence]) for n in range(5)]
        await harness.put("/staff", json=staff, as_=OFFICE)
        room = a_workshop_entry(seats=40, occupation_codes=[code])
        await harness.put("/rooms", json=[room], as_=OFFICE)
        for row in range(1, stations + 1):
            await harness.deliver(batch.approved(row, occupation_code=code, parts=["practical"], class_name=None))
        await harness.deliver(batch.closed(stations))

        assert (await batch.plan(practical_starts=["08:30"])).status_code == 201

        listed = (await harness.get("/sessions?batch_id=2026-autumn", as_=OFFICE)).json()["items"]
        assert [len(one["staff"]) for one in listed] == [examiners]
