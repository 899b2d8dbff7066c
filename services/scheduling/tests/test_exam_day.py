"""The examination day over HTTP and the bus: who may act, when, and what incidents change."""

from datetime import timedelta

import pytest

from libs.contracts.incident import TimeExtensionApproved
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.scheduling import ExamFinished, ExamTimeExtended
from services.scheduling.storage import SESSIONS
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE, moment


class Room:
    """One session and somebody on duty in it."""

    def __init__(self, batch, session):
        self.batch, self.harness, self.session = batch, batch.harness, session
        self.id = session["session_id"]
        role = "invigilator" if session["part"] == "theory" else "examiner"
        self.chief, self.deputy = [(member["staff_id"], role) for member in session["staff"][:2]]
        self.starts_at, self.ends_at = moment(session["starts_at"]), moment(session["ends_at"])
        self.candidates = [f"{BATCH}-{n:05d}" for n in range(1, 5)]

    async def do(self, act, /, *, as_=None, **body):
        return await self.harness.post(f"/sessions/{self.id}/{act}", as_=as_ or self.chief, json=body or None)

    async def start(self):
        return await self.batch.give(self.session, "start")

    async def finish(self):
        return await self.batch.give(self.session, "end")

    async def check_in(self, *rows, as_=None):
        return await self.do("check-ins", as_=as_, application_ids=[f"{BATCH}-{n:05d}" for n in rows])

    async def show(self, as_=OFFICE):
        return await self.harness.get(f"/sessions/{self.id}", as_=as_)


@pytest.fixture(params=["theory", "practical"])
async def room(published, request):
    return Room(published, await published.session(request.param))


@pytest.fixture
async def theory(published):
    return Room(published, await published.session("theory"))


def an_extension(*session_ids, minutes=20, incident_id="I-1", at):
    return TimeExtensionApproved(
        incident_id=incident_id,
        batch_id=BATCH,
        session_ids=list(session_ids),
        minutes=minutes,
        approved_by="S-1",
        approved_at=at,
    )


def a_spare(session_id, *, at):
    return SparePaperReleased(
        paper_id="paper", batch_id=BATCH, session_id=session_id, incident_id="I-1", released_at=at
    )


async def test_a_session_is_held_from_the_door_to_the_last_signal(room):
    await room.harness.step_to(room.starts_at - timedelta(minutes=15))
    arrived = await room.check_in(1, 3)
    await room.harness.step_to(room.starts_at)
    started = await room.start()
    await room.harness.step_to(room.starts_at + timedelta(minutes=4))
    late = await room.check_in(4)
    await room.harness.step_to(room.ends_at)
    finished = await room.finish()

    assert arrived.json() == {"present": 2, "candidates": 4}
    heard = 200 if room.session["part"] == "theory" else 204
    assert (started.status_code, late.json()["present"], finished.status_code) == (heard, 3, heard)
    [event] = room.harness.published(ExamFinished)
    assert {one.application_id for one in event.present} == {f"{BATCH}-{n:05d}" for n in (1, 3, 4)}
    assert event.absent == [f"{BATCH}-00002"]
    shown = (await room.show()).json()
    assert (shown["state"], shown["checked_in"]) == ("finished", 3)


async def test_attendance_counts_itself_when_entry_closes(theory):
    await theory.harness.step_to(theory.starts_at)
    await theory.start()
    await theory.check_in(1, 2, 3)

    await theory.harness.step_to(theory.starts_at + timedelta(minutes=30))

    attendance = (await theory.show()).json()["attendance"]
    assert (attendance["present"], attendance["absent"], attendance["counted_present"]) == (3, 1, 3)
    assert moment(attendance["counted_at"]) == theory.starts_at + timedelta(minutes=30)


@pytest.mark.rule("EXM-17", "EXM-47")
@pytest.mark.parametrize(
    ("part", "limit", "slug"), [("theory", 30, "entry-closed"), ("practical", 5, "practical-forfeited")]
)
@pytest.mark.parametrize("seconds", [-1, 0, 1])
async def test_entry_closes_after_thirty_minutes_and_for_a_practical_after_five(published, part, limit, slug, seconds):
    room = Room(published, await published.session(part))
    await room.harness.step_to(room.starts_at)
    await room.start()
    await room.harness.step_to(room.starts_at + timedelta(minutes=limit, seconds=seconds))

    late = await room.check_in(1)

    if seconds < 0:
        assert late.json() == {"present": 1, "candidates": 4}
    else:
        assert (late.status_code, late.json()["title"]) == (409, slug)
    assert (await room.show()).json()["checked_in"] == (seconds < 0)


