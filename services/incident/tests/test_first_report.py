"""The ten-minute clock: two hops, one anchor."""

from datetime import UTC, datetime

import pytest

from libs.chassis.domain import Harm
from libs.contracts.incident import (
    DiscoveryCorrected,
    FirstReportOverdue,
    FirstReportReceived,
    IncidentEscalated,
    IncidentReported,
)
from services.incident.domain.errors import IncidentNotFoundError, ReasonMissingError
from services.incident.domain.escalation.errors import (
    DiscoveryAtImpossibleTimeError,
    DiscoveryUnchangedError,
    FirstReporterNotEntitledError,
    FirstReportNotAwaitedError,
    HopAlreadyMadeError,
    ToldAtImpossibleTimeError,
)
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.incident import Incident
from services.incident.domain.record.reports import ReportForm
from services.incident.domain.record.timeline import beijing
from services.incident.tests.builders import (
    ANOTHER_INVIGILATOR,
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MILLISECOND,
    MINUTE,
    RECEPTION,
    SITE_HEAD,
    SUPERVISOR,
    a_discovery,
    an_incident,
    announced,
    armed,
    the_only,
)

HOUR = 60 * MINUTE


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize("after", [0 * MINUTE, 4 * MINUTE, 10 * MINUTE - MILLISECOND])
def test_the_clock_is_anchored_at_discovery_however_late_the_entry(after):
    incident = Incident.report(a_discovery(), by=INVIGILATOR, now=DISCOVERED + after)

    deadline = incident.collect_deadlines()[f"{incident.id}:first-report-due"]
    assert (deadline.due_at, deadline.harm) == (DUE, Harm.LATE)
    assert the_only(IncidentReported, incident).first_report_due_at == DUE


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(
    ("after", "announces"),
    [
        (10 * MINUTE - MILLISECOND, [IncidentReported]),
        (10 * MINUTE, [IncidentReported, FirstReportOverdue, IncidentEscalated]),
        (11 * MINUTE, [IncidentReported, FirstReportOverdue, IncidentEscalated]),
    ],
)
def test_an_incident_recorded_after_ten_minutes_escalates_with_its_report(after, announces):
    incident = Incident.report(a_discovery(), by=INVIGILATOR, now=DISCOVERED + after)

    assert announced(incident) == announces
    assert incident.first_report.was_recorded_late is (FirstReportOverdue in announces)
    assert ("登记时距发现已满十分钟" in incident.timeline[0].note) is (FirstReportOverdue in announces)


@pytest.mark.rule("INC-06")
def test_ten_minutes_count_across_midnight():
    before_midnight = datetime(2026, 9, 18, 15, 55, tzinfo=UTC)
    incident = Incident.report(a_discovery(discovered_at=before_midnight), by=INVIGILATOR, now=before_midnight)

    assert armed(incident)["first-report-due"] == datetime(2026, 9, 18, 16, 5, tzinfo=UTC)


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(
    ("entered", "late"), [(DUE - MILLISECOND, False), (DUE, True), (DUE + MILLISECOND, True), (DUE + MINUTE, True)]
)
def test_what_is_entered_before_ten_minutes_is_in_time(entered, late):
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, entered), by=SITE_HEAD, now=entered)

    assert (FirstReportOverdue in announced(incident)) is late
    assert armed(incident)["first-report-due"] is None
    assert incident.first_report.received_at == entered


@pytest.mark.rule("INC-06")
def test_a_report_in_time_but_entered_late_is_overdue_with_both_times():
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DUE - MINUTE), by=SITE_HEAD, now=DUE + MINUTE)

    assert FirstReportOverdue in announced(incident)
    stamp = incident.first_report.stamps[Hop.LEADING_GROUP]
    assert (stamp.told_at, stamp.entered_at) == (DUE - MINUTE, DUE + MINUTE)


@pytest.mark.rule("INC-06")
def test_both_hops_and_the_entry_are_stamped():
    incident = an_incident()

    incident.tell(PassedOn(Hop.SITE_HEAD, DISCOVERED + 3 * MINUTE), by=INVIGILATOR, now=DISCOVERED + 4 * MINUTE)
    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + 6 * MINUTE), by=SITE_HEAD, now=DISCOVERED + 7 * MINUTE)

    clock = incident.first_report
    assert clock.recorded_at == DISCOVERED + 2 * MINUTE
    assert clock.stamps[Hop.SITE_HEAD].told_at == DISCOVERED + 3 * MINUTE
    assert clock.stamps[Hop.LEADING_GROUP].told_at == DISCOVERED + 6 * MINUTE
    assert announced(incident) == [FirstReportReceived]


@pytest.mark.rule("INC-06")
def test_telling_the_site_head_alone_does_not_stop_the_clock():
    incident = an_incident()

    incident.tell(PassedOn(Hop.SITE_HEAD, DISCOVERED + 3 * MINUTE), by=INVIGILATOR, now=DISCOVERED + 3 * MINUTE)

    assert armed(incident)["first-report-due"] == DUE
    incident.call_overdue(now=DUE)
    assert announced(incident) == [FirstReportOverdue, IncidentEscalated]


