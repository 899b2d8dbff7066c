"""Nobody is given the items of a bank but who reviews a draft, and the two who open a sealed paper in its room."""

from datetime import timedelta

import pytest

from services.itembank.tests.builders import BATCH, CODE, SESSION, START, a_bank_file, a_plan
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, REVIEWER, THEORY
from tests.test_access import routes
from tests.test_roles import STAFF

SECRET = "机密"
STRANGER = "S-0099"
PARTS = {
    "code": CODE, "level": 5, "paper_id": THEORY[0], "session_id": SESSION, "batch_id": BATCH, "file_id": BATCH,
    "form": "paper-issue-ledger", "subject_id": THEORY[0], "record_id": "x", "name": "x", "year": 2026,
    "material_id": "x",
}  # fmt: skip


async def whoever_is_told(desk, method, path, **options):
    """Who of a stranger in every role is told an item, by one way."""
    asked = {role: await desk.harness.request(method, path, as_=(STRANGER, role), **options) for role in STAFF}
    return {role for role, answer in asked.items() if SECRET in answer.text}


@pytest.fixture
async def drafted(desk):
    """A draft of each paper, and the session that will write them."""
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()
    await desk.harness.deliver(a_plan())
    return desk


@pytest.mark.rule("SEC-16")
async def test_nothing_that_is_read_of_the_item_bank_says_an_item(drafted):
    drafted.harness.service.stopping.set()  # a feed without an end ends
    paths = [path.format(**PARTS) for method, path, _ in routes(drafted.harness.service) if method == "GET"]

    told = {path: await whoever_is_told(drafted, "GET", path) for path in paths}

    assert len(told) > 10
    assert {path: roles for path, roles in told.items() if roles} == {}
    assert SECRET not in repr(drafted.harness.published())


@pytest.mark.rule("SEC-16")
async def test_a_draft_is_read_by_a_reviewer_until_it_is_sealed(drafted):
    path = f"/papers/{THEORY[0]}/readings"

    draft = await whoever_is_told(drafted, "POST", path)
    by_assembler = await drafted.harness.post(path, as_=(KEEPER[0], "item-reviewer"))
    await drafted.review(THEORY[0])
    await drafted.seal(THEORY[0])

    assert draft == {"item-reviewer"}
    assert (by_assembler.status_code, SECRET in by_assembler.text) == (403, False)
    assert await whoever_is_told(drafted, "POST", path) == set()
    custody = (await drafted.harness.get(f"/papers/{THEORY[0]}/custody", as_=KEEPER)).json()["entries"]
    assert [line["by"] for line in custody if line["act"] == "read-for-review"] == [STRANGER]


@pytest.mark.rule("SEC-16")
async def test_a_sealed_paper_is_told_to_two_on_duty_alone(sealed):
    path, body = f"/papers/{THEORY[0]}/openings", {"session_id": SESSION}
    await sealed.harness.step_to(START - timedelta(minutes=5))

    before = await whoever_is_told(sealed, "POST", path, json=body)
    first = await sealed.open(CHIEF)
    second = await sealed.open(DEPUTY)

    assert (before, SECRET in first.text, SECRET in second.text) == (set(), False, True)
    assert await whoever_is_told(sealed, "POST", path, json=body) == set()


@pytest.mark.rule("SEC-16")
@pytest.mark.parametrize("as_", [(STRANGER, role) for role in sorted(set(STAFF) - {"item-bank"})])
async def test_nobody_but_the_keeper_puts_anything_into_a_bank(desk, as_):
    assert (await desk.import_bank(a_bank_file(), as_=as_)).status_code == 403
    assert (await desk.harness.get(f"/banks/{CODE}/5", as_=REVIEWER)).status_code == 404