@pytest.mark.parametrize(
    ("act", "minutes", "slug"),
    [
        (Room.check_in, -16, "check-in-not-open"),
        (Room.start, -1, "too-early-to-start"),
        (Room.finish, 0, "session-not-running"),
    ],
)
async def test_what_comes_too_early_is_refused(published, act, minutes, slug):
    room = Room(published, await published.session("practical"))
    await room.harness.step_to(room.starts_at + timedelta(minutes=minutes))

    answer = await act(room, *([1] if act is Room.check_in else []))

    assert (answer.status_code, answer.json()["title"]) == (409, slug)


@pytest.mark.parametrize("act", ["check-ins", "start", "finish"])
@pytest.mark.parametrize("role", ["exam-affairs", "supervisor", "director", "coder"])
async def test_the_acts_of_a_session_are_for_invigilators_and_examiners(theory, act, role):
    body = {"application_ids": theory.candidates[:1]} if act == "check-ins" else {}

    answer = await theory.do(act, as_=("S-1", role), **body)

    assert (answer.status_code, answer.json()["title"]) == (403, "role-missing")


async def test_somebody_elses_session_is_not_touched(room):
    await room.harness.step_to(room.starts_at)
    on_duty = {member["staff_id"] for member in room.session["staff"]}
    [stranger, *_] = [f"I-{n}" for n in range(4) if f"I-{n}" not in on_duty]

    answers = [
        await room.check_in(1, as_=(stranger, "invigilator")),
        await room.do("start", as_=(stranger, "invigilator")),
        await room.do("finish", as_=(stranger, "invigilator")),
        await room.show(as_=(stranger, "invigilator")),
    ]

    assert {(one.status_code, one.json()["title"]) for one in answers} == {(403, "not-session-staff")}


async def test_a_list_of_arrivals_is_taken_whole_or_not_at_all(theory):
    await theory.harness.step_to(theory.starts_at)

    answer = await theory.check_in(1, 99)

    assert (answer.status_code, answer.json()["title"]) == (422, "candidate-not-in-session")
    assert (await theory.show()).json()["checked_in"] == 0


# --- what is seen


async def test_names_are_for_the_sessions_own_staff_and_exam_affairs(room):
    own = (await room.show(as_=room.chief)).json()["seats"]
    office = (await room.show()).json()["seats"]
    director = (await room.show(as_=("S-1", "director"))).json()["seats"]
    supervisor = ((await room.show()).json()["supervisor_id"], "supervisor")
    watching = (await room.show(as_=supervisor)).json()["seats"]

    assert {seat["name"] for seat in own} == {f"考生{n}" for n in range(1, 5)}
    assert own == office == watching
    assert {seat["name"] for seat in director} == {None}


@pytest.mark.parametrize("role", ["coder", "marking-lead", "item-bank", "reception"])
async def test_who_handles_papers_and_marks_does_not_see_who_sits_where(room, role):
    assert (await room.show(as_=("S-1", role))).status_code == 403


async def test_those_on_duty_list_their_own_sessions_only(published):
    room = Room(published, await published.session("practical"))

    listed = await published.harness.get(f"/sessions?batch_id={BATCH}", as_=room.chief)
    nobody = await published.harness.get(f"/sessions?batch_id={BATCH}", as_=("E-99", "examiner"))

    assert [one["session_id"] for one in listed.json()["items"]] == [room.id]
    assert nobody.json()["items"] == []


async def test_an_overseer_on_duty_may_ask_for_the_own_sessions_alone(published):
    room = Room(published, await published.session("practical"))
    both = (*room.chief, "quality")

    all_ = await published.harness.get(f"/sessions?batch_id={BATCH}", as_=both)
    own = await published.harness.get(f"/sessions?batch_id={BATCH}&mine=true", as_=both)

    assert len(all_.json()["items"]) == 2
    assert [one["session_id"] for one in own.json()["items"]] == [room.id]


