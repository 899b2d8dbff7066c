"""Five and eight minutes: whoever has not passed the first report on is reminded."""

import pytest

from libs.contracts.incident import FirstReportReminded
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.errors import ReminderNotDueError, ReminderOvertakenError
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.notices.notice import Urgency
from services.incident.tests.builders import (
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MILLISECOND,
    MINUTE,
    SITE_HEAD,
    a_watch,
    an_incident,
    armed,
    the_only,
)

FIVE, EIGHT = DISCOVERED + 5 * MINUTE, DISCOVERED + 8 * MINUTE
WATCH = a_watch((Post.SITE_HEAD, SITE_HEAD.id), (Post.CONTACT, INVIGILATOR.id))


@pytest.mark.rule("INC-06")
def test_reminders_come_at_five_and_at_eight_minutes():
    incident = an_incident(watch=WATCH)

    with pytest.raises(ReminderNotDueError):
        incident.remind(now=FIVE - MILLISECOND)
    incident.remind(now=FIVE)
    assert armed(incident)["first-report-reminder"] == EIGHT
    with pytest.raises(ReminderNotDueError):
        incident.remind(now=EIGHT - MILLISECOND)
    incident.remind(now=EIGHT)

    assert armed(incident)["first-report-reminder"] is None
    assert [event.minutes for event in incident.collect_events() if isinstance(event, FirstReportReminded)] == [5, 8]


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(
    ("told", "owing", "people"),
    [
        (None, ["staff", "site-head"], [INVIGILATOR.id, SITE_HEAD.id]),
        (Hop.SITE_HEAD, ["site-head"], [SITE_HEAD.id]),
    ],
)
def test_whoever_has_not_acted_is_reminded_and_nobody_else(told, owing, people):
    incident = an_incident(watch=WATCH)
    if told:
        incident.tell(PassedOn(told, FIVE - MINUTE), by=INVIGILATOR, now=FIVE - MINUTE, watch=WATCH)
    incident.collect_notices()

    incident.remind(now=FIVE, watch=WATCH)

    assert the_only(FirstReportReminded, incident).waiting_for == owing
    notices = incident.collect_notices()
    assert [notice.person_id for notice in notices] == people
    assert {notice.urgency for notice in notices} == {Urgency.REMINDER}


@pytest.mark.rule("INC-06")
def test_nobody_is_reminded_of_a_report_that_came():
    incident = an_incident()
    incident.tell(PassedOn(Hop.LEADING_GROUP, FIVE - MINUTE), by=SITE_HEAD, now=FIVE - MINUTE)

    assert armed(incident)["first-report-reminder"] is None
    with pytest.raises(ReminderOvertakenError):
        incident.remind(now=FIVE)


@pytest.mark.parametrize(("now", "said"), [(DUE - MILLISECOND, True), (DUE, False), (DUE + 300 * MINUTE, False)])
def test_a_reminder_that_the_ten_minutes_have_overtaken_is_not_said(now, said):
    incident = an_incident(watch=WATCH)
    before = len(incident.timeline)

    if said:
        incident.remind(now=now)
    else:
        with pytest.raises(ReminderOvertakenError):
            incident.remind(now=now)

    assert (len(incident.timeline) > before) is said


def test_after_a_pause_one_reminder_is_enough():
    incident = an_incident()

    incident.remind(now=EIGHT + MINUTE)

    assert the_only(FirstReportReminded, incident).minutes == 8
    assert armed(incident)["first-report-reminder"] is None


@pytest.mark.parametrize(
    ("after", "due"), [(5 * MINUTE - MILLISECOND, FIVE), (5 * MINUTE, EIGHT), (8 * MINUTE, None), (9 * MINUTE, None)]
)
def test_a_late_entry_is_not_reminded_of_what_is_past(after, due):
    incident = an_incident(now=DISCOVERED)
    incident.correct_discovery(DISCOVERED - after, reason="钟表校准", by=EXAM_AFFAIRS, now=DISCOVERED)

    assert armed(incident)["first-report-reminder"] == (due - after if due else None)


def test_the_clock_rings_after_both_reminders_as_without_them():
    incident = an_incident()
    incident.remind(now=FIVE)
    incident.remind(now=EIGHT)

    incident.call_overdue(now=DUE)

    assert incident.first_report.overdue_at == DUE


def test_the_leading_group_needs_no_reminder_of_its_own_report():
    assert an_incident(by=LEADING_GROUP).first_report.next_reminder_at(DISCOVERED) is None
