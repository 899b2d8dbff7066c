"""What past batches show: every figure by hand, drills nowhere, and only what changed is read again."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.main import build
from services.incident.ports import IncidentDesk
from services.incident.tests.builders import (
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    LEADING_GROUP,
    MINUTE,
    SITE_HEAD,
    SUPERVISOR,
    a_closing_report,
    an_incident,
    followed_up,
    lost_time,
)
from services.incident.tests.test_http import INVIGILATOR, a_report, reported
from services.incident.tests.test_http import SUPERVISOR as READER
from services.incident.use_cases import reporting
from services.incident.views.statistics import AnnouncedIncidents, BatchStatistics, Figures, Minutes, Statistics


def figures_of(*incidents):
    return BatchStatistics.of("2026-autumn", [Figures.of(one) for one in incidents])


def told_after(minutes):
    """One whose first report is entered so many minutes after discovery."""
    incident = an_incident(room=f"考场 {minutes}")
    now = DISCOVERED + minutes * MINUTE
    incident.tell(PassedOn(Hop.LEADING_GROUP, now), by=SITE_HEAD, now=now)
    return incident


@pytest.mark.rule("INC-06")
def test_in_time_and_late_are_counted_as_the_clock_decided():
    awaited = an_incident(room="第九考场")
    late = an_incident(room="第八考场")
    late.call_overdue(now=DUE)

    batch = figures_of(told_after(3), told_after(8), late, awaited)

    assert (batch.total, batch.in_time, batch.overdue, batch.open) == (4, 2, 1, 4)


def test_a_first_report_told_early_took_as_long_as_its_late_entry():
    incident = an_incident()
    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + 4 * MINUTE), by=SITE_HEAD, now=DISCOVERED + 9 * MINUTE)

    assert Figures.of(incident).to_first_report == 9.0


def test_minutes_have_a_median_and_worst_over_those_that_came_to_it():
    batch = figures_of(told_after(3), told_after(5), told_after(9), an_incident(room="第九考场"))

    assert batch.minutes_to_first_report == Minutes(median=5.0, worst=9.0)
    assert batch.minutes_to_closure is None


def test_taken_over_counts_from_discovery_to_the_first_who_did():
    incident = an_incident()
    incident.acknowledge(by=SUPERVISOR, now=DISCOVERED + 4 * MINUTE)
    incident.acknowledge(by=LEADING_GROUP, now=DISCOVERED + 8 * MINUTE)

    assert figures_of(incident).minutes_to_acknowledge == Minutes(median=4.0, worst=4.0)


def test_kinds_are_counted_by_the_tier_they_ended_in():
    leak, power = an_incident(kind="paper-leak"), an_incident()

    batch = figures_of(leak, power, an_incident(room="第二考场"))

    assert [(kind.name, kind.major, kind.general) for kind in batch.kinds] == [
        ("试卷泄密", 1, 0),
        ("停电或设备故障", 0, 2),
    ]
    assert (batch.major, batch.general) == (1, 2)


@pytest.mark.rule("INC-14")
def test_steps_show_how_far_incidents_went_and_how_often_each_was_reached():
    batch = figures_of(an_incident(kind="paper-leak"), an_incident())

    steps = {step.post.value: (step.reached, step.escalations) for step in batch.steps}
    assert list(steps) == ["site-head", "inspector", "duty-officer", "group-head", "director"]
    assert steps["duty-officer"] == (1, 1)
    assert steps["site-head"] == (1, 0)


def test_measures_are_counted_once_they_are_approved():
    incident = an_incident()
    incident.propose(lost_time(), by=SUPERVISOR, now=DISCOVERED + 21 * MINUTE)
    proposed = figures_of(incident)

    assert proposed.measures == []


def test_a_missed_stage_report_is_counted():
    incident = an_incident()
    incident.acknowledge(by=SITE_HEAD, now=DISCOVERED + 3 * MINUTE)
    while not figures_of(incident).stage_reports_missed:
        incident.ring_ladder(now=DISCOVERED + incident.ladder.due)

    assert figures_of(incident).stage_reports_missed == 1


def test_time_to_closure_is_known_once_it_is_closed():
    incident = an_incident()
    now = DISCOVERED + 45 * MINUTE
    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + 5 * MINUTE), by=LEADING_GROUP, now=DISCOVERED + 5 * MINUTE)
    followed_up(incident, now)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=now)

    batch = figures_of(incident)

    assert batch.minutes_to_closure == Minutes(median=45.0, worst=45.0)
    assert batch.open == 0


class Log:
    """Incidents in the order in which something was announced of them, and how many of them were handed out."""

    def __init__(self, incidents):
        self.announced = incidents
        self.handed_out = 0

    async def since(self, position, *, size):
        for start in range(position or 0, len(self.announced), size):
            found = self.announced[start : start + size]
            self.handed_out += len(found)
            yield AnnouncedIncidents(found, start + len(found))


async def test_a_second_request_reads_only_what_changed_since_the_first():
    log = Log([an_incident(room=f"第 {number} 考场") for number in range(150)])
    statistics = Statistics(log)
    await statistics.page()
    assert log.handed_out == 150

    log.announced.append(log.announced[7])
    [batch] = (await statistics.page()).batches

    assert (log.handed_out, batch.total) == (151, 150)


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


async def test_a_drill_is_counted_nowhere(incident):
    await reported(incident)
    await reported(incident, room="第二考场", drill=True)

    [batch] = (await incident.get("/incidents/statistics", as_=READER)).json()["batches"]

    assert (batch["batch_id"], batch["total"]) == ("2026-autumn", 1)


async def test_what_changes_between_two_requests_is_in_the_second(incident):
    path = await reported(incident)
    before = (await incident.get("/incidents/statistics", as_=READER)).json()["batches"]
    await incident.post(f"{path}/acknowledgements", as_=("S-0002", "site-head"))
    earlier = a_report(batch_id="2026-spring", discovered_at=(DISCOVERED - timedelta(days=120)).isoformat())
    await incident.post("/incidents", json=earlier, as_=INVIGILATOR)

    after = (await incident.get("/incidents/statistics", as_=READER)).json()["batches"]

    assert before[0]["minutes_to_acknowledge"] is None
    assert after[0]["minutes_to_acknowledge"] == {"median": 2.0, "worst": 2.0}
    assert [batch["batch_id"] for batch in after] == ["2026-autumn", "2026-spring"]


async def taken_over(incident, path, *, stamped):
    """Committed now, whatever time the change carries: a commit may take long, and another server's clock be behind."""

    async def acknowledge(work):
        desk = incident.service.wiring.bundle(IncidentDesk, work)
        await reporting.acknowledge_incident(desk, id=path.rpartition("/")[2], by=SITE_HEAD, now=stamped)

    await incident.service.transactions.run(acknowledge, now=lambda: incident.now)


