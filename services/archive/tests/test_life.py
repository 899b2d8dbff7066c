"""What the archive answers of its chain, of a history and of what it does not believe."""

from pathlib import Path

import pytest

from services.archive.main import build
from services.archive.tests.test_archive import AUDITOR, NOON, SomethingHappened
from services.archive.tests.test_history import APPLICATION, happened
from tests.lives import Life


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=NOON) as life:
        yield life


async def test_evidence_from_the_bus_to_the_export_reads_as_approved(life):
    """Three facts of one application, and another one that says it is the second of them."""
    life.watch("/chain", "/events?limit=2", "/events?after=2", f"/events?subject={APPLICATION}", by=AUDITOR)
    await happened(life, APPLICATION, APPLICATION)
    await life.deliver(SomethingHappened(number=7), id="somewhere:thing/7:4", seq=4)
    await life.service.beside["appender"].append_waiting()
    await life.deliver(SomethingHappened(number=8), id="somewhere:thing/7:4", seq=4)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))
