"""What the environment tells reaches the plan."""

import pytest

from libs.chassis.testing import Harness
from services.scheduling.main import build
from services.scheduling.tests.builders import PLANNING_DAY
from services.scheduling.tests.conftest import Batch


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
    for name, value in told.items():
        monkeypatch.setenv(f"SKILLSEAL_{name}", value)
    async with Harness(build, tmp_path, now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(7)

        assert (await batch.plan()).status_code == 201

        listed = (await harness.get("/sessions?batch_id=2026-autumn", as_=("S-0900", "exam-affairs"))).json()["items"]
        assert [len(one["staff"]) for one in listed if one["part"] == "practical"] == examiners
