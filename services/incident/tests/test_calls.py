"""What an incident tells people when it calls, and what it does on correction, overdue and silence."""

import pytest

from libs.contracts.incident import LadderStepCalled, StageReportFiled, StageReportMissed
from services.incident.domain.duty.post import Post
from services.incident.domain.errors import IncidentIsClosedError, IncidentNotFoundError, TextMissingError
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.notices.notice import Channel, Urgency
from services.incident.domain.people import Person
from services.incident.domain.record.errors import ReporterNotDesignatedError
from services.incident.domain.record.reports import ReportForm
from services.incident.tests.builders import (
    ANOTHER_INVIGILATOR,
    DIRECTOR,
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MINUTE,
    SITE_HEAD,
    SUPERVISOR,
    a_closing_report,
    a_roster,
    a_watch,
    an_incident,
    armed,
    followed_up,
    the_only,
)

EXAMINER = Person("S-0010", {"examiner"})
WATCH = a_watch(
    (Post.SITE_HEAD, SITE_HEAD.id),
    (Post.INSPECTOR, SUPERVISOR.id),
    (Post.DUTY_OFFICER, LEADING_GROUP.id),
    (Post.GROUP_HEAD, "S-0020"),
    (Post.DIRECTOR, DIRECTOR.id),
    (Post.CONTACT, INVIGILATOR.id),
)


def said_to(incident):
    return [notice.person_id for notice in incident.collect_notices()]


def stage_report(incident, by, *, text="考试继续", now=DUE):
    return incident.file_stage_report(text, form=ReportForm.PHONE, by=by, now=now)


@pytest.mark.rule("INC-14")
def test_of_a_major_incident_everybody_who_hears_at_once_is_told():
    incident = an_incident(kind="terror", watch=WATCH)

    assert said_to(incident)[:3] == [SITE_HEAD.id, SUPERVISOR.id, LEADING_GROUP.id]


@pytest.mark.rule("INC-05")
@pytest.mark.parametrize("kind", ["terror", "other-general"])
@pytest.mark.parametrize("by", [INVIGILATOR, EXAMINER, SUPERVISOR, SITE_HEAD, EXAM_AFFAIRS])
def test_what_staff_on_site_report_reaches_the_leading_group_at_once(by, kind):
    incident = an_incident(kind=kind, by=by, after=0 * MINUTE, watch=WATCH)

    assert {LEADING_GROUP.id, "S-0020"} <= set(said_to(incident))


@pytest.mark.rule("INC-10")
def test_a_call_says_what_and_where_and_never_what_was_described():
    incident = an_incident(description="考生王小明晕倒", room="第一考场", watch=WATCH)

    notice, *_ = incident.collect_notices()
    assert notice.title == "【一般】停电或设备故障"
    assert notice.text == "主考点第一考场，2026-09-19 09:20:00 发现。请确认接报。"
    assert notice.urgency is Urgency.ALARM


def test_a_person_is_called_by_their_own_order_of_channels():
    roster = a_roster((Post.SITE_HEAD, SITE_HEAD.id), order=[Channel.SMS, Channel.WECOM, Channel.CONSOLE])
    watch = roster.watch("主考点", DISCOVERED.date())

    [general] = an_incident(watch=watch).collect_notices()
    major = an_incident(kind="terror", watch=watch).collect_notices()[0]

    assert general.channels == [Channel.WECOM, Channel.CONSOLE]
    assert major.channels == [Channel.SMS, Channel.WECOM, Channel.CONSOLE]


def test_the_same_call_has_the_same_key_and_the_next_call_another():
    incident = an_incident(watch=WATCH)
    again = an_incident(watch=WATCH)
    first = incident.collect_notices()
    incident.ring_ladder(now=DISCOVERED + 6 * MINUTE, watch=WATCH)

    assert first == again.collect_notices()
    assert {notice.key.partition(":call-")[2] for notice in first + incident.collect_notices()} == {
        *("", f"1:{SITE_HEAD.id}", f"2:{SUPERVISOR.id}")
    }


def test_silence_calls_the_next_step_and_says_by_when():
    incident = an_incident(watch=WATCH)

    incident.ring_ladder(now=DISCOVERED + 6 * MINUTE, watch=WATCH)

    called = the_only(LadderStepCalled, incident)
    assert (called.step, called.reason, called.due_at) == ("inspector", "unanswered", DISCOVERED + 9 * MINUTE)
    assert armed(incident)["ladder-due"] == DISCOVERED + 9 * MINUTE


def test_when_nobody_is_on_any_step_everybody_on_duty_hears_of_it():
    watch = a_watch((Post.CONTACT, "S-0030"))

    assert said_to(an_incident(watch=watch)) == ["S-0030"]


@pytest.mark.rule("INC-06")
def test_an_overdue_first_report_is_said_to_the_next_one_up():
    incident = an_incident(watch=WATCH)
    incident.collect_notices()

    incident.call_overdue(now=DUE, watch=WATCH)

    assert said_to(incident) == [SUPERVISOR.id, LEADING_GROUP.id]


