"""Sessions that are held on another day, and what the tickets say then."""

from datetime import date

import pytest

from libs.contracts.incident import CancellationApproved, RescheduleApproved, StartDelayApproved
from libs.contracts.scheduling import CandidateScheduled, ExamFinished, SessionCalledOff, SessionPlanned
from services.scheduling.storage import ENROLMENTS, SESSIONS
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE, ROWS, a_room, a_workshop_entry, an_order, moment


@pytest.mark.rule("INC-20")
@pytest.mark.parametrize("use_spare", [False, True])
async def test_a_session_is_held_on_another_day_with_everybody_told(incident, theory, use_spare):
    await incident.order(
        RescheduleApproved,
        session_ids=[theory["session_id"]],
        new_date=date(2026, 9, 26),
        site="",
        use_spare=use_spare,
    )

    session = await incident.harness.load(SESSIONS, theory["session_id"])
    assert session.starts_at == moment("2026-09-26T09:00:00+08:00")
    planned = incident.harness.published(SessionPlanned)[-1]
    assert (planned.starts_at, planned.spare) == (session.starts_at, use_spare)
    enrolment = await incident.harness.load(ENROLMENTS, ROWS[0])
    [sitting] = [one for one in enrolment.sittings if one.part == "theory"]
    assert (sitting.starts_at, sitting.form == "spare") == (session.starts_at, use_spare)
    assert len(incident.harness.published(CandidateScheduled)) == 8


async def tickets_of(incident):
    return (await incident.harness.get(f"/batches/{BATCH}/tickets", as_=OFFICE)).json()["items"]


@pytest.mark.rule("REG-17")
async def test_tickets_carry_the_new_day_and_a_number_made_of_it(incident, theory, practical):
    for disposition, (session, day) in enumerate([(theory, date(2026, 9, 26)), (practical, date(2026, 9, 27))], 1):
        ids = [session["session_id"]]
        await incident.order(
            RescheduleApproved, disposition=disposition, session_ids=ids, new_date=day, site="", use_spare=False
        )

    for ticket in await tickets_of(incident):
        assert [one["starts_at"][:10] for one in ticket["sittings"]] == ["2026-09-26", "2026-09-27"]
        assert ticket["ticket_number"].startswith("260926")
    numbers = {one.application_id: one.ticket_number for one in incident.harness.published(CandidateScheduled)}
    assert numbers == {one["application_id"]: one["ticket_number"] for one in await tickets_of(incident)}


@pytest.mark.rule("REG-17")
@pytest.mark.parametrize("kind", ["date", "postponement", "cancellation"])
async def test_the_place_that_is_given_up_makes_new_numbers_for_others(published, incident, theory, kind):
    order, content = an_order(kind, theory)
    await incident.order(order, **content)

    await published.enrol(4, batch_id="2026-other")
    assert (await published.plan(batch_id="2026-other", practical_days=["2026-09-21"])).status_code == 201
    await published.publish(batch_id="2026-other")

    newest = {one.application_id: one.ticket_number for one in incident.harness.published(CandidateScheduled)}
    assert len(set(newest.values())) == len(newest) == 8


async def test_a_delay_on_the_day_leaves_the_printed_numbers_alone(incident, theory):
    before = [one["ticket_number"] for one in await tickets_of(incident)]

    await incident.order(StartDelayApproved, session_ids=[theory["session_id"]], minutes=30)

    assert [one["ticket_number"] for one in await tickets_of(incident)] == before


@pytest.mark.parametrize(
    ("kind", "called_off", "notice"),
    [("postponement", "postponed", "缓考，时间另行通知"), ("cancellation", "cancelled", "本次考试取消")],
)
@pytest.mark.rule("INC-20", "INC-24", "INC-25")
async def test_a_session_called_off_is_told_and_on_no_ticket(incident, theory, kind, called_off, notice):
    order, content = an_order(kind, theory)

    await incident.order(order, **content)

    [off] = incident.harness.published(SessionCalledOff)
    assert (off.session_id, off.called_off, off.application_ids) == (theory["session_id"], called_off, ROWS)
    told = incident.harness.published(CandidateScheduled)[-4:]
    assert {(one.part, one.called_off) for event in told for one in event.sittings} == {
        ("theory", called_off),
        ("practical", None),
    }
    for ticket in await tickets_of(incident):
        stopped, held = ticket["sittings"]
        assert (stopped["starts_at"], stopped["called_off"]) == (None, notice)
        assert (held["starts_at"][:10], held["called_off"]) == ("2026-09-20", None)


