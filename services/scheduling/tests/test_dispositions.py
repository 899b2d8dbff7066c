"""Orders of the incident service on the bus: carried out once, and answered for every target."""

from datetime import date, timedelta

import pytest

from libs.contracts.incident import (
    CancellationApproved,
    RescheduleApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from libs.contracts.scheduling import (
    CandidateScheduled,
    ExamFinished,
    ExamTimeExtended,
    ScheduleDispositionAnswered,
    SessionCalledOff,
    SessionPlanned,
)
from services.scheduling.storage import ENROLMENTS, SESSIONS
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE, a_licence, a_room, a_staff_entry, a_workshop_entry, moment

INCIDENT = "2026-autumn-0123456789ab"
ROWS = [f"{BATCH}-{n:05d}" for n in range(1, 5)]


class Incident:
    """Orders of one incident to a batch that is published."""

    def __init__(self, batch):
        self.harness = batch.harness
        self.batch = batch

    async def order(self, kind, *, disposition=1, id=None, **content):
        common = {
            "incident_id": INCIDENT,
            "batch_id": BATCH,
            "disposition": disposition,
            "approved_by": "S-0001",
            "approved_at": self.harness.now,
        }
        await self.harness.deliver(kind(**common, **content), id=id)
        assert self.harness.parked() == []

    @property
    def answers(self):
        return self.harness.published(ScheduleDispositionAnswered)

    @property
    def answer(self):
        """What was applied, and what was refused with which slug."""
        [one] = self.answers
        assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
        assert all(refused.reason for refused in one.refused)
        return one.applied, {refused.target: refused.slug for refused in one.refused}

    async def hold(self, session, *, finish=True):
        """Let it run with everybody present."""
        path, chief = f"/sessions/{session['session_id']}", (session["staff"][0]["staff_id"], "invigilator")
        await self.harness.step_to(moment(session["starts_at"]))
        await self.harness.post(f"{path}/check-ins", json={"application_ids": ROWS}, as_=chief)
        await self.harness.post(f"{path}/start", as_=chief)
        if finish:
            await self.harness.step_to(moment(session["ends_at"]))
            assert (await self.harness.post(f"{path}/finish", as_=chief)).status_code == 204


@pytest.fixture
async def incident(published):
    return Incident(published)


@pytest.fixture
async def theory(published):
    return await published.session("theory")


@pytest.fixture
async def practical(published):
    return await published.session("practical")


# --- every order


def an_order(name, session):
    target, chief = session["session_id"], session["staff"][0]["staff_id"]
    return {
        "time": (TimeExtensionApproved, {"session_ids": [target], "minutes": 10}),
        "delay": (StartDelayApproved, {"session_ids": [target], "minutes": 30}),
        "date": (
            RescheduleApproved,
            {"session_ids": [target], "new_date": date(2026, 9, 26), "site": "", "use_spare": False},
        ),
        "postponement": (
            RescheduleApproved,
            {"session_ids": [target], "new_date": None, "site": "", "use_spare": False},
        ),
        "cancellation": (CancellationApproved, {"session_ids": [target]}),
        "replacement": (StaffReplacementApproved, {"session_id": target, "leaving": chief, "arriving": "I-9"}),
    }[name]


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


# --- time


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


# --- another day


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


# --- stopping


@pytest.mark.rule("INC-24", "INC-25")
async def test_a_session_that_is_stopped_has_no_end_and_no_attendance(incident, theory):
    await incident.hold(theory, finish=False)

    await incident.order(CancellationApproved, session_ids=[theory["session_id"]])

    chief = (theory["staff"][0]["staff_id"], "invigilator")
    await incident.harness.step_to(moment(theory["ends_at"]))
    refused = await incident.harness.post(f"/sessions/{theory['session_id']}/finish", as_=chief)
    assert (refused.status_code, refused.json()["title"]) == (409, "session-not-held")
    assert incident.harness.published(ExamFinished) == []
    progress = await incident.harness.get(f"/batches/{BATCH}/progress", as_=OFFICE)
    assert (progress.json()["cancelled"], progress.json()["sessions"]) == (1, 2)


# --- staff


@pytest.mark.rule("INC-21")
async def test_who_took_over_acts_in_the_session_and_who_left_does_not(incident, theory):
    await incident.harness.put("/staff", json=[a_staff_entry("I-9", "invigilator")], as_=OFFICE)
    leaving = theory["staff"][0]["staff_id"]

    await incident.order(StaffReplacementApproved, session_id=theory["session_id"], leaving=leaving, arriving="I-9")

    await incident.harness.step_to(moment(theory["starts_at"]))
    path = f"/sessions/{theory['session_id']}/start"
    assert (await incident.harness.post(path, as_=(leaving, "invigilator"))).status_code == 403
    assert (await incident.harness.post(path, as_=("I-9", "invigilator"))).status_code == 204
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


# --- sitting again


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
