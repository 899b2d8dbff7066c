"""The sessions of a day, to choose from where one would have to type, through the front door."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts.scheduling import Assignment, ExamTimeExtended, ScheduleDispositionAnswered, SessionPlanned
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import EXAM_AFFAIRS, INVIGILATOR, LEADING_GROUP, SITE_HEAD, a_report, problem

MIDNIGHT = DISCOVERED.replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=1)  # of Beijing


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


async def planned(incident, session_id, *, starts_at=DISCOVERED, batch_id="2026-autumn", staff=()):
    await incident.deliver(
        SessionPlanned(
            session_id=session_id,
            batch_id=batch_id,
            part="theory",
            occupation_code="4-04-05-05",
            level=4,
            room="第一考场",
            starts_at=starts_at,
            ends_at=starts_at + 90 * MINUTE,
            candidates=2,
            staff=[Assignment(staff_id=one, duty="chief-invigilator") for one in staff],
            planned_at=incident.now,
        )
    )


async def test_whoever_is_on_duty_finds_todays_sessions_and_which_are_theirs(incident):
    await planned(incident, "mine", staff=[INVIGILATOR[0]])
    await planned(incident, "other", starts_at=DISCOVERED + MINUTE, staff=["S-0999"])
    duties = [{"post": "site-head", "person_id": "S-0002", "site": "主考点"}]
    await incident.put("/rosters/2026-autumn", json={"duties": duties}, as_=EXAM_AFFAIRS)

    day = (await incident.get("/sessions", as_=INVIGILATOR)).json()

    assert [(one["session_id"], one["mine"]) for one in day["sessions"]] == [("mine", True), ("other", False)]
    assert day["sites"] == ["主考点"]
    assert "staff" not in day["sessions"][0]


async def test_a_day_begins_and_ends_at_midnight_in_beijing(incident):
    for name, starts_at in (
        ("before", MIDNIGHT - timedelta(milliseconds=1)),
        ("first", MIDNIGHT),
        ("last", MIDNIGHT + timedelta(days=1, milliseconds=-1)),
        ("after", MIDNIGHT + timedelta(days=1)),
    ):
        await planned(incident, name, starts_at=starts_at)

    today = (await incident.get("/sessions", as_=INVIGILATOR)).json()
    the_next = (await incident.get("/sessions?day=2026-09-20", as_=INVIGILATOR)).json()

    assert [one["session_id"] for one in today["sessions"]] == ["first", "last"]
    assert [one["session_id"] for one in the_next["sessions"]] == ["after"]


async def test_what_began_before_midnight_is_of_today_until_it_is_over(incident):
    await planned(incident, "late", starts_at=MIDNIGHT + timedelta(days=1) - 80 * MINUTE)

    async def of_today():
        return [one["session_id"] for one in (await incident.get("/sessions", as_=INVIGILATOR)).json()["sessions"]]

    await incident.step_to(MIDNIGHT + timedelta(days=1, minutes=9))
    still_runs = await of_today()
    await incident.step_to(MIDNIGHT + timedelta(days=1, minutes=10))
    is_over = await of_today()

    assert (still_runs, is_over) == (["late"], [])


async def test_a_measure_names_sessions_beyond_the_report_but_of_its_batch_only(incident):
    await planned(incident, "here")
    await planned(incident, "elsewhere", batch_id="2026-spring")
    reported = (await incident.post("/incidents", json=a_report(session_ids=[]), as_=INVIGILATOR)).json()
    path = f"/incidents/{reported['incident_id']}/dispositions"

    async def proposed(session_id):
        lost = {"interrupted_at": DISCOVERED.isoformat(), "restored_at": (DISCOVERED + MINUTE).isoformat()}
        measure = {"type": "make-up-time", "session_ids": [session_id], "minutes": 1, **lost}
        return await incident.post(path, json=measure, as_=LEADING_GROUP)

    assert problem(await proposed("elsewhere")) == (422, "session-not-concerned")
    assert problem(await proposed("unheard-of")) == (422, "session-not-concerned")
    assert (await proposed("here")).json() == {"number": 1}


@pytest.mark.parametrize("added_first", [True, False])
async def test_who_ordered_made_up_time_is_told_once_what_it_runs_into(incident, added_first):
    await planned(incident, "here")
    reported = (await incident.post("/incidents", json=a_report(session_ids=["here"]), as_=INVIGILATOR)).json()
    path = f"/incidents/{reported['incident_id']}"
    lost = {"interrupted_at": DISCOVERED.isoformat(), "restored_at": (DISCOVERED + MINUTE).isoformat()}
    measure = {"type": "make-up-time", "session_ids": ["here"], "minutes": 1, **lost}
    await incident.post(f"{path}/dispositions", json=measure, as_=LEADING_GROUP)
    assert (await incident.post(f"{path}/dispositions/1/approval", as_=EXAM_AFFAIRS)).status_code == 204
    about = {"incident_id": reported["incident_id"], "batch_id": "2026-autumn"}
    times = {"ends_at": DISCOVERED + 60 * MINUTE, "extended_at": incident.now}
    added = ExamTimeExtended(session_id="here", minutes=1, **about, **times)
    clash = {"session_id": "here", "other_id": "next", "reason": "与场次 next 的考场时间冲突，请调整其中一场。"}
    answers = {"disposition": 1, "applied": ["here"], "refused": [], "clashes": [clash], "answered_at": incident.now}
    answer = ScheduleDispositionAnswered(**about, **answers)

    for heard in (added, answer) if added_first else (answer, added):
        await incident.deliver(heard, times=2)

    page = (await incident.get(path, as_=SITE_HEAD)).json()
    assert [(one["state"], one["clashes"]) for one in page["dispositions"]] == [("done", [clash])]
    told = [line["note"] for line in page["timeline"] if line["step"] == "disposition-clashes"]
    assert told == ["第 1 号，here：与场次 next 的考场时间冲突，请调整其中一场。"]
