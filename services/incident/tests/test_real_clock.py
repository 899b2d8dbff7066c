"""Deadlines on the clock of the machine, which tells microseconds and asks nobody when it moves on."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

import pytest

from libs.chassis.domain import Query
from libs.chassis.testing import environment
from services.incident.domain.escalation.ladder_plans import LADDERS
from services.incident.domain.people import Person
from services.incident.main import build
from services.incident.ports import IncidentDesk
from services.incident.storage.collections import INCIDENTS
from services.incident.tests.builders import a_discovery
from services.incident.use_cases.reporting import report_incident

REPORTER = Person("S-0001", frozenset({"invigilator"}))
PATIENCE_SECONDS = 60
FIRST_STEP = LADDERS["general"].steps[0].within
HOW_MANY = 60


@pytest.fixture
async def service(tmp_path):
    """The incident service by the real clock, its timers running."""
    before = dict(os.environ)
    os.environ.update(environment(tmp_path) | {"SKILLSEAL_SIMULATION": "0"})
    try:
        service = build()
    finally:
        os.environ.clear()
        os.environ.update(before)
    await service.open()
    timers = asyncio.create_task(service.timers.run())
    yield service
    timers.cancel()
    await asyncio.gather(timers, return_exceptions=True)
    await service.store.close()


async def until(holds):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():  # noqa: ASYNC110 -- a store tells nobody that it changed
            await asyncio.sleep(0.05)


async def test_every_ladder_climbs_whatever_the_microsecond_of_its_discovery(service):
    async def report(work, number):
        soon = datetime.now(UTC) + timedelta(milliseconds=500 + 7 * number)
        discovered = (soon - FIRST_STEP).replace(microsecond=soon.microsecond // 1000 * 1000 + 999)
        discovery = a_discovery(room=f"第{number}考场", discovered_at=discovered)
        desk = service.wiring.bundle(IncidentDesk, work)
        await report_incident(desk, discovery=discovery, by=REPORTER, now=service.clock.now())

    for number in range(HOW_MANY):
        await service.transactions.run(lambda work, number=number: report(work, number), now=service.clock.now)

    async def all_have_climbed():
        page = await service.transactions.begin().of(INCIDENTS).find(Query(limit=HOW_MANY))
        return len(page.items) == HOW_MANY and all(one.ladder.due > FIRST_STEP for one in page.items)

    await until(all_have_climbed)
    assert await service.watchdog.look() == 0
