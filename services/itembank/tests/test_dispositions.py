"""Orders of the incident service about papers: carried out once, answered for every session."""

from datetime import timedelta

import pytest

from libs.contracts.incident import ReprintApproved, SparePaperApproved
from libs.contracts.itembank import PaperDispositionAnswered, SparePaperReleased
from libs.contracts.scheduling import SessionCalledOff
from services.itembank.domain.errors.paper import PaperNotSealedError
from services.itembank.domain.errors.session import SessionOverError
from services.itembank.domain.session import ApprovedReprint
from services.itembank.storage.collections import SESSIONS
from services.itembank.tests.builders import BATCH, END, NOW, SESSION, START, a_paper, a_plan, a_session
from services.itembank.tests.conftest import CHIEF, PRACTICAL, THEORY

INCIDENT = "2026-autumn-0123456789ab"
SECOND = timedelta(seconds=1)
OTHER = SESSION.replace("-01", "-02")


def a_spare_order(*session_ids, disposition=1):
    return SparePaperApproved(
        incident_id=INCIDENT,
        batch_id=BATCH,
        session_ids=list(session_ids) or [SESSION],
        approved_by="S-0099",
        approved_at=NOW,
        disposition=disposition,
    )


def a_reprint_order(*session_ids, source="copy", copies=12, disposition=1):
    return ReprintApproved(
        incident_id=INCIDENT,
        batch_id=BATCH,
        session_ids=list(session_ids) or [SESSION],
        source=source,
        copies=copies,
        approved_by="S-0099",
        approved_at=NOW,
        disposition=disposition,
    )


def a_reprint(*, source="copy", at=NOW):
    return ApprovedReprint(incident_id=INCIDENT, source=source, copies=12, by="S-0099", at=at)


def answer_of(harness):
    """What was applied, and what was refused with which slug."""
    [one] = harness.published(PaperDispositionAnswered)
    assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
    assert all(refused.reason for refused in one.refused)
    return one.applied, {refused.target: refused.slug for refused in one.refused}


async def acts_on(harness, paper_id):
    ledger = await harness.get(f"/papers/{paper_id}/custody", as_=("S-0060", "auditor"))
    return [(one["act"], one["by"]) for one in ledger.json()["entries"]]


@pytest.mark.rule("INC-17")
async def test_however_often_a_spare_is_ordered_it_is_answered_once(sealed):
    await sealed.harness.deliver(a_spare_order(), times=2)
    await sealed.harness.deliver(a_spare_order(), id="a later copy")

    assert answer_of(sealed.harness) == ([SESSION], {})
    [released] = sealed.harness.published(SparePaperReleased)
    assert (released.paper_id, released.incident_id) == (THEORY[2], INCIDENT)
    assert sealed.harness.parked() == []


@pytest.mark.parametrize("order", [a_spare_order(), a_reprint_order(source="spare")])
async def test_without_a_sealed_spare_an_order_for_it_is_refused(itembank, order):
    await itembank.deliver(a_plan())

    await itembank.deliver(order)

    assert answer_of(itembank) == ([], {SESSION: "spare-not-sealed"})
    assert itembank.published(SparePaperReleased) == []
    assert itembank.parked() == []


@pytest.mark.parametrize("order", [a_spare_order(), a_reprint_order(), a_reprint_order(source="spare")])
@pytest.mark.parametrize(("now", "over"), [(END - SECOND, False), (END, True), (END + SECOND, True)])
async def test_papers_are_changed_until_the_end_of_the_session(sealed, order, now, over):
    await sealed.harness.step_to(now)

    await sealed.harness.deliver(order)

    assert answer_of(sealed.harness) == (([], {SESSION: "session-over"}) if over else ([SESSION], {}))


async def test_a_session_that_is_over_does_not_keep_another_from_its_spare(sealed):
    later = a_plan(session_id=OTHER, starts_at=END + timedelta(hours=1), ends_at=END + timedelta(hours=2))
    await sealed.harness.deliver(later)
    await sealed.harness.step_to(END)

    await sealed.harness.deliver(a_spare_order(SESSION, OTHER))

    assert answer_of(sealed.harness) == ([OTHER], {SESSION: "session-over"})