@pytest.mark.rule("INC-06")
def test_a_correction_moves_every_step_that_is_to_come():
    incident = an_incident(watch=WATCH)

    incident.correct_discovery(DISCOVERED + MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED + 3 * MINUTE)

    assert armed(incident)["ladder-due"] == DISCOVERED + 7 * MINUTE


@pytest.mark.rule("INC-06")
def test_a_correction_calls_at_once_whose_time_is_over():
    incident = an_incident(watch=WATCH)
    incident.collect_events()

    incident.correct_discovery(
        DISCOVERED - 3 * MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED + 3 * MINUTE, watch=WATCH
    )

    called = the_only(LadderStepCalled, incident)
    assert (called.step, called.reason) == ("inspector", "discovery-corrected")
    assert armed(incident)["ladder-due"] == DISCOVERED + 6 * MINUTE


@pytest.mark.rule("INC-07")
def test_a_missed_stage_report_is_on_record_and_chased():
    incident = an_incident(watch=WATCH)
    incident.acknowledge(by=SITE_HEAD, now=DISCOVERED + 3 * MINUTE, watch=WATCH)
    incident.collect_events()
    incident.collect_notices()
    due = DISCOVERED + 120 * MINUTE

    incident.ring_ladder(now=due, watch=WATCH)

    missed = the_only(StageReportMissed, incident)
    assert (missed.reporter, missed.due_at) == (INVIGILATOR.id, due)
    assert said_to(incident) == [INVIGILATOR.id, SITE_HEAD.id]
    assert [entry.occurred_at for entry in incident.timeline if entry.step == "stage-report-missed"] == [due]


def test_a_stage_report_missed_by_correction_has_its_own_key():
    incident = an_incident(watch=WATCH, kind="paper-leak")
    incident.call_overdue(now=DUE)
    incident.acknowledge(by=DIRECTOR, now=DUE + 2 * MINUTE, watch=WATCH)

    incident.ring_ladder(now=DISCOVERED + 60 * MINUTE, watch=WATCH)
    incident.acknowledge(by=DIRECTOR, now=DISCOVERED + 61 * MINUTE, watch=WATCH)
    incident.correct_discovery(
        DISCOVERED - 25 * MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED + 100 * MINUTE, watch=WATCH
    )

    keys = [notice.key for notice in incident.collect_notices() if ":missed-" in notice.key]
    assert len(keys) == len(set(keys)) == 2


@pytest.mark.rule("INC-07")
@pytest.mark.parametrize("by", [Person("S-0031", {"examiner"}), SITE_HEAD, LEADING_GROUP])
def test_the_designated_person_reports_or_who_oversees_the_incident(by):
    incident = an_incident()
    incident.designate_reporter("S-0031", by=SITE_HEAD, now=DUE)

    assert stage_report(incident, by).number == 1
    assert the_only(StageReportFiled, incident).filed_by == by.id


@pytest.mark.rule("INC-07")
def test_who_is_not_designated_any_more_does_not_report():
    incident = an_incident()
    incident.designate_reporter("S-0031", by=SITE_HEAD, now=DUE)

    with pytest.raises(ReporterNotDesignatedError):
        stage_report(incident, INVIGILATOR)
    with pytest.raises(IncidentNotFoundError):
        stage_report(incident, ANOTHER_INVIGILATOR)
    with pytest.raises(ReporterNotDesignatedError):
        stage_report(incident, Person("S-0040", {"auditor"}))


def test_a_stage_report_says_something():
    with pytest.raises(TextMissingError):
        stage_report(an_incident(), INVIGILATOR, text=" ")


def test_a_closed_incident_calls_nobody():
    incident = an_incident(by=LEADING_GROUP)
    followed_up(incident, DUE)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=DUE)

    assert armed(incident)["ladder-due"] is None
    with pytest.raises(IncidentIsClosedError):
        incident.ring_ladder(now=DUE + 120 * MINUTE)


@pytest.mark.parametrize("by", [SITE_HEAD, SUPERVISOR, LEADING_GROUP])
def test_who_reports_and_stands_on_the_ladder_has_taken_over(by):
    incident = an_incident(by=by, watch=WATCH)

    assert incident.ladder.holders == [by.id]


@pytest.mark.rule("INC-08")
@pytest.mark.parametrize("form", ReportForm)
def test_a_report_says_whether_it_is_oral_by_phone_fax_or_written(form):
    incident = an_incident()

    incident.tell(PassedOn(Hop.LEADING_GROUP, DUE - MINUTE, form=form), by=SITE_HEAD, now=DUE - MINUTE)
    incident.file_stage_report("考试继续", form=form, by=SITE_HEAD, now=DUE)

    assert incident.first_report.stamps[Hop.LEADING_GROUP].form is form
    assert incident.stage_reports[0].form is form


@pytest.mark.rule("INC-03")
def test_the_reporting_officer_is_named_from_the_start_and_replaced_by_name():
    incident = an_incident()
    assert incident.reporter == INVIGILATOR.id

    incident.designate_reporter("S-0031", by=SITE_HEAD, now=DUE)

    assert incident.reporter == "S-0031"
    assert (incident.timeline[-1].step, incident.timeline[-1].note) == ("reporter-designated", "S-0031")