def test_a_site_head_who_tells_the_leading_group_was_told():
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + 5 * MINUTE), by=SITE_HEAD, now=DISCOVERED + 5 * MINUTE)

    assert incident.first_report.missing == []


def test_an_inspector_may_go_past_a_silent_site_head():
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + 5 * MINUTE), by=SUPERVISOR, now=DISCOVERED + 5 * MINUTE)

    assert incident.first_report.missing == [Hop.SITE_HEAD]
    assert not incident.first_report.is_awaited


@pytest.mark.parametrize(
    ("by", "missing"), [(INVIGILATOR, list(Hop)), (SITE_HEAD, [Hop.LEADING_GROUP]), (LEADING_GROUP, [Hop.SITE_HEAD])]
)
def test_whoever_enters_an_incident_knows_of_it(by, missing):
    assert an_incident(by=by).first_report.missing == missing


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize("by", [INVIGILATOR, RECEPTION])
def test_staff_do_not_vouch_for_the_second_hop(by):
    incident = an_incident(by=by)

    with pytest.raises(FirstReporterNotEntitledError):
        incident.tell(PassedOn(Hop.LEADING_GROUP, DUE - MINUTE), by=by, now=DUE - MINUTE)


def test_only_who_reported_or_oversees_it_says_the_site_head_knows():
    incident = an_incident()

    with pytest.raises(IncidentNotFoundError):
        incident.tell(PassedOn(Hop.SITE_HEAD, DUE - MINUTE), by=ANOTHER_INVIGILATOR, now=DUE - MINUTE)


def test_a_hop_is_made_once():
    incident = an_incident()
    incident.tell(PassedOn(Hop.SITE_HEAD, DISCOVERED + 3 * MINUTE), by=INVIGILATOR, now=DISCOVERED + 3 * MINUTE)

    with pytest.raises(HopAlreadyMadeError):
        incident.tell(PassedOn(Hop.SITE_HEAD, DISCOVERED + 4 * MINUTE), by=INVIGILATOR, now=DISCOVERED + 4 * MINUTE)


def test_word_is_passed_on_after_discovery():
    incident = an_incident()

    with pytest.raises(ToldAtImpossibleTimeError):
        incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED - MILLISECOND), by=SITE_HEAD, now=DISCOVERED + 5 * MINUTE)
    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED), by=SITE_HEAD, now=DISCOVERED + 5 * MINUTE)


@pytest.mark.parametrize("ahead", [MILLISECOND, 2 * MINUTE, 60 * MINUTE])
def test_a_reporters_clock_ahead_is_believed_but_ten_minutes_run_from_receipt(ahead):
    received = DISCOVERED - ahead

    incident = Incident.report(a_discovery(), by=INVIGILATOR, now=received)

    assert (incident.discovery.discovered_at, incident.first_report.discovered_at) == (DISCOVERED, received)
    assert armed(incident)["first-report-due"] == received + 10 * MINUTE
    assert the_only(IncidentReported, incident).discovered_at == received
    [entry, *_] = incident.timeline
    assert (entry.occurred_at, entry.entered_at) == (received, received)
    assert f"所报时间为 {beijing(DISCOVERED)}" in entry.note


@pytest.mark.parametrize("ahead", [MILLISECOND, 2 * MINUTE, 60 * MINUTE])
def test_word_by_a_clock_ahead_is_believed_and_came_when_entered(ahead):
    incident, entered = an_incident(), DISCOVERED + 5 * MINUTE

    incident.tell(PassedOn(Hop.LEADING_GROUP, entered + ahead), by=SITE_HEAD, now=entered)

    assert incident.first_report.received_at == entered
    assert any(f"所报时间为 {beijing(entered + ahead)}" in entry.note for entry in incident.timeline)


def test_nothing_is_said_of_clocks_that_agree():
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DISCOVERED + MINUTE), by=SITE_HEAD, now=DISCOVERED + 3 * MINUTE)

    assert not any("时钟" in entry.note for entry in incident.timeline)


@pytest.mark.parametrize(("back", "noted"), [(2000 * MILLISECOND, False), (2001 * MILLISECOND, True)])
def test_a_clock_over_two_seconds_behind_is_called_put_back(back, noted):
    incident = an_incident()
    before = incident.timeline[-1].entered_at

    incident.acknowledge(by=SITE_HEAD, now=before - back)

    assert (incident.timeline[-1].entered_at, "回拨" in incident.timeline[-1].note) == (before, noted)


@pytest.mark.parametrize("said", [False, True])
def test_word_is_entered_while_the_servers_clock_is_put_back_an_hour(said):
    incident = an_incident(after=2 * MINUTE)
    told_at = DISCOVERED + 4 * MINUTE if said else None
    put_back = DISCOVERED + 4 * MINUTE - HOUR

    incident.tell(PassedOn(Hop.LEADING_GROUP, told_at), by=SITE_HEAD, now=put_back)

    assert incident.first_report.received_at == incident.first_report.recorded_at == DISCOVERED + 2 * MINUTE
    assert FirstReportOverdue not in announced(incident)
    assert f"登记时显示 {beijing(put_back)}" in incident.timeline[-1].note
    assert ("所报时间为" in incident.timeline[-2].note) is said