async def shown(incident):
    [batch] = (await incident.get("/incidents/statistics", as_=READER)).json()["batches"]
    return batch


async def test_a_change_committed_long_after_its_stamp_is_in_the_next_answer(incident):
    path = await reported(incident)
    await incident.step_to(DUE + 33 * MINUTE)
    await reported(incident, room="第二考场")
    assert (await shown(incident))["minutes_to_acknowledge"] is None

    await taken_over(incident, path, stamped=DUE + 33 * MINUTE - timedelta(seconds=20))

    assert (await shown(incident))["minutes_to_acknowledge"]["median"] == 42.7


async def test_what_was_announced_and_is_forgotten_is_counted_all_the_same(incident):
    path = await reported(incident)
    await shown(incident)
    await incident.post(f"{path}/acknowledgements", as_=("S-0002", "site-head"))
    store = incident.service.store
    await store.mark_published([event.position for event in await store.unpublished(limit=100)])
    assert await store.forget_published(DISCOVERED + timedelta(days=1), limit=100)

    assert (await shown(incident))["minutes_to_acknowledge"] is not None
    await reported(incident, room="第二考场")
    assert (await shown(incident))["total"] == 2


async def test_statistics_are_not_for_everybody(incident):
    assert (await incident.get("/incidents/statistics", as_=INVIGILATOR)).status_code == 403
