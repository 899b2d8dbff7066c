"""What the archive answers of its chain, of a history and of what it does not believe; of papers and who sees them."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.archive.main import build
from services.archive.tests.test_archive import AUDITOR, NOON, SomethingHappened
from services.archive.tests.test_destruction import (
    GROUP,
    PAPER_OVER,
    appoint,
    closed,
    proposed,
    sign,
    weigh,
)
from services.archive.tests.test_filing import BATCH, OFFICE, a_batch, hear_itself
from services.archive.tests.test_history import APPLICATION, happened
from services.archive.tests.test_lending import (
    SUPERVISOR,
    attend,
    consult,
    decide,
    end,
    give_back,
    lent,
    renew,
)
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


async def test_papers_from_filing_to_destruction_read_as_approved(life):
    """One is seen by a stranger, lent, overdue and back, and goes after its time; what every page says of it."""
    life.watch(f"/batches/{BATCH}/file", f"/batches/{BATCH}/contents", "/contents", by=OFFICE)
    life.watch("/consultations", "/loans", "/destructions", "/gaps", "/tree-heads", by=AUDITOR)
    await life.get("/kinds", as_=OFFICE)
    await life.deliver(a_batch())
    item = await closed(life)
    await hear_itself(life)
    life.watch(f"/items/{item['id']}", by=OFFICE)

    consultation = (await consult(life, item)).json()["id"]
    life.watch(f"/consultations/{consultation}", by=AUDITOR)
    await decide(life, "consultations", consultation)
    for person in (OFFICE, SUPERVISOR):
        await attend(life, consultation, person)
    await end(life, consultation)
    loan = await lent(life, item)
    life.watch(f"/loans/{loan}", by=AUDITOR)
    await renew(life, loan)
    await life.step_to(NOON + timedelta(days=7))
    await give_back(life, loan, item)
    await life.get(f"/items/{item['id']}/proof?day=2026-09-01", as_=OFFICE)

    await life.step_to(PAPER_OVER)
    review = await proposed(life, item)
    life.watch(f"/destructions/{review}", by=AUDITOR)
    await appoint(life, review)
    for member in GROUP:
        await weigh(life, review, by=member)
    await decide(life, "destructions", review)
    for person in (OFFICE, SUPERVISOR):
        await sign(life, review, person)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_papers.txt"))