async def test_sessions_are_listed_by_day_and_page_by_page(published):
    first = await published.harness.get(f"/sessions?batch_id={BATCH}&limit=1", as_=OFFICE)
    second = await published.harness.get(
        "/sessions", params={"batch_id": BATCH, "cursor": first.json()["next"]}, as_=OFFICE
    )
    practical = await published.harness.get(f"/sessions?batch_id={BATCH}&day=2026-09-20", as_=OFFICE)

    assert [one["part"] for one in first.json()["items"] + second.json()["items"]] == ["practical", "theory"]
    assert [one["part"] for one in practical.json()["items"]] == ["practical"]


async def test_a_draft_is_not_shown_to_those_on_duty(batch):
    await batch.register()
    await batch.enrol(1)
    await batch.plan()
    room = Room(batch, await batch.session("theory"))

    answer = await room.show(as_=room.chief)

    assert (answer.status_code, answer.json()["title"]) == (409, "session-not-published")


# --- what incidents change


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize("times", [1, 2])
async def test_lost_time_is_made_up_once(theory, times):
    await theory.harness.step_to(theory.starts_at)
    await theory.start()
    extension = an_extension(theory.id, at=theory.harness.now)

    await theory.harness.deliver(extension, times=times)
    await theory.harness.deliver(extension, id="another event of the same incident")

    [event] = theory.harness.published(ExamTimeExtended)
    assert (event.minutes, event.ends_at) == (20, theory.ends_at + timedelta(minutes=20))
    await theory.harness.step_to(theory.ends_at + timedelta(minutes=19))
    assert (await theory.finish()).json()["title"] == "too-early-to-finish"
    await theory.harness.step_to(theory.ends_at + timedelta(minutes=20))
    assert (await theory.finish()).status_code == 200
    assert theory.harness.parked() == []


async def test_the_end_of_the_timetable_moves_with_the_extension(theory):
    await theory.harness.deliver(an_extension(theory.id, minutes=10, at=theory.harness.now))

    rows = {row["name"]: row["at"][11:16] for row in (await theory.show()).json()["timeline"]}

    assert (rows["start"], rows["time-reminder"], rows["end"]) == ("09:00", "10:25", "10:40")


@pytest.mark.parametrize("session_id", ["2026-autumn-t-none", None])
async def test_time_for_an_unknown_or_ended_session_is_parked_with_its_reason(theory, session_id):
    await theory.harness.step_to(theory.starts_at)
    await theory.start()
    await theory.harness.step_to(theory.ends_at)
    await theory.finish()

    await theory.harness.deliver(an_extension(session_id or theory.id, at=theory.harness.now))

    [parked] = theory.harness.parked()
    assert parked["slug"] == ("session-not-found" if session_id else "session-finished")
    assert parked["reason"]


async def test_the_other_rooms_of_an_incident_get_their_time(published):
    ended, open_ = [Room(published, await published.session(part)) for part in ("theory", "practical")]
    await published.harness.step_to(ended.starts_at)
    await ended.start()
    await published.harness.step_to(ended.ends_at)
    await ended.finish()

    await published.harness.deliver(an_extension(ended.id, open_.id, at=published.harness.now))

    [event] = published.harness.published(ExamTimeExtended)
    assert event.session_id == open_.id
    assert (await ended.show()).json()["extensions_too_late"] == ["I-1"]


@pytest.mark.parametrize("started", [False, True])
async def test_the_spare_paper_is_what_the_room_wrote(theory, started):
    await theory.harness.step_to(theory.starts_at)
    if started:
        await theory.start()

    await theory.harness.deliver(a_spare(theory.id, at=theory.harness.now), times=2)

    if not started:
        await theory.start()
    await theory.check_in(1)
    await theory.harness.step_to(theory.ends_at)
    await theory.finish()
    [event] = theory.harness.published(ExamFinished)
    assert [one.form for one in event.present] == ["spare"]


async def test_a_spare_paper_for_an_unknown_session_is_parked(scheduling):
    await scheduling.deliver(a_spare("nowhere", at=scheduling.now))

    [parked] = scheduling.parked()
    assert parked["slug"] == "session-not-found"


async def test_a_session_survives_being_stored(theory):
    session = await theory.harness.load(SESSIONS, theory.id)

    assert (session.day.isoformat(), len(session.seats), session.site) == ("2026-09-19", 4, "主考点")
