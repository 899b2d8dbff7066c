"""From approved candidates to a published plan, through the service's front doors."""

import asyncio

import pytest

from libs.contracts.registration import CandidateApproved
from libs.contracts.scheduling import CandidateScheduled, ExaminerTermsChanged, SessionPlanned
from services.scheduling.domain.batches.enrolment import EnrolmentState
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.storage import ENROLMENTS, SESSIONS
from services.scheduling.tests.builders import BATCH, COOK, LATHE
from services.scheduling.tests.conftest import OFFICE, a_licence, a_room, a_staff_entry, a_workshop_entry

OTHER = "2026-winter"


@pytest.mark.parametrize("times", [1, 2])
async def test_an_approved_candidate_is_enrolled_once(scheduling, batch, times):
    await scheduling.deliver(batch.approved(1), times=times)

    progress = await scheduling.get(f"/batches/{BATCH}/progress", as_=OFFICE)
    assert progress.json()["enrolled"] == 1
    assert scheduling.parked() == []


async def test_the_same_application_under_another_event_is_parked(scheduling, batch):
    await scheduling.deliver(batch.approved(1), id="first")
    await scheduling.deliver(batch.approved(1), id="second")

    [parked] = scheduling.parked()
    assert parked["slug"] == "already-enrolled"


async def test_a_second_closure_is_parked(scheduling, batch):
    await scheduling.deliver(batch.closed(3))
    await scheduling.deliver(batch.closed(4))

    [parked] = scheduling.parked()
    assert parked["slug"] == "registration-closed-twice"


async def test_a_batch_is_not_planned_before_registration_closes(batch):
    await batch.register()
    await batch.harness.deliver(batch.approved(1))

    answer = await batch.plan()

    assert (answer.status_code, answer.json()["title"]) == (404, "registration-not-closed")


async def test_a_batch_is_not_planned_before_everybody_has_arrived(batch):
    await batch.register()
    await batch.harness.deliver(batch.approved(1))
    await batch.harness.deliver(batch.closed(3))

    answer = await batch.plan()

    assert (answer.status_code, answer.json()["title"], answer.json()["short_by"]) == (409, "enrolments-missing", 2)


async def test_closure_may_arrive_before_the_last_candidate(batch):
    await batch.register()
    await batch.harness.deliver(batch.closed(1))
    await batch.harness.deliver(batch.approved(1))

    assert (await batch.plan()).status_code == 201


@pytest.mark.parametrize("role", ["examiner", "invigilator", "reception", "director", "coder"])
async def test_only_exam_affairs_plan_and_publish(batch, role):
    assert (await batch.plan(as_=("S-1", role))).status_code == 403
    publication = await batch.harness.post(f"/batches/{BATCH}/plan/publication", as_=("S-1", role))
    assert publication.status_code == 403


async def test_a_plan_says_what_is_short_and_changes_nothing(batch):
    await batch.register()
    await batch.enrol(2)
    await batch.harness.deliver(batch.approved(3, occupation_code=LATHE))

    answer = await batch.plan()

    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["rule"], problem["resource"], problem["short_by"]) == ("PER-21", "examiners", 4)
    enrolment = await batch.harness.load(ENROLMENTS, f"{BATCH}-00001")
    assert enrolment.state is EnrolmentState.ENROLLED


@pytest.mark.parametrize("day", ["2026-09-11", "2026-09-10"])
async def test_a_day_that_is_not_ahead_is_refused(batch, day):
    await batch.register()
    await batch.enrol(1)

    answer = await batch.plan(theory_days=[day])

    assert (answer.status_code, answer.json()["title"]) == (422, "timetable-wrong")


async def test_a_plan_seats_everybody_and_is_announced_in_chunks(batch):
    await batch.register()
    await batch.enrol(5)

    planned = await batch.plan()
    answers = await batch.publish(limit=3)

    assert planned.json() == {"sessions": 2, "candidates": 5}
    assert answers == [{"done": 3, "remaining": 4}, {"done": 3, "remaining": 1}, {"done": 1, "remaining": 0}]
    sessions = batch.harness.published(SessionPlanned)
    assert [(one.part, one.candidates) for one in sessions] == [("practical", 5), ("theory", 5)]
    scheduled = batch.harness.published(CandidateScheduled)
    assert sorted(one.application_id for one in scheduled) == [f"{BATCH}-{n:05d}" for n in range(1, 6)]
    assert len({one.ticket_number for one in scheduled}) == 5
    assert {tuple(sitting.part for sitting in one.sittings) for one in scheduled} == {("theory", "practical")}


async def test_progress_counts_what_is_there(published):
    progress = await published.harness.get(f"/batches/{BATCH}/progress", as_=OFFICE)

    assert progress.json() == {
        "batch_id": BATCH,
        "enrolled": 4,
        "seated": 0,
        "scheduled": 4,
        "sessions": 2,
        "draft": 0,
        "published": 2,
        "running": 0,
        "finished": 0,
        "postponed": 0,
        "cancelled": 0,
    }


