"""After the end signal: counted whole, let out, put in order, accepted, sealed; and what is missing (EXM-21 to 25)."""

from datetime import timedelta

import pytest

from libs.contracts.scheduling import ExamPapersMissing
from services.scheduling.tests.conftest import OFFICE, a_room
from services.scheduling.tests.test_exam_day import Room

MINUTE = timedelta(minutes=1)
# Three of four came, and six papers were in the bag.
WHOLE = {"answered": 3, "unanswered": 1, "spare": 2}


@pytest.fixture
async def ended(published):
    room = Room(published, await published.session("theory"))
    await room.harness.step_to(room.starts_at)
    await room.check_in(1, 2, 3)
    seats = sorted(one["seat"] for one in (await room.show()).json()["seats"] if one["checked_in_at"])
    opened = await room.do("steps/papers-opened", figures={"papers": 6}, witnesses=seats[:2])
    assert opened.status_code == 200
    await room.start()
    await room.harness.step_to(room.ends_at)
    await room.finish()
    return room


def outcome(answer):
    return answer.json().get("title", "signed" if answer.status_code == 200 else answer.status_code)


async def count(room, figures=None, *, as_=None):
    return outcome(await room.do("steps/papers-counted", as_=as_, figures=figures or WHOLE))


async def sign(room, name, *, as_=None, **said):
    return outcome(await room.do(f"steps/{name}", as_=as_, **said))


async def done(room, name):
    return next(one for one in (await room.show()).json()["timeline"] if one["name"] == name)["done_at"] is not None


@pytest.mark.rule("EXM-21", "EXM-22")
async def test_nobody_is_let_out_before_both_invigilators_have_counted(ended):
    assert await sign(ended, "candidates-released", as_=ended.deputy) == "step-before"
    assert await count(ended) == "signed"
    assert await sign(ended, "candidates-released", as_=ended.deputy) == "step-before"
    assert await count(ended, as_=ended.deputy) == "signed"
    assert await sign(ended, "candidates-released") == "step-of-others"
    assert await sign(ended, "candidates-released", as_=ended.deputy) == "signed"

    assert await done(ended, "candidates-released")


@pytest.mark.rule("EXM-23")
@pytest.mark.parametrize("short", ["answered", "unanswered", "spare"])
@pytest.mark.parametrize("off", [-1, 1])
async def test_one_paper_less_or_more_is_not_whole(ended, short, off):
    assert await count(ended, WHOLE | {short: WHOLE[short] + off}) == "counts-differ"
    assert await count(ended) == "signed"
    assert await count(ended, WHOLE | {"spare": 3, "answered": 2}, as_=ended.deputy) == "counts-differ"
    assert not await done(ended, "papers-counted")


@pytest.mark.rule("EXM-23")
async def test_what_is_missing_is_told_and_the_office_ends_the_search(ended):
    short = WHOLE | {"spare": 1}
    assert await count(ended, short) == "counts-differ"

    reported = await ended.do("missing-papers", missing=1)
    assert await count(ended, short) == "counts-differ"
    stranger = await ended.do("missing-papers", as_=("I-9999", "invigilator"), missing=1)
    own_word = await ended.do("missing-papers/settlement", lost=1, reason="查无下落")
    more = await ended.do("missing-papers/settlement", as_=OFFICE, lost=2, reason="查无下落")
    settled = await ended.do("missing-papers/settlement", as_=OFFICE, lost=1, reason="查无下落，已报告领导小组")

    assert [(one.missing, one.room) for one in ended.harness.published(ExamPapersMissing)] == [(1, "T-001")]
    assert (reported.json()["missing"], reported.json()["reported_by"]) == (1, ended.chief[0])
    assert (outcome(stranger), outcome(own_word), outcome(more)) == (
        "not-session-staff",
        "role-missing",
        "nothing-missing",
    )
    shown = (await ended.show()).json()["missing_papers"]
    assert shown == settled.json()
    assert (shown["lost"], shown["settled_by"], shown["reason"]) == (1, OFFICE[0], "查无下落，已报告领导小组")
    assert await count(ended) == "counts-differ"
    assert await count(ended, short) == "signed"


