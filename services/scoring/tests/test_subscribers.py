"""What scoring does with what it hears, in whatever order it comes."""

import pytest

from libs.contracts.certification import ObjectionDecided
from services.scoring.domain.coding import blind_code, blind_code_text
from services.scoring.domain.score_list import ListState
from services.scoring.domain.script import ScriptState
from services.scoring.storage.collections import CANDIDATES, CODES, LISTS, SCRIPTS, SESSIONS
from services.scoring.tests.builders import (
    BATCH,
    EXAMINERS,
    LIST,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_script,
    a_session_planned,
    an_application,
    an_exam_finished,
)


def an_objection_decided(decision="upheld", part="practical", row=1):
    return ObjectionDecided(
        objection_id="O-1",
        application_id=an_application(row),
        batch_id=BATCH,
        part=part,
        decision=decision,
        decided_at=NOW,
    )


@pytest.mark.parametrize("copies", [1, 2])
async def test_everybody_present_gets_one_coded_script(scoring, copies):
    await scoring.deliver(an_exam_finished(rows=(1, 2), absent=(3,)), times=copies)

    record = await scoring.load(CODES, THEORY)
    assert [entry.application_id for entry in record.entries] == [an_application(1), an_application(2)]
    for entry in record.entries:
        script = await scoring.load(SCRIPTS, entry.code)
        assert (script.session_id, script.form, script.state) == (THEORY, "A", ScriptState.UNMARKED)
    assert (await scoring.load(SESSIONS, THEORY)).absent == [an_application(3)]
    assert scoring.parked() == []


async def test_a_script_holds_nothing_of_its_candidate(scoring):
    await scoring.deliver(a_candidate_scheduled(1))
    await scoring.deliver(an_exam_finished(rows=(1,)))

    [entry] = (await scoring.load(CODES, THEORY)).entries
    stored = SCRIPTS.dump(await scoring.load(SCRIPTS, entry.code)).decode()
    assert an_application(1) not in stored
    assert "T00000000001" not in stored


async def test_a_code_that_another_script_carries_is_not_given_again(scoring):
    colliding = blind_code(scoring.cipher.fingerprint(blind_code_text(THEORY, an_application(1), 0)))
    work = scoring.service.transactions.begin()
    work.of(SCRIPTS).save(a_script(id=colliding, session_id="another"))
    await scoring.service.store.commit(work.batch(now=NOW))

    await scoring.deliver(an_exam_finished(rows=(1,)))

    [entry] = (await scoring.load(CODES, THEORY)).entries
    assert entry.code != colliding
    assert (await scoring.load(SCRIPTS, colliding)).session_id == "another"


async def test_attendance_may_come_before_the_plan_and_the_schedule(scoring):
    await scoring.deliver(an_exam_finished(PRACTICAL, "practical", rows=(1,)))
    await scoring.deliver(a_session_planned())
    await scoring.deliver(a_candidate_scheduled(1))

    session = await scoring.load(SESSIONS, PRACTICAL)
    assert (session.panel, session.leader) == (list(EXAMINERS), EXAMINERS[0])
    assert session.present == [an_application(1)]
    assert (await scoring.load(CANDIDATES, an_application(1))).sittings == {"theory": THEORY, "practical": PRACTICAL}
    assert scoring.parked() == []


async def test_the_invigilators_of_a_theory_session_are_no_panel(scoring):
    await scoring.deliver(a_session_planned(THEORY, "theory", ("S-0201", "S-0202")))

    assert (await scoring.load(SESSIONS, THEORY)).panel == []


async def test_an_older_schedule_does_not_replace_a_newer_one(scoring):
    await scoring.deliver(a_candidate_scheduled(1, [("theory", THEORY)]), seq=2)
    await scoring.deliver(a_candidate_scheduled(1), seq=1)

    assert (await scoring.load(CANDIDATES, an_application(1))).sittings == {"theory": THEORY}


async def test_another_attendance_of_a_coded_session_is_parked(scoring):
    await scoring.deliver(an_exam_finished(rows=(1, 2)))
    await scoring.deliver(an_exam_finished(rows=(1,), absent=(2,)))

    assert [parked["slug"] for parked in scoring.parked()] == ["attendance-final"]


async def test_a_session_that_ends_after_the_check_opens_the_list_again(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()

    await scoring.deliver(an_exam_finished("2026-autumn-t-4-03-02-01-4-02", rows=(9,)))

    assert (await scoring.load(LISTS, LIST)).state is ListState.OPEN


@pytest.mark.rule("SCO-09")
async def test_a_session_that_ends_after_registration_is_parked_for_a_person(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()

    late = "2026-autumn-t-4-03-02-01-4-02"
    await scoring.deliver(a_candidate_scheduled(9, [("theory", late)]))
    await scoring.deliver(an_exam_finished(late, rows=(9,)))

    assert [parked["slug"] for parked in scoring.parked()] == ["scores-registered"]


async def test_an_objection_to_an_unpublished_result_waits(scoring):
    await scoring.deliver(an_objection_decided())

    [parked] = scoring.parked()
    assert (parked["slug"], parked["state"]) == ("result-not-yet-published", "waiting")
