"""The item bank under test, and papers of one occupation and level on their way through it."""

from dataclasses import dataclass

import pytest

from libs.chassis.testing import Harness
from services.itembank.main import build
from services.itembank.tests.builders import (
    BATCH,
    CODE,
    NOW,
    SESSION,
    a_bank_file,
    a_plan,
    a_short_blueprint_file,
    paper_of,
)

KEEPER = ("S-0001", "item-bank")
REVIEWER = ("S-0002", "item-reviewer")
CHIEF = ("S-0011", "invigilator")
DEPUTY = ("S-0012", "invigilator")
MARKING = ("S-0020", "marking-lead")
THEORY = [paper_of(form) for form in ("A", "B", "spare")]
PRACTICAL = [paper_of(form, "p") for form in ("A", "spare")]


@dataclass
class Desk:
    """What staff do, in as few words as a test wants to spend on it."""

    harness: Harness

    async def import_bank(self, file=None, *, as_=KEEPER, **options):
        return await self.harness.put(f"/banks/{CODE}/5", json=file or a_bank_file(), as_=as_, **options)

    async def draw_up(self, file=None, *, as_=KEEPER):
        return await self.harness.put(f"/blueprints/{CODE}/5", json=file or a_short_blueprint_file(), as_=as_)

    async def assemble(self, *, seed=1, as_=KEEPER, **options):
        body = {"batch_id": BATCH, "occupation_code": CODE, "level": 5, "seed": seed}
        return await self.harness.post("/papers/assembly", json=body, as_=as_, **options)

    async def review(self, paper_id, *, verdict="approved", as_=REVIEWER):
        return await self.harness.post(f"/papers/{paper_id}/review", json={"verdict": verdict}, as_=as_)

    async def seal(self, paper_id, *, as_=KEEPER):
        return await self.harness.post(f"/papers/{paper_id}/seal", as_=as_)

    async def open(self, who, paper_id=THEORY[0], session_id=SESSION, **options):
        body = {"session_id": session_id}
        return await self.harness.post(f"/papers/{paper_id}/openings", json=body, as_=who, **options)

    async def ask_key(self, paper_id=THEORY[0], *, as_=MARKING):
        return await self.harness.post(f"/papers/{paper_id}/key-release", as_=as_)

    async def seal_all(self):
        assert (await self.import_bank()).status_code == 200
        assert (await self.draw_up()).status_code == 204
        assert (await self.assemble()).status_code == 201
        for paper_id in (*THEORY, *PRACTICAL):
            assert (await self.review(paper_id)).status_code == 204
            assert (await self.seal(paper_id)).status_code == 200


@pytest.fixture
async def itembank(tmp_path):
    async with Harness(build, tmp_path, now=NOW) as harness:
        yield harness


@pytest.fixture
def desk(itembank):
    return Desk(itembank)


@pytest.fixture
async def sealed(desk):
    """All papers sealed, one theory session planned."""
    await desk.seal_all()
    await desk.harness.deliver(a_plan())
    return desk