@pytest.mark.parametrize("order", [a_spare_order(SESSION, OTHER), a_reprint_order(SESSION, OTHER)])
async def test_an_order_before_the_plan_waits_whole_and_is_carried_out(sealed, order):
    harness = sealed.harness
    await harness.deliver(order)
    [parked] = harness.parked()
    assert (parked["slug"], parked["state"]) == ("session-not-yet-planned", "waiting")
    assert harness.published(PaperDispositionAnswered) == harness.published(SparePaperReleased) == []

    await harness.deliver(a_plan(session_id=OTHER))
    await harness.service.parking.replay(parked["id"], harness.service.consumer.replay, by="timer")

    assert answer_of(harness) == ([SESSION, OTHER], {})


@pytest.mark.rule("INC-18", "INC-29")
async def test_a_reprint_stands_in_the_ledger_of_every_paper_that_is_copied(sealed):
    await sealed.harness.deliver(a_reprint_order(copies=12), times=2)
    await sealed.harness.deliver(a_reprint_order(copies=12), id="a later copy")

    session = await sealed.harness.load(SESSIONS, SESSION)
    assert [(one.source, one.copies, one.by) for one in session.reprints] == [("copy", 12, "S-0099")]
    acts = [await acts_on(sealed.harness, paper_id) for paper_id in THEORY]
    assert [ledger.count(("reprinted", "S-0099")) for ledger in acts] == [1, 1, 0]


@pytest.mark.rule("INC-17")
async def test_a_spare_printed_for_a_session_leaves_the_first_papers_alone(sealed):
    await sealed.harness.deliver(a_reprint_order(source="spare"))

    acts = [await acts_on(sealed.harness, paper_id) for paper_id in THEORY]
    assert [("reprinted", "S-0099") in ledger for ledger in acts] == [False, False, True]


async def test_what_is_copied_for_a_session_on_its_spare_is_the_spare(sealed):
    await sealed.harness.deliver(a_spare_order(disposition=2))

    await sealed.harness.deliver(a_reprint_order(source="copy"))

    assert ("reprinted", "S-0099") in await acts_on(sealed.harness, THEORY[2])
    assert ("reprinted", "S-0099") not in await acts_on(sealed.harness, THEORY[0])


async def test_a_printed_spare_is_opened_only_if_it_was_released(sealed):
    await sealed.harness.deliver(a_reprint_order(source="spare"))
    await sealed.harness.step_to(END - SECOND)

    assert (await sealed.open(CHIEF, THEORY[2])).json()["title"] == "spare-not-released"


async def test_a_practical_has_one_first_paper(sealed):
    session_id = SESSION.replace("-t-", "-p-")
    await sealed.harness.deliver(a_plan(session_id=session_id, part="practical", staff=("E-1", "E-2", "E-3")))

    await sealed.harness.deliver(a_reprint_order(session_id))

    assert answer_of(sealed.harness) == ([session_id], {})
    assert ("reprinted", "S-0099") in await acts_on(sealed.harness, PRACTICAL[0])


async def test_papers_that_were_never_made_are_not_copied(itembank):
    await itembank.deliver(a_plan())

    await itembank.deliver(a_reprint_order())

    assert answer_of(itembank) == ([], {SESSION: "paper-not-found"})


@pytest.mark.parametrize(
    ("at", "papers", "refusal"),
    [
        (END, [a_paper(sealed=True)], SessionOverError),
        (NOW, [a_paper(sealed=True), a_paper(form="B", reviewed=True)], PaperNotSealedError),
    ],
)
def test_a_reprint_that_is_refused_leaves_no_trace(at, papers, refusal):
    session = a_session()
    lengths = [len(paper.custody) for paper in papers]

    with pytest.raises(refusal):
        session.reprint(a_reprint(at=at), papers)

    assert session.reprints == []
    assert [len(paper.custody) for paper in papers] == lengths


