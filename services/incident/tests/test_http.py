"""The service through its front doors: requests, deliveries, deadlines."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import (
    FirstReportOverdue,
    FirstReportReceived,
    IncidentClosed,
    IncidentEscalated,
    IncidentReported,
    SparePaperApproved,
    TimeExtensionApproved,
)
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.scheduling import ExamTimeExtended
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, DUE, MILLISECOND, MINUTE, MORNING, NOON

INVIGILATOR = ("S-0001", "invigilator")
SITE_HEAD = ("S-0002", "site-head")
SUPERVISOR = ("S-0003", "supervisor")
EXAM_AFFAIRS = ("S-0004", "exam-affairs")
LEADING_GROUP = ("S-0005", "leading-group")
DIRECTOR = ("S-0006", "director")
REPORT = {"cause": "线路老化", "course": "抢修并补时", "result": "考试完成", "social_impact": "无"}


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


def a_report(**differing):
    return {
        "batch_id": "2026-autumn",
        "site": "主考点",
        "room": "第一考场",
        "kind": "power-or-equipment-failure",
        "description": "第一考场停电",
        "discovered_at": DISCOVERED.isoformat(),
        "session_ids": [MORNING],
        **differing,
    }


async def reported(incident, *, by=INVIGILATOR, **differing):
    answer = await incident.post("/incidents", json=a_report(**differing), as_=by)
    assert answer.status_code == 201, answer.text
    return f"/incidents/{answer.json()['incident_id']}"


async def followed_up(incident, path, *, text="已办理"):
    page = (await incident.get(path, as_=DIRECTOR)).json()
    for kind in page["missing_follow_ups"]:
        body = {"kind": kind, "text": text}
        assert (await incident.post(f"{path}/follow-ups", json=body, as_=EXAM_AFFAIRS)).status_code == 204


async def told(incident, path, *, by=SITE_HEAD, **body):
    return await incident.post(f"{path}/first-report", json=body, as_=by)


def problem(answer):
    return answer.status_code, answer.json()["title"]


def everything_published(incident):
    return dict(Counter(type(event).__name__ for event in incident.published()))


async def test_a_report_answers_with_the_tier_the_rule_and_the_deadline(incident):
    answer = await incident.post("/incidents", json=a_report(), as_=INVIGILATOR)

    body = answer.json()
    assert (body["category"], body["tier"], body["rule"]) == ("power-or-equipment-failure", "general", "INC-13")
    assert body["first_report_due_at"] == DUE.isoformat().replace("+00:00", "Z")
    assert body["recorded_late"] is False


async def test_the_same_report_sent_again_is_the_same_incident(incident):
    first = await reported(incident)
    again = await reported(incident, description="第一考场停电，已联系电工")

    assert again == first
    assert len(incident.published(IncidentReported)) == 1


@pytest.mark.parametrize(
    "differing", [{"room": "第二考场"}, {"session_ids": [NOON]}, {"kind": "other-general"}, {"by": SITE_HEAD}]
)
async def test_another_report_is_another_incident(incident, differing):
    assert await reported(incident) != await reported(incident, **differing)


@pytest.mark.rule("INC-06")
async def test_at_ten_minutes_the_silence_is_announced_and_escalated_exactly_once(incident):
    await reported(incident)

    await incident.step_to(DUE - MILLISECOND)
    assert not incident.published(FirstReportOverdue)

    await incident.step_to(DUE)
    await incident.step_to(DUE + MINUTE)
    await incident.step_to(DUE + timedelta(days=1))
    [overdue] = incident.published(FirstReportOverdue)
    [escalated] = incident.published(IncidentEscalated)
    assert (overdue.due_at, overdue.overdue_at) == (DUE, DUE)
    assert (escalated.reason, escalated.escalated_to) == ("first-report-overdue", "leading-group")


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(
    ("moment", "late"),
    [(DUE - MILLISECOND, False), (DUE, True), (DUE + MINUTE, True)],
    ids=["9:59.999", "10:00", "10:01"],
)
async def test_a_first_report_stops_the_clock_before_ten_minutes_only(incident, moment, late):
    path = await reported(incident)
    await incident.step_to(moment)

    assert (await told(incident, path)).status_code == 204
    await incident.step_to(moment + timedelta(hours=1))

    assert len(incident.published(FirstReportReceived)) == 1
    assert len(incident.published(FirstReportOverdue)) == late
    assert len(incident.published(IncidentEscalated)) == late


@pytest.mark.rule("INC-06")
async def test_the_clock_runs_across_midnight_of_the_site(tmp_path):
    before_midnight = DISCOVERED.replace(hour=15, minute=55)
    async with Harness(build, tmp_path, now=before_midnight) as incident:
        path = await reported(incident, discovered_at="2026-09-19T23:55:00+08:00")

        await incident.step_to(before_midnight + 10 * MINUTE - MILLISECOND)
        assert not incident.published(FirstReportOverdue)
        await incident.step_to(before_midnight + 10 * MINUTE)

        assert len(incident.published(FirstReportOverdue)) == 1
        page = (await incident.get(path, as_=SITE_HEAD)).json()
        assert page["overdue_at"] == "2026-09-19T16:05:00Z"


@pytest.mark.rule("INC-06")
async def test_an_incident_recorded_too_late_says_so_and_escalates_in_one_commit(incident):
    await incident.step_to(DUE)

    answer = await incident.post("/incidents", json=a_report(), as_=INVIGILATOR)

    assert answer.json()["recorded_late"] is True
    assert everything_published(incident) == {
        "IncidentReported": 1,
        "FirstReportOverdue": 1,
        "IncidentEscalated": 1,
        "LadderStepCalled": 4,
    }


@pytest.mark.rule("INC-14")
async def test_a_major_incident_is_escalated_with_its_report(incident):
    await reported(incident, kind="paper-leak")

    [escalated] = incident.published(IncidentEscalated)
    assert (escalated.tier, escalated.reason) == ("major", "major")


async def test_a_corrected_discovery_moves_the_alarm(incident):
    path = await reported(incident)
    correction = {"discovered_at": (DISCOVERED + MINUTE).isoformat(), "reason": "钟表校准"}

    assert (await incident.post(f"{path}/corrections", json=correction, as_=EXAM_AFFAIRS)).status_code == 204

    await incident.step_to(DUE + MINUTE - MILLISECOND)
    assert not incident.published(FirstReportOverdue)
    await incident.step_to(DUE + MINUTE)
    [overdue] = incident.published(FirstReportOverdue)
    assert overdue.due_at == DUE + MINUTE


async def test_a_power_failure_from_report_to_closure(incident):
    path = await reported(incident, session_ids=[MORNING, NOON], outage_minutes=20)
    await told(incident, path, to="site-head", by=INVIGILATOR)
    await told(incident, path)
    await incident.step_to(DISCOVERED + 21 * MINUTE)
    proposal = {
        "type": "make-up-time",
        "session_ids": [MORNING, NOON],
        "minutes": 20,
        "interrupted_at": DISCOVERED.isoformat(),
        "restored_at": (DISCOVERED + 20 * MINUTE).isoformat(),
    }
    answer = await incident.post(f"{path}/dispositions", json=proposal, as_=SITE_HEAD)
    assert (answer.status_code, answer.json()) == (201, {"number": 1})
    await incident.post(f"{path}/dispositions/1/approval", as_=EXAM_AFFAIRS)
    assert problem(await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)) == (409, "disposition-open")

    [approved] = incident.published(TimeExtensionApproved)
    for session_id in approved.session_ids:
        done = ExamTimeExtended(
            session_id=session_id,
            batch_id="2026-autumn",
            incident_id=approved.incident_id,
            minutes=20,
            ends_at=DISCOVERED + 120 * MINUTE,
            extended_at=incident.now,
        )
        await incident.deliver(done, times=2)

    await followed_up(incident, path)
    assert (await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)).status_code == 204
    page = (await incident.get(path, as_=DIRECTOR)).json()
    assert page["dispositions"][0]["state"] == "done"
    assert [line["step"] for line in page["timeline"]] == [
        "reported",
        "ladder-called",
        "site-head-told",
        "leading-group-told",
        "acknowledged",
        "disposition-proposed",
        "disposition-approved",
        "disposition-done",
        "disposition-done",
        "follow-up-recorded",
        "closed",
    ]
    assert incident.parked() == []


async def test_a_lost_paper_from_report_to_closure(incident):
    path = await reported(incident, kind="paper-leak")
    await told(incident, path)
    await incident.post(f"{path}/acknowledgements", as_=LEADING_GROUP)
    spare = {"type": "spare-paper", "session_ids": [MORNING]}
    assert problem(await incident.post(f"{path}/dispositions", json=spare, as_=SITE_HEAD)) == (
        403,
        "proposer-not-entitled",
    )
    await incident.post(f"{path}/dispositions", json=spare, as_=LEADING_GROUP)
    assert problem(await incident.post(f"{path}/dispositions/1/approval", as_=LEADING_GROUP)) == (
        403,
        "approver-not-entitled",
    )
    await incident.post(f"{path}/dispositions/1/approval", as_=DIRECTOR)

    [approved] = incident.published(SparePaperApproved)
    await incident.deliver(
        SparePaperReleased(
            paper_id="P-9",
            batch_id="2026-autumn",
            session_id=MORNING,
            incident_id=approved.incident_id,
            released_at=incident.now,
        )
    )

    await followed_up(incident, path)
    assert (await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)).status_code == 204
    assert len(incident.published(IncidentClosed)) == 1
    assert (await incident.get(path, as_=DIRECTOR)).json()["closing_report"] == REPORT


async def test_an_answer_to_nothing_is_parked_for_a_person_to_see(incident):
    path = await reported(incident)

    await incident.deliver(
        SparePaperReleased(
            paper_id="P-9",
            batch_id="2026-autumn",
            session_id=MORNING,
            incident_id=path.removeprefix("/incidents/"),
            released_at=incident.now,
        )
    )

    [parked] = incident.parked()
    assert parked["slug"] == "answer-not-awaited"


async def test_the_register_of_a_batch_lists_its_incidents_in_order_of_discovery(incident):
    later = await reported(incident, kind="paper-leak", discovered_at=(DISCOVERED + MINUTE).isoformat())
    earlier = await reported(incident)
    await reported(incident, batch_id="2026-spring")
    await incident.post(f"{later}/acknowledgements", as_=LEADING_GROUP)

    query = {"batch_id": "2026-autumn", "limit": 1}
    first = (await incident.get("/incidents", params=query, as_=SITE_HEAD)).json()
    rest = (await incident.get("/incidents", params={**query, "cursor": first["next"]}, as_=SITE_HEAD)).json()

    assert rest["next"] is None
    assert [f"/incidents/{line['incident_id']}" for line in first["items"] + rest["items"]] == [earlier, later]
    assert rest["items"][0] == {
        **rest["items"][0],
        "incident_id": later.removeprefix("/incidents/"),
        "category": "paper-leak",
        "tier": "major",
        "discovered_at": "2026-09-19T01:21:00Z",
        "first_report_due_at": "2026-09-19T01:31:00Z",
        "first_report_at": None,
        "overdue_at": None,
        "escalated_at": "2026-09-19T01:22:00Z",
        "acknowledged_at": "2026-09-19T01:22:00Z",
        "closed_at": None,
    }


async def test_the_timeline_keeps_the_events_time_beside_that_of_entry(incident):
    path = await reported(incident)
    await incident.step_to(DISCOVERED + 6 * MINUTE)

    await told(incident, path, told_at=(DISCOVERED + 4 * MINUTE).isoformat())

    page = (await incident.get(path, as_=SITE_HEAD)).json()
    [line] = [line for line in page["timeline"] if line["step"] == "leading-group-told"]
    assert (line["step"], line["actor"]) == ("leading-group-told", "S-0002")
    assert (line["occurred_at"], line["entered_at"]) == ("2026-09-19T01:24:00Z", "2026-09-19T01:26:00Z")


async def test_no_event_carries_what_was_written_about_people(incident):
    path = await reported(
        incident, kind="paper-leak", description="考生王小明 430102199001011234 晕倒", site="王小明考点"
    )
    reason = {"discovered_at": (DISCOVERED - MINUTE).isoformat(), "reason": "王小明更正"}
    await incident.post(f"{path}/corrections", json=reason, as_=EXAM_AFFAIRS)
    await told(incident, path)
    await incident.post(f"{path}/acknowledgements", as_=LEADING_GROUP)
    closing = {**REPORT, "course": "王小明已送医"}
    await followed_up(incident, path, text="王小明已出院")
    assert (await incident.post(f"{path}/closure", json=closing, as_=EXAM_AFFAIRS)).status_code == 204

    sent = b"".join(event.body for event in incident.outbox()).decode()
    assert len(incident.outbox()) > 10
    assert "王小明" not in sent
    assert "430102199001011234" not in sent


async def test_staff_read_what_they_reported_and_overseers_read_all(incident):
    path = await reported(incident)

    assert (await incident.get(path, as_=INVIGILATOR)).status_code == 200
    assert (await incident.get(path, as_=SUPERVISOR)).status_code == 200
    assert problem(await incident.get(path, as_=("S-0077", "invigilator"))) == (404, "incident-not-found")
    assert problem(await incident.get("/incidents/nothing", as_=SUPERVISOR)) == (404, "incident-not-found")


async def test_the_kinds_to_pick_from_come_in_the_words_of_the_plan(incident):
    kinds = (await incident.get("/incidents/kinds", as_=INVIGILATOR)).json()

    assert len(kinds) == 14
    assert {key: kinds[4][key] for key in ("code", "tier", "clause", "wording")} == {
        "code": "terror",
        "tier": "major",
        "clause": "三（一）5",
        "wording": "发生恐怖性事件。",
    }
    assert [measure["type"] for measure in kinds[4]["measures"] if measure["immediate"]] == ["police", "evacuation"]


@pytest.mark.parametrize(
    ("command", "body", "wrong"),
    [
        ("first-report", {"to": "leading-group"}, INVIGILATOR),
        ("corrections", {"discovered_at": DISCOVERED.isoformat(), "reason": "无"}, SITE_HEAD),
        ("acknowledgements", None, EXAM_AFFAIRS),
        ("dispositions", {"type": "spare-paper", "session_ids": [MORNING]}, ("S-0009", "reception")),
        ("dispositions/1/approval", None, INVIGILATOR),
        ("dispositions/1/refusal", {"reason": "无"}, INVIGILATOR),
        ("closure", REPORT, LEADING_GROUP),
    ],
)
async def test_a_command_is_refused_to_the_wrong_role(incident, command, body, wrong):
    path = await reported(incident)

    assert (await incident.post(f"{path}/{command}", json=body, as_=wrong)).status_code == 403
    assert (await incident.post(f"{path}/{command}", json=body)).status_code == 401


async def test_the_register_is_not_for_everybody(incident):
    assert (await incident.get("/incidents?batch_id=2026-autumn", as_=INVIGILATOR)).status_code == 403
    assert (await incident.get("/incidents?batch_id=2026-autumn")).status_code == 401
    assert (await incident.post("/incidents", json=a_report())).status_code == 401


@pytest.mark.parametrize(
    ("differing", "status", "slug"),
    [
        ({"discovered_at": "2026-09-19T09:20:00"}, 422, "malformed-request"),
        ({"kind": "bad-mood"}, 422, "incident-kind-unknown"),
        ({"rooms_in_disorder": -1}, 422, "malformed-request"),
        ({"colour": "red"}, 422, "malformed-request"),
    ],
)
async def test_a_report_that_cannot_be_is_refused_by_name(incident, differing, status, slug):
    answer = await incident.post("/incidents", json=a_report(**differing), as_=INVIGILATOR)

    assert problem(answer) == (status, slug)
    assert incident.published() == []


@pytest.mark.parametrize("told_at", [{}, {"told_at": (DISCOVERED + 4 * MINUTE).isoformat()}])
async def test_a_server_started_with_its_clock_back_takes_reports_and_first_reports(tmp_path, told_at):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as before:
        path = await reported(before)

    async with Harness(build, tmp_path, now=DISCOVERED - 60 * MINUTE) as put_back:
        told = await put_back.post(f"{path}/first-report", json=told_at, as_=SITE_HEAD)
        another = await put_back.post("/incidents", json=a_report(room="第二考场"), as_=INVIGILATOR)
        page = (await put_back.get(path, as_=SITE_HEAD)).json()

    assert (told.status_code, another.status_code) == (204, 201)
    assert datetime.fromisoformat(page["first_report_at"]) == DISCOVERED + 2 * MINUTE
    assert datetime.fromisoformat(another.json()["discovered_at"]) == DISCOVERED - 60 * MINUTE