def test_ladder_and_timeline_never_go_back_with_the_servers_clock():
    incident = an_incident(after=2 * MINUTE)
    put_back = DISCOVERED - HOUR

    incident.acknowledge(by=SITE_HEAD, now=put_back)
    incident.file_stage_report("考试继续", form=ReportForm.PHONE, by=SITE_HEAD, now=put_back)

    entered = [entry.entered_at for entry in incident.timeline]
    assert entered == sorted(entered)
    assert incident.first_report.discovered_at + incident.ladder.due > DISCOVERED + 2 * MINUTE


@pytest.mark.rule("INC-06")
def test_the_clock_rings_once():
    incident = an_incident()
    incident.call_overdue(now=DUE)

    with pytest.raises(FirstReportNotAwaitedError):
        incident.call_overdue(now=DUE + MINUTE)


def test_the_clock_does_not_ring_for_a_report_that_came():
    incident = an_incident(by=LEADING_GROUP)

    with pytest.raises(FirstReportNotAwaitedError):
        incident.call_overdue(now=DUE)


@pytest.mark.rule("INC-06")
def test_a_first_report_after_the_alarm_is_kept_and_undoes_no_alarm():
    incident = an_incident()
    incident.call_overdue(now=DUE)
    incident.collect_events()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DUE + MINUTE), by=SITE_HEAD, now=DUE + MINUTE)

    assert announced(incident) == [FirstReportReceived]
    assert incident.first_report.overdue_at == DUE


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize("moved", [-MINUTE, MINUTE])
def test_a_corrected_discovery_moves_the_deadline_with_it(moved):
    incident = an_incident()

    incident.correct_discovery(DISCOVERED + moved, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED + 5 * MINUTE)

    assert armed(incident)["first-report-due"] == DUE + moved
    assert the_only(DiscoveryCorrected, incident).first_report_due_at == DUE + moved


def test_a_correction_says_who_why_from_and_to():
    incident = an_incident()

    incident.correct_discovery(DISCOVERED + MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED + 5 * MINUTE)

    [entry] = [entry for entry in incident.timeline if entry.step == "discovery-corrected"]
    assert (entry.actor, entry.entered_at) == (EXAM_AFFAIRS.id, DISCOVERED + 5 * MINUTE)
    assert entry.note == "2026-09-19 09:20:00 更正为 2026-09-19 09:21:00：钟表校准"


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(("now", "rings"), [(DUE - MINUTE - MILLISECOND, False), (DUE - MINUTE, True)])
def test_a_correction_that_makes_the_report_late_rings_at_once(now, rings):
    incident = an_incident()

    incident.correct_discovery(DISCOVERED - MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=now)

    assert (FirstReportOverdue in announced(incident)) is rings


@pytest.mark.rule("INC-06")
def test_a_correction_can_show_that_a_report_already_made_was_late():
    incident = an_incident()
    incident.tell(PassedOn(Hop.LEADING_GROUP, DUE - MINUTE), by=SITE_HEAD, now=DUE - MINUTE)
    incident.collect_events()

    incident.correct_discovery(DISCOVERED - MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DUE)

    assert announced(incident) == [DiscoveryCorrected, FirstReportOverdue, IncidentEscalated]


@pytest.mark.rule("INC-06")
def test_a_correction_never_starts_a_clock_again_that_has_rung():
    incident = an_incident(after=5 * MINUTE)
    incident.call_overdue(now=DUE)
    incident.collect_events()
    incident.collect_deadlines()

    incident.correct_discovery(DISCOVERED + 5 * MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DUE + MINUTE)

    assert announced(incident) == [DiscoveryCorrected]
    assert armed(incident).get("first-report-due") is None
    assert incident.first_report.overdue_at == DUE


@pytest.mark.parametrize("told", [False, True])
def test_discovery_cannot_be_moved_behind_what_followed_it(told):
    incident = an_incident(after=5 * MINUTE)
    if told:
        incident.tell(PassedOn(Hop.SITE_HEAD, DISCOVERED + MINUTE), by=INVIGILATOR, now=DISCOVERED + 6 * MINUTE)
    latest = DISCOVERED + (MINUTE if told else 5 * MINUTE)

    with pytest.raises(DiscoveryAtImpossibleTimeError):
        incident.correct_discovery(latest + MILLISECOND, reason="钟表校准", by=EXAM_AFFAIRS, now=DUE - MINUTE)

    incident.correct_discovery(latest, reason="钟表校准", by=EXAM_AFFAIRS, now=DUE - MINUTE)
    assert incident.first_report.due_at == latest + 10 * MINUTE


def test_a_correction_changes_something_and_says_why():
    incident = an_incident()

    with pytest.raises(DiscoveryUnchangedError):
        incident.correct_discovery(DISCOVERED, reason="钟表校准", by=EXAM_AFFAIRS, now=DUE)
    with pytest.raises(ReasonMissingError):
        incident.correct_discovery(DISCOVERED - MINUTE, reason=" ", by=EXAM_AFFAIRS, now=DUE)