# --- sessions that are not held


def a_call_off(called_off="cancelled", *, at=START, session_id=SESSION):
    return SessionCalledOff(
        session_id=session_id,
        batch_id=BATCH,
        part="theory",
        called_off=called_off,
        application_ids=[f"{BATCH}-00001"],
        called_off_at=at,
    )


@pytest.mark.rule("INC-24", "INC-25")
@pytest.mark.parametrize("called_off", ["postponed", "cancelled"])
async def test_no_paper_is_opened_in_a_session_that_is_not_held(sealed, called_off):
    await sealed.harness.step_to(START)

    await sealed.harness.deliver(a_call_off(called_off), times=2)

    assert (await sealed.open(CHIEF)).json()["title"] == "session-called-off"


async def test_the_newest_word_on_a_session_holds_in_whatever_order_they_come(sealed):
    await sealed.harness.deliver(a_call_off("cancelled"), seq=9)

    await sealed.harness.deliver(a_call_off("postponed"), seq=8)

    assert (await sealed.harness.load(SESSIONS, SESSION)).called_off == "cancelled"


@pytest.mark.parametrize("late", [False, True])
async def test_a_newer_plan_holds_the_session_in_whatever_order_they_come(sealed, late):
    week = timedelta(days=7)
    facts = [(8, a_call_off("postponed")), (9, a_plan(starts_at=START + week, ends_at=END + week))]

    for seq, fact in reversed(facts) if late else facts:
        await sealed.harness.deliver(fact, seq=seq)
    await sealed.harness.step_to(START + week)

    assert (await sealed.open(CHIEF)).status_code == 202


async def test_a_call_off_that_comes_before_the_plan_waits(itembank):
    await itembank.deliver(a_call_off())

    [parked] = itembank.parked()
    assert (parked["slug"], parked["state"]) == ("session-not-yet-planned", "waiting")


# --- the key of what is written another day


WEEK = timedelta(days=7)


async def asks_for_key(desk, paper_id=THEORY[0]):
    answer = await desk.ask_key(paper_id)
    return answer.json()["title"] if answer.status_code != 200 else "released"


async def test_the_key_does_not_wait_for_a_session_that_is_cancelled(sealed):
    await sealed.harness.deliver(a_plan(session_id=OTHER, starts_at=START + WEEK, ends_at=END + WEEK))
    await sealed.harness.deliver(a_call_off(session_id=OTHER))

    await sealed.harness.step_to(END - SECOND)
    assert await asks_for_key(sealed) == "key-release-too-early"
    await sealed.harness.step_to(END)
    assert await asks_for_key(sealed) == "released"


@pytest.mark.rule("INC-20")
@pytest.mark.parametrize("paper_id", [THEORY[0], THEORY[2]])
async def test_the_key_of_a_postponed_session_waits_for_its_new_end(sealed, paper_id):
    await sealed.harness.deliver(a_plan(session_id=OTHER))
    await sealed.harness.deliver(a_call_off("postponed", session_id=OTHER))
    await sealed.harness.step_to(END + timedelta(days=1))
    assert await asks_for_key(sealed, paper_id) == "session-postponed"

    plan = a_plan(session_id=OTHER, starts_at=START + WEEK, ends_at=END + WEEK, planned_at=sealed.harness.now)
    await sealed.harness.deliver(plan)
    await sealed.harness.step_to(END + WEEK - SECOND)
    assert await asks_for_key(sealed, paper_id) == "key-release-too-early"

    await sealed.harness.step_to(END + WEEK)
    assert await asks_for_key(sealed, paper_id) == "released"


@pytest.mark.rule("INC-16")
async def test_where_the_spare_is_written_only_its_own_key_waits(sealed):
    resit = a_plan(session_id=OTHER, starts_at=START + WEEK, ends_at=END + WEEK, spare=True)
    await sealed.harness.deliver(resit)

    await sealed.harness.step_to(END)

    assert [await asks_for_key(sealed, paper_id) for paper_id in THEORY] == [
        "released",
        "released",
        "key-release-too-early",
    ]