async def test_a_plan_that_is_not_published_can_be_made_anew(batch):
    await batch.register()
    await batch.enrol(20)
    assert (await batch.plan()).json()["sessions"] == 3
    rooms = [a_room(seats=10), {**a_room(room_id="P-2"), "kind": "practical", "seats": 15, "occupation_codes": [COOK]}]
    await batch.harness.put("/rooms", json=[*rooms, {**rooms[1], "room_id": "P-1", "seats": 1}], as_=OFFICE)

    again = await batch.plan()

    assert again.json() == {"sessions": 4, "candidates": 20}
    states = [(await batch.harness.load(SESSIONS, f"{BATCH}-p-{COOK}-4-{n:02d}")).state for n in (1, 2)]
    assert states == [SessionState.DRAFT, SessionState.DRAFT]
    shown = await batch.harness.get(f"/batches/{BATCH}/plan", as_=OFFICE)
    assert (shown.json()["state"], shown.json()["sessions"], shown.json()["drafts"]) == ("draft", 4, 4)


async def test_sessions_left_over_from_an_earlier_plan_are_withdrawn(batch):
    await batch.register()
    await batch.enrol(20)
    await batch.plan()
    await batch.harness.put("/rooms", json=[a_workshop_entry(seats=20)], as_=OFFICE)
    fifth = a_staff_entry("E-4", "examiner", occupations=[a_licence()])
    await batch.harness.put("/staff", json=[fifth], as_=OFFICE)

    again = await batch.plan()

    assert again.json()["sessions"] == 2
    left_over = await batch.harness.load(SESSIONS, f"{BATCH}-p-{COOK}-4-02")
    assert left_over.state is SessionState.WITHDRAWN
    listed = await batch.harness.get(f"/sessions?batch_id={BATCH}", as_=OFFICE)
    assert len(listed.json()["items"]) == 2
    assert (await batch.publish())[-1]["remaining"] == 0


async def test_a_published_plan_is_not_made_anew(published):
    answer = await published.plan()

    assert (answer.status_code, answer.json()["title"]) == (409, "plan-published")
    again = await published.harness.post(f"/batches/{BATCH}/plan/publication", as_=OFFICE)
    assert (again.status_code, again.json()["title"]) == (409, "plan-published")


async def test_a_plan_that_was_never_made_is_not_published(batch):
    await batch.enrol(1)

    answer = await batch.harness.post(f"/batches/{BATCH}/plan/publication", as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (409, "plan-not-made")


async def test_a_plan_is_not_published_past_a_candidate_who_came_later(batch):
    await batch.register()
    await batch.enrol(2)
    await batch.plan()
    await batch.harness.deliver(batch.approved(3))

    answer = await batch.harness.post(f"/batches/{BATCH}/plan/publication", as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (409, "plan-outdated")
    assert {type(one) for one in batch.harness.published()} == {ExaminerTermsChanged}
    assert (await batch.plan()).json()["candidates"] == 3
    assert (await batch.publish())[-1]["remaining"] == 0


async def test_tickets_of_a_plan_that_was_not_published_are_dealt_anew(batch):
    await batch.register()
    await batch.enrol(10)
    await batch.plan()
    for row in range(11, 16):
        await batch.harness.deliver(batch.approved(row))

    assert (await batch.plan()).status_code == 201

    await batch.publish()
    scheduled = batch.harness.published(CandidateScheduled)
    assert len({one.ticket_number for one in scheduled}) == len(scheduled) == 15


async def test_two_batches_planned_at_one_moment_do_not_clash(batch):
    await batch.register()
    for batch_id in (BATCH, OTHER):
        await batch.enrol(10, batch_id=batch_id)

    plans = await asyncio.gather(batch.plan(batch_id=BATCH), batch.plan(batch_id=OTHER))

    assert [plan.status_code for plan in plans] == [201, 201]
    listed = [
        one
        for batch_id in (BATCH, OTHER)
        for one in (await batch.harness.get(f"/sessions?batch_id={batch_id}", as_=OFFICE)).json()["items"]
    ]
    assert len({(one["room"], one["starts_at"]) for one in listed}) == len(listed) == 4


@pytest.mark.rule("REG-17")
async def test_a_ticket_says_who_what_when_where_and_what_to_heed(published):
    answer = await published.harness.get(f"/batches/{BATCH}/tickets", as_=("S-1", "reception"))

    ticket = answer.json()["items"][0]
    assert (ticket["name"], ticket["id_number"]) == ("考生1", "990000199901010001")
    assert (ticket["occupation"], ticket["work_type"], ticket["level"]) == ("中式烹调师", "中式烹调师", "四级/中级工")
    assert len(ticket["ticket_number"]) == 14
    theory, practical = ticket["sittings"]
    assert (theory["part"], theory["room"], theory["site"]) == ("理论知识考试", "T-001", "主考点")
    assert (practical["part"], practical["room"], practical["site"]) == ("操作技能考核", "P-1", "主考点")
    assert theory["starts_at"] == "2026-09-19T09:00:00+08:00"
    assert practical["starts_at"] == "2026-09-20T08:30:00+08:00"
    assert (theory["ends_at"], practical["ends_at"]) == ("2026-09-19T10:30:00+08:00", "2026-09-20T10:30:00+08:00")
    for sitting in ticket["sittings"]:
        session = await published.session("theory" if sitting is theory else "practical")
        seats = (await published.harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)).json()["seats"]
        [seat] = [one["seat"] for one in seats if one["application_id"] == ticket["application_id"]]
        assert sitting["seat"] == seat
    assert ticket["notes"] == [
        "请携带本准考证和身份证，于开考前15分钟入场，对号入座，并将两证放在座位左上角。",
        "通讯工具须关闭，与其他非考试用品一起放在指定位置。",
        "理论考试开考30分钟后不得入场，开考30分钟内不得交卷退场。",
        "操作技能考核迟到5分钟，取消该项考核资格；请携带规定的工卡量具和原材料。",
    ]
    one = await published.harness.get(f"/enrolments/{ticket['application_id']}/ticket", as_=OFFICE)
    assert one.json() == ticket


async def test_one_broken_seal_keeps_nobody_from_the_lists_of_a_room(batch):
    await batch.register()
    of_another = batch.approved(1)
    copied = batch.approved(2, name=of_another.name, id_number=of_another.id_number)
    for one in (of_another, copied):
        await batch.harness.deliver(one)
    await batch.harness.deliver(batch.closed(2))
    await batch.plan()
    await batch.publish()

    tickets = (await batch.harness.get(f"/batches/{BATCH}/tickets", as_=OFFICE)).json()["items"]
    session = await batch.session("theory")
    seats = (await batch.harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)).json()["seats"]

    assert [(one["name"], one["id_number"]) for one in tickets] == [
        ("考生1", "990000199901010001"),
        ("（无法解密）", "（无法解密）"),
    ]
    assert {one["name"] for one in seats} == {"考生1", "（无法解密）"}


