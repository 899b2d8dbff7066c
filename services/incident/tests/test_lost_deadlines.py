"""What an incident, a call or a duty list waits for is found when it was lost, and rings in its time."""

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import FirstReportOverdue, IncidentEscalated
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import reported


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


async def test_lost_clocks_of_an_incident_are_armed_anew_and_ring_in_time(incident):
    await reported(incident)
    assert await incident.service.watchdog.look() == 0
    lost = await incident.lose_deadlines()

    found = [await incident.service.watchdog.look() for _ in range(2)]
    await incident.step_to(DISCOVERED + 10 * MINUTE)

    assert found == [lost, 0]
    assert len(incident.published(FirstReportOverdue)) == 1
    assert "first-report-overdue" in {one.reason for one in incident.published(IncidentEscalated)}