async def test_a_session_that_was_over_is_not_called_off_for_anybody(incident, theory):
    await incident.hold(theory)

    await incident.order(CancellationApproved, session_ids=[theory["session_id"]])

    assert incident.harness.published(SessionCalledOff) == []


async def test_a_postponed_session_gets_its_day_back_on_every_ticket(incident, theory):
    ids = [theory["session_id"]]
    await incident.order(RescheduleApproved, disposition=1, session_ids=ids, new_date=None, site="", use_spare=False)

    await incident.order(
        RescheduleApproved, disposition=2, session_ids=ids, new_date=date(2026, 9, 26), site="", use_spare=False
    )

    for ticket in await tickets_of(incident):
        moved = ticket["sittings"][0]
        assert (moved["starts_at"], moved["called_off"]) == ("2026-09-26T09:00:00+08:00", None)


async def test_a_postponed_running_session_is_held_whole_on_its_new_day(incident, theory):
    await incident.hold(theory, finish=False)
    ids = [theory["session_id"]]
    await incident.order(RescheduleApproved, disposition=1, session_ids=ids, new_date=None, site="", use_spare=False)
    postponed = await incident.harness.load(SESSIONS, theory["session_id"])
    assert (postponed.state, postponed.present) == ("postponed", 0)

    await incident.order(
        RescheduleApproved, disposition=2, session_ids=ids, new_date=date(2026, 9, 26), site="", use_spare=False
    )

    shown = await incident.batch.session("theory")
    await incident.hold(shown)
    [finished] = incident.harness.published(ExamFinished)
    assert len(finished.present) == 4


@pytest.mark.parametrize(
    ("day", "slug"), [(date(2026, 9, 11), "new-date-not-ahead"), (date(2026, 9, 10), "new-date-not-ahead")]
)
async def test_a_session_is_not_held_in_the_past(incident, theory, day, slug):
    await incident.harness.step_to(moment("2026-09-11T10:00:00+08:00"))

    await incident.order(RescheduleApproved, session_ids=[theory["session_id"]], new_date=day, site="", use_spare=False)

    assert incident.answer == ([], {theory["session_id"]: slug})


async def test_no_session_is_moved_past_the_end_of_its_examiners_cards(incident, practical):
    await incident.order(
        RescheduleApproved, session_ids=[practical["session_id"]], new_date=date(2028, 1, 1), site="", use_spare=False
    )

    assert incident.answer == ([], {practical["session_id"]: "not-fit-for-duty"})


@pytest.mark.rule("INC-23")
async def test_another_site_gives_the_smallest_room_that_is_free_and_fit(incident, theory):
    rooms = [
        a_room(room_id="N-1", site="北考点", seats=3),
        a_room(room_id="N-2", site="北考点", seats=20),
        a_room(room_id="N-3", site="北考点", seats=10),
        a_workshop_entry(room_id="N-4", site="北考点", seats=5),
    ]
    await incident.harness.put("/rooms", json=rooms, as_=OFFICE)

    await incident.order(
        RescheduleApproved,
        session_ids=[theory["session_id"]],
        new_date=date(2026, 9, 26),
        site="北考点",
        use_spare=False,
    )

    session = await incident.harness.load(SESSIONS, theory["session_id"])
    assert (session.room_id, session.site) == ("N-3", "北考点")
    enrolment = await incident.harness.load(ENROLMENTS, ROWS[0])
    assert [one.room for one in enrolment.sittings if one.part == "theory"] == ["N-3"]


async def test_a_site_without_a_room_is_refused(incident, theory):
    await incident.order(
        RescheduleApproved,
        session_ids=[theory["session_id"]],
        new_date=date(2026, 9, 26),
        site="南考点",
        use_spare=False,
    )

    assert incident.answer == ([], {theory["session_id"]: "no-room-at-site"})