@pytest.mark.rule("EXM-01")
@pytest.mark.parametrize(
    ("way", "words"),
    [(None, "实际操作"), ("real", "实际操作"), ("simulated", "模拟操作"), ("simulation-system", "仿真系统")],
)
async def test_theory_is_a_closed_book_and_a_practical_one_of_three_ways(batch, way, words):
    await batch.register()
    await batch.harness.put("/rooms", json=[a_workshop_entry(way=way)], as_=OFFICE)
    await batch.enrol(4)
    assert (await batch.plan()).status_code == 201
    await batch.publish()

    ticket = (await batch.harness.get(f"/enrolments/{BATCH}-00001/ticket", as_=OFFICE)).json()

    assert [one["sat_as"] for one in ticket["sittings"]] == ["闭卷", words]


@pytest.mark.rule("EXM-01")
async def test_no_room_has_open_books_or_a_fourth_way(batch):
    open_book = await batch.harness.put("/rooms", json=[a_room(way="simulated")], as_=OFFICE)
    spoken = await batch.harness.put("/rooms", json=[a_workshop_entry(way="interview")], as_=OFFICE)

    assert (open_book.status_code, open_book.json()["title"]) == (422, "theory-is-closed-book")
    assert spoken.status_code == 422


async def test_tickets_are_for_those_who_print_them(published):
    for path in (f"/batches/{BATCH}/tickets", f"/enrolments/{BATCH}-00001/ticket"):
        answer = await published.harness.get(path, as_=("S-1", "invigilator", "quality"))
        assert answer.status_code == 403


async def test_no_ticket_is_issued_before_publication(batch):
    await batch.register()
    await batch.enrol(1)
    await batch.plan()

    answer = await batch.harness.get(f"/enrolments/{BATCH}-00001/ticket", as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (409, "ticket-not-issued")
    assert (await batch.harness.get(f"/batches/{BATCH}/tickets", as_=OFFICE)).json()["items"] == []


async def test_no_event_carries_a_name_or_an_id_number(published):
    sealed = CandidateApproved.model_validate(published.approved(1))
    texts = [event.body.decode() for event in published.harness.outbox()]

    assert texts
    assert not any("考生" in text or "sealed:" in text or sealed.id_fingerprint in text for text in texts)


@pytest.mark.rule("SCH-12", "SCH-14")
async def test_no_place_of_a_plan_has_two_people(batch):
    await batch.register()
    await batch.enrol(15)
    await batch.plan()

    for part in ("theory", "practical"):
        session = await batch.session(part)
        shown = (await batch.harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)).json()
        assert sorted(one["seat"] for one in shown["seats"]) == list(range(1, 16))
        assert len({one["application_id"] for one in shown["seats"]}) == 15
