"""What scheduling answers, announces and shows from the registries to the last signal, and what incidents change."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from libs.contracts.incident import (
    RescheduleApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from libs.contracts.itembank import SparePaperReleased
from services.scheduling.main import build
from services.scheduling.tests.builders import BATCH, PLANNING_DAY
from services.scheduling.tests.conftest import CARD, OFFICE, ROWS, Batch, Incident, a_staff_entry, moment
from services.scheduling.tests.test_qualification_files import Files
from tests.lives import Life

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=PLANNING_DAY) as life:
        yield life


async def test_a_batch_from_its_rooms_to_the_last_signal_reads_as_approved(life):
    batch = Batch(life)
    incident = Incident(batch)
    await batch.register()
    life.watch("/rooms", "/staff?limit=2", by=OFFICE)
    life.watch(*(f"/batches/{BATCH}/{what}" for what in ("plan", "gaps", "progress")), by=OFFICE)
    await batch.enrol(4)
    await batch.plan()
    await batch.publish(limit=3)
    theory, practical = await batch.session("theory"), await batch.session("practical")
    life.watch(f"/sessions/{theory['session_id']}", f"/sessions/{practical['session_id']}", by=OFFICE)
    life.watch(f"/enrolments/{ROWS[0]}/ticket", by=OFFICE)
    await life.get(f"/batches/{BATCH}/tickets?limit=2", as_=OFFICE)

    here, chief = f"/sessions/{theory['session_id']}", (theory["staff"][0]["staff_id"], "invigilator")
    starts_at = moment(theory["starts_at"])
    await life.put("/staff", json=[a_staff_entry("I-9", "invigilator")], as_=OFFICE)
    leaving = theory["staff"][1]["staff_id"]
    replaced = {"session_id": theory["session_id"], "leaving": leaving, "arriving": "I-9"}
    await incident.order(StaffReplacementApproved, **replaced)
    await incident.order(StartDelayApproved, disposition=2, session_ids=[theory["session_id"]], minutes=10)
    await life.step_to(starts_at + 5 * MINUTE)
    await life.post(f"{here}/check-ins", json={"application_ids": ROWS[:2]}, as_=chief)
    await life.step_to(starts_at + 10 * MINUTE)
    await batch.signal("start", theory)
    await life.step_to(starts_at + 39 * MINUTE)
    await life.post(f"{here}/check-ins/{ROWS[2]}", as_=chief)
    spare = SparePaperReleased(
        paper_id="P-1", batch_id=BATCH, session_id=theory["session_id"], incident_id="I-1", released_at=life.now
    )
    await life.deliver(spare)
    await incident.order(TimeExtensionApproved, disposition=3, session_ids=[theory["session_id"]], minutes=5)
    await life.step_to(moment(theory["ends_at"]) + 15 * MINUTE)
    await batch.signal("end", theory)

    moved = {"session_ids": [practical["session_id"]], "new_date": date(2026, 9, 26), "site": "", "use_spare": True}
    await incident.order(RescheduleApproved, disposition=4, **moved)
    resit = {"session_ids": [theory["session_id"]], "application_ids": ROWS[:1], "new_date": date(2026, 9, 27)}
    await incident.order(ResitApproved, disposition=5, **resit)
    await life.get(f"/sessions?batch_id={BATCH}", as_=OFFICE)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))


async def test_people_from_the_application_to_the_card_read_as_approved(life):
    """An examiner is reviewed, trained, tested and appointed; who leads the site, and whose papers want a look."""
    files = Files(life)
    life.watch("/sites", "/staff", "/qualifications?on=2026-09-11", "/qualifications?on=2029-09-12", by=OFFICE)
    await Batch(life).lead("主考点")
    await files.enter(a_staff_entry(), a_staff_entry("Q-0", "supervisor"))
    life.watch("/staff/E-0", "/staff/Q-0", by=OFFICE)
    await files.apply()
    await files.step(step="review", is_accepted=True)
    await files.step(step="training", on="2026-09-01")
    await files.step(step="test", on="2026-09-09", written=60, practical=60)
    await files.step(step="appointment", card_number=CARD, valid_until="2029-09-11", term_until="2029-09-11")

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_people.txt"))
