"""What the item bank answers, announces and writes into its ledger while papers are made, locked away and opened."""

from datetime import timedelta
from pathlib import Path

import pytest

from libs.contracts.incident import ReprintApproved
from services.itembank.main import build
from services.itembank.tests import test_secret_materials as materials
from services.itembank.tests.builders import (
    BATCH,
    CODE,
    END,
    NOW,
    SESSION,
    START,
    a_bank_file,
    a_blueprint_file,
    a_plan,
    an_approval,
    an_extension,
)
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, PRACTICAL, REVIEWER, THEORY, Desk
from tests.lives import Life

DIRECTOR, SUPERVISOR = ("S-0090", "director"), ("S-0091", "supervisor")


@pytest.fixture
async def life(tmp_path):
    async with Life(build, tmp_path, now=NOW) as life:
        yield life


async def test_papers_from_the_bank_to_the_released_key_read_as_approved(life):
    desk = Desk(life)
    life.watch("/banks", "/blueprints", f"/papers?batch_id={BATCH}", f"/batches/{BATCH}/progress", by=DIRECTOR)
    life.watch(f"/papers/{THEORY[0]}/custody", f"/papers/{THEORY[2]}/custody", by=SUPERVISOR)
    await desk.import_bank()
    await life.get(f"/banks/{CODE}/5", as_=DIRECTOR)
    await desk.draw_up()
    other = a_bank_file(level=2, category="knowledge", practical=600, defence=10, acceptance=None)
    await life.put(f"/banks/{CODE}/2", json=other, as_=KEEPER)
    blueprint = a_blueprint_file(level=2, practical={"minutes": 200, "tasks": 2})
    await life.put(f"/blueprints/{CODE}/2", json=blueprint, as_=KEEPER)
    await desk.assemble()
    await life.post(f"/papers/{THEORY[0]}/readings", as_=REVIEWER)
    await life.post(f"/papers/{PRACTICAL[0]}/readings", as_=REVIEWER)
    for paper in (*THEORY, *PRACTICAL):
        await desk.review(paper)
        await desk.seal(paper)
    life.watch(f"/sessions/{SESSION}/papers", by=CHIEF)
    await life.deliver(a_plan())

    await life.step_to(START - timedelta(minutes=5))
    await desk.open(CHIEF)
    await desk.open(DEPUTY)
    await life.deliver(an_extension())
    await life.deliver(an_approval())
    reprint = ReprintApproved(
        incident_id="I-3", batch_id=BATCH, disposition=2, session_ids=[SESSION], source="spare", copies=5,
        approved_by="S-0099", approved_at=START,
    )  # fmt: skip
    await life.deliver(reprint)
    await desk.open(CHIEF, THEORY[2])
    await life.step_to(END + timedelta(minutes=20))
    for paper in (*THEORY, PRACTICAL[0]):
        await desk.ask_key(paper)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life.txt"))


async def test_secret_materials_and_a_banks_making_read_as_approved(life):
    """A drive is lent and late, taken out by two and copied; how the bank was made, and one paper."""
    register = materials.Register(life)
    life.watch("/secret-materials", "/secret-materials?waits=true", "/secret-materials?is_out=true", by=DIRECTOR)
    await register.enter()
    life.watch(f"/secret-materials/{materials.DRIVE}", by=KEEPER)
    await materials.lend(register)
    await life.step_to(materials.DUE)
    await life.step_to(materials.DUE + timedelta(minutes=1))
    await register.step("return", as_=KEEPER, copies=1)
    later = {"due_back": (materials.DUE + timedelta(days=2)).isoformat()}
    for no, (asked, receivers) in enumerate(
        [(materials.JOURNEY | later, {}), (materials.COPYING, {"S-0061": 2, "S-0062": 1})], start=2
    ):
        await register.ask(asked)
        await register.approve(no=no)
        for person in (materials.BORROWER, materials.FRIEND):
            await register.step("signature", as_=person, no=no)
        await register.hand_over(no=no, receivers=receivers)
    desk = Desk(life)
    await desk.import_bank()
    for page in (f"/banks/{CODE}/5/making", f"/banks/{CODE}/5/items?limit=2"):
        await life.get(page, as_=KEEPER)
    await desk.draw_up()
    await desk.assemble()
    await life.get(f"/papers/{THEORY[0]}", as_=REVIEWER)

    await life.must_read_alike_page_by_page()
    life.must_read_as(Path(__file__).with_name("life_of_materials.txt"))
