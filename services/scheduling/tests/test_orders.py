"""Orders of the incident service on the bus: carried out once, and answered for every target."""

from datetime import date, timedelta

import pytest

from libs.contracts.incident import (
    CancellationApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from libs.contracts.scheduling import CandidateScheduled, ExamFinished, ExamTimeExtended, SessionPlanned
from services.scheduling.storage import SESSIONS
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import INCIDENT, OFFICE, ROWS, a_licence, a_staff_entry, an_order, moment

ORDERS = ["time", "delay", "date", "postponement", "cancellation", "replacement"]


@pytest.mark.parametrize("name", ORDERS)
async def test_an_order_is_carried_out_and_answered_once_however_often_it_comes(incident, theory, name):
    await incident.harness.put("/staff", json=[a_staff_entry("I-9", "invigilator")], as_=OFFICE)
    kind, content = an_order(name, theory)
    await incident.order(kind, **content)
    before = await incident.harness.load(SESSIONS, theory["session_id"])
    told = len(incident.harness.published())

    await incident.order(kind, **content)
    await incident.order(kind, id="a later copy", **content)

    assert incident.answer == ([theory["session_id"]], {})
    assert await incident.harness.load(SESSIONS, theory["session_id"]) == before
    assert len(incident.harness.published()) == told


@pytest.mark.parametrize("name", ORDERS)
async def test_an_order_for_a_finished_session_is_answered_with_a_refusal(incident, theory, name):
    await incident.harness.put("/staff", json=[a_staff_entry("I-9", "invigilator")], as_=OFFICE)
    await incident.hold(theory)
    kind, content = an_order(name, theory)

    await incident.order(kind, **content)

    assert incident.answer == ([], {theory["session_id"]: "session-finished"})


@pytest.mark.parametrize("name", [name for name in ORDERS if name != "replacement"])
async def test_a_session_that_nobody_knows_does_not_keep_the_others_from_theirs(incident, theory, name):
    kind, content = an_order(name, theory)

    await incident.order(kind, **{**content, "session_ids": ["nowhere", theory["session_id"]]})

    assert incident.answer == ([theory["session_id"]], {"nowhere": "session-not-found"})


async def test_orders_in_the_wrong_order_are_judged_as_they_come(incident, theory):
    await incident.order(CancellationApproved, disposition=2, session_ids=[theory["session_id"]])

    await incident.order(StartDelayApproved, disposition=1, session_ids=[theory["session_id"]], minutes=30)

    later, earlier = incident.answers
    assert (later.disposition, later.applied) == (2, [theory["session_id"]])
    assert (earlier.disposition, [one.slug for one in earlier.refused]) == (1, ["session-not-held"])


@pytest.mark.rule("INC-31")
async def test_lost_time_is_answered_for_each_room(incident, theory, practical):
    await incident.hold(theory)
    ids = [theory["session_id"], practical["session_id"]]

    await incident.order(TimeExtensionApproved, session_ids=ids, minutes=10)

    assert incident.answer == ([practical["session_id"]], {theory["session_id"]: "session-finished"})
    assert [one.session_id for one in incident.harness.published(ExamTimeExtended)] == [practical["session_id"]]
    assert (await incident.harness.load(SESSIONS, theory["session_id"])).extensions_too_late == [INCIDENT]


@pytest.mark.rule("INC-20")
async def test_everybody_hears_of_a_later_start(incident, theory):
    await incident.order(StartDelayApproved, session_ids=[theory["session_id"]], minutes=30)

    planned = incident.harness.published(SessionPlanned)[-1]
    assert planned.starts_at == moment(theory["starts_at"]) + timedelta(minutes=30)
    told = incident.harness.published(CandidateScheduled)[-4:]
    assert sorted(one.application_id for one in told) == ROWS
    assert {sitting.starts_at for one in told for sitting in one.sittings if sitting.part == "theory"} == {
        planned.starts_at
    }


async def test_a_start_is_not_delayed_into_the_time_of_another_session(published, incident, theory):
    await published.enrol(1, batch_id="2026-other")
    body = {"theory_days": ["2026-09-19"], "practical_days": ["2026-09-21"], "theory_starts": ["11:00"]}
    assert (await published.plan(batch_id="2026-other", **body)).status_code == 201

    await incident.order(StartDelayApproved, session_ids=[theory["session_id"]], minutes=60)

    assert incident.answer == ([], {theory["session_id"]: "place-taken"})


@pytest.mark.rule("INC-24", "INC-25")
async def test_a_session_that_is_stopped_has_no_end_and_no_attendance(incident, theory):
    await incident.hold(theory, finish=False)

    await incident.order(CancellationApproved, session_ids=[theory["session_id"]])

    await incident.harness.step_to(moment(theory["ends_at"]))
    refused = await incident.batch.give(theory, "end")
    assert (refused.status_code, refused.json()["title"]) == (409, "no-room-awaits-signal")
    assert incident.harness.published(ExamFinished) == []
    progress = await incident.harness.get(f"/batches/{BATCH}/progress", as_=OFFICE)
    assert (progress.json()["cancelled"], progress.json()["sessions"]) == (1, 2)


@pytest.mark.rule("INC-21")
async def test_who_took_over_acts_in_the_session_and_who_left_does_not(incident, theory):
    await incident.harness.put("/staff", json=[a_staff_entry("I-9", "invigilator")], as_=OFFICE)
    leaving = theory["staff"][0]["staff_id"]

    await incident.order(StaffReplacementApproved, session_id=theory["session_id"], leaving=leaving, arriving="I-9")

    await incident.harness.step_to(moment(theory["starts_at"]))
    path, come = f"/sessions/{theory['session_id']}/check-ins", {"application_ids": ROWS[:1]}
    assert (await incident.harness.post(path, json=come, as_=(leaving, "invigilator"))).status_code == 403
    assert (await incident.harness.post(path, json=come, as_=("I-9", "invigilator"))).status_code == 200
    assert "I-9" in {one.staff_id for one in incident.harness.published(SessionPlanned)[-1].staff}


@pytest.mark.rule("INC-21")
async def test_a_new_supervisor_sees_the_session_and_the_old_one_does_not(incident, theory):
    await incident.harness.put("/staff", json=[a_staff_entry("Q-9", "supervisor")], as_=OFFICE)
    leaving = (await incident.harness.load(SESSIONS, theory["session_id"])).supervisor_id

    await incident.order(StaffReplacementApproved, session_id=theory["session_id"], leaving=leaving, arriving="Q-9")

    assert incident.answer == ([theory["session_id"]], {})
    path = f"/sessions/{theory['session_id']}"
    assert (await incident.harness.get(path, as_=("Q-9", "supervisor"))).status_code == 200
    assert (await incident.harness.get(path, as_=(leaving, "supervisor"))).status_code == 403


@pytest.mark.parametrize(
    ("leaving", "arriving", "slug"),
    [
        ("I-99", "I-9", "not-on-duty-here"),
        (None, "I-99", "staff-not-found"),
        (None, "Q-9", "not-fit-for-duty"),
    ],
)
async def test_a_replacement_that_does_not_fit_is_answered_with_its_reason(incident, theory, leaving, arriving, slug):
    staff = [a_staff_entry("I-9", "invigilator"), a_staff_entry("Q-9", "supervisor")]
    await incident.harness.put("/staff", json=staff, as_=OFFICE)

    await incident.order(
        StaffReplacementApproved,
        session_id=theory["session_id"],
        leaving=leaving or theory["staff"][0]["staff_id"],
        arriving=arriving,
    )

    assert incident.answer == ([], {theory["session_id"]: slug})


@pytest.fixture
async def handed_on(incident, theory):
    """A duty that one order hands on to I-8, and the next one from there to I-9."""
    staff = [a_staff_entry(one, "invigilator") for one in ("I-8", "I-9")]
    await incident.harness.put("/staff", json=staff, as_=OFFICE)
    common = {"incident_id": INCIDENT, "batch_id": BATCH, "session_id": theory["session_id"], "approved_by": "S-0001"}
    chief = theory["staff"][0]["staff_id"]
    return [
        StaffReplacementApproved(
            **common, disposition=number, approved_at=incident.harness.now, leaving=leaving, arriving=arriving
        )
        for number, leaving, arriving in ((1, chief, "I-8"), (2, "I-8", "I-9"))
    ]


async def try_again(harness):
    [parked] = [one for one in harness.parked() if one["state"] == "waiting"]
    await harness.service.parking.replay(parked["id"], harness.service.consumer.replay, by="test")
    return parked["slug"]


async def test_a_duty_handed_on_twice_ends_right_in_the_wrong_order(incident, theory, handed_on):
    for order in reversed(handed_on):
        await incident.harness.deliver(order)

    assert await try_again(incident.harness) == "not-on-duty-yet"
    assert (await incident.batch.session())["staff"][0] == {"staff_id": "I-9", "duty": "chief-invigilator"}
    assert [(one.disposition, one.applied) for one in incident.answers] == [
        (number, [theory["session_id"]]) for number in (1, 2)
    ]


@pytest.mark.parametrize(("later", "answered"), [(timedelta(seconds=60), True), (timedelta(seconds=59.999), False)])
async def test_nobody_waits_longer_than_a_minute_for_the_earlier_order(incident, theory, handed_on, later, answered):
    await incident.harness.step_to(incident.harness.now + later)

    await incident.harness.deliver(handed_on[1])

    refused = [{one.target: one.slug for one in answer.refused} for answer in incident.answers]
    assert refused == ([{theory["session_id"]: "not-on-duty-here"}] if answered else [])


@pytest.mark.rule("PER-12")
@pytest.mark.parametrize(("number", "slug"), [("990000199901010003", "recused-from-candidate"), (None, None)])
async def test_a_relative_of_a_candidate_does_not_take_over_at_the_workstations(incident, practical, number, slug):
    related_to = [{"id_number": number, "relation": "兄弟"}] if number else []
    arriving = a_staff_entry("E-9", occupations=[a_licence()], related_to=related_to)
    assert (await incident.harness.put("/staff", json=[arriving], as_=OFFICE)).status_code == 200
    leaving = practical["staff"][-1]["staff_id"]

    await incident.order(StaffReplacementApproved, session_id=practical["session_id"], leaving=leaving, arriving="E-9")

    refused = {practical["session_id"]: slug} if slug else {}
    assert incident.answer == ([] if slug else [practical["session_id"]], refused)
    on_duty = {one["staff_id"] for one in (await incident.batch.session("practical"))["staff"]}
    assert {leaving, "E-9"} & on_duty == ({leaving} if slug else {"E-9"})


@pytest.mark.rule("INC-16")
async def test_those_inside_the_spread_sit_again_with_the_spare_paper(incident, theory):
    await incident.hold(theory)

    await incident.order(
        ResitApproved,
        session_ids=[theory["session_id"]],
        application_ids=[ROWS[1], ROWS[2], "stranger"],
        new_date=date(2026, 9, 26),
    )

    assert incident.answer == ([ROWS[1], ROWS[2]], {"stranger": "nobody-concerned"})
    planned = incident.harness.published(SessionPlanned)[-1]
    assert (planned.session_id, planned.candidates) == (f"{theory['session_id']}-r-{INCIDENT}-1", 2)
    assert planned.spare
    told = incident.harness.published(CandidateScheduled)[-2:]
    assert sorted(one.application_id for one in told) == [ROWS[1], ROWS[2]]
    for one in told:
        [sitting] = [sitting for sitting in one.sittings if sitting.part == "theory"]
        assert (sitting.session_id, sitting.form) == (planned.session_id, "spare")
        assert sitting.resit_of == theory["session_id"]


@pytest.mark.parametrize(
    ("held", "day", "slug"),
    [
        (False, date(2026, 9, 26), "resit-before-the-end"),
        (True, None, "resit-date-missing"),
        (True, date(2026, 9, 19), "new-date-not-ahead"),
    ],
)
async def test_a_resit_that_cannot_be_held_is_refused_for_each_candidate(incident, theory, held, day, slug):
    if held:
        await incident.hold(theory)

    await incident.order(ResitApproved, session_ids=[theory["session_id"]], application_ids=ROWS[:2], new_date=day)

    assert incident.answer == ([], dict.fromkeys(ROWS[:2], slug))