@pytest.mark.rule("EXM-23")
async def test_what_was_found_again_is_counted_with_the_others(ended):
    await ended.do("missing-papers", missing=1)
    await ended.do("missing-papers/settlement", as_=OFFICE, lost=0, reason="在讲台下找到")

    assert await count(ended, WHOLE | {"spare": 1}) == "counts-differ"
    assert await count(ended) == "signed"


@pytest.mark.rule("EXM-24", "EXM-25")
async def test_papers_are_ordered_then_accepted_as_counted_then_sealed_by_two(ended):
    assert await sign(ended, "papers-ordered") == "step-before"
    await count(ended)
    await count(ended, as_=ended.deputy)
    assert await sign(ended, "papers-accepted", as_=OFFICE, figures=WHOLE) == "step-before"
    assert await sign(ended, "papers-ordered") == "signed"
    assert await sign(ended, "papers-sealed") == "step-before"
    other = {"answered": 2, "unanswered": 2, "spare": 2}
    assert await sign(ended, "papers-accepted", as_=OFFICE, figures=other) == "counts-differ"
    assert await sign(ended, "papers-accepted", figures=WHOLE) == "step-of-others"
    assert await sign(ended, "papers-accepted", as_=OFFICE, figures=WHOLE) == "signed"

    assert await sign(ended, "papers-sealed") == "signed"
    assert await sign(ended, "papers-sealed") == "step-signed"
    assert await sign(ended, "papers-sealed", as_=("I-9999", "invigilator")) == "not-session-staff"
    assert await sign(ended, "papers-sealed", as_=OFFICE) == "step-of-others"
    assert not await done(ended, "papers-sealed")
    assert await sign(ended, "papers-sealed", as_=ended.deputy) == "signed"
    assert await done(ended, "papers-sealed")


@pytest.fixture
async def on_computers(batch):
    await batch.register()
    await batch.harness.put("/rooms", json=[a_room(has_computers=True)], as_=OFFICE)
    await batch.enrol(4)
    assert (await batch.plan()).status_code == 201
    await batch.publish()
    room = Room(batch, await batch.session("theory"))
    await room.harness.step_to(room.starts_at - 15 * MINUTE)
    await room.check_in(1, 2, 3)
    return room


@pytest.mark.rule("EXM-13")
async def test_every_computer_is_checked_and_none_stays_faulty(on_computers):
    room, said = on_computers, {"computers": 3, "faulty": 1, "restored": 1}
    await room.harness.step_to(room.starts_at - 5 * MINUTE - timedelta(milliseconds=1))
    early = await sign(room, "computers-checked", figures=said)
    await room.harness.step_to(room.starts_at - 5 * MINUTE)

    broken = await sign(room, "computers-checked", figures=said | {"restored": 0})
    too_few = await sign(room, "computers-checked", figures=said | {"computers": 2})
    checked = await sign(room, "computers-checked", figures=said)

    assert (early, broken, too_few, checked) == ("step-not-yet", "counts-differ", "counts-differ", "signed")
    [step] = [one for one in (await room.show()).json()["timeline"] if one["name"] == "computers-checked"]
    assert (step["counted"], step["late"]) == (said, False)


@pytest.mark.rule("EXM-13")
async def test_a_room_has_the_steps_of_its_own_kind(on_computers, tmp_path):
    names = [one["name"] for one in (await on_computers.show()).json()["timeline"]]

    assert "computers-checked" in names
    assert not {"papers-on-site", "papers-opened", "papers-handed-out", "papers-counted"} & set(names)
    assert await sign(on_computers, "papers-opened", figures={"papers": 3}) == "step-not-found"


async def test_a_room_with_paper_has_no_computers_to_check(ended):
    assert await sign(ended, "computers-checked", figures={}) == "step-not-found"
