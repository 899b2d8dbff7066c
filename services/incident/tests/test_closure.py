"""How an incident ends."""

import pytest

from libs.contracts.incident import IncidentClosed
from services.incident.domain.errors import (
    DispositionOpenError,
    EscalationUnansweredError,
    FirstReportAwaitedError,
    IncidentIsClosedError,
)
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.measures.disposition import Answer
from services.incident.domain.measures.measures import MeasureType
from services.incident.domain.record.errors import ReportIncompleteError
from services.incident.tests.builders import (
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    LEADING_GROUP,
    MINUTE,
    MORNING,
    SITE_HEAD,
    a_closing_report,
    an_incident,
    followed_up,
    lost_time,
)

LATER = DISCOVERED + 60 * MINUTE


def a_settled_incident(**differing):
    """Reported by the leading group, which thereby knows of it and has taken it over; order is restored."""
    incident = an_incident(by=LEADING_GROUP, **differing)
    followed_up(incident, LATER)
    incident.collect_events()
    return incident


@pytest.mark.rule("INC-36")
@pytest.mark.parametrize("part", ["cause", "course", "result", "social_impact"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_the_report_names_cause_course_outcome_and_social_effect(part, text):
    with pytest.raises(ReportIncompleteError):
        a_closing_report(**{part: text})


@pytest.mark.rule("INC-36")
def test_an_incident_is_closed_with_its_report():
    incident = a_settled_incident()

    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    assert incident.closing_report == a_closing_report()
    assert incident.collect_events() == [
        IncidentClosed(incident_id=incident.id, batch_id="2026-autumn", closed_at=LATER)
    ]


def test_an_undecided_disposition_keeps_the_incident_open():
    incident = a_settled_incident()
    incident.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER)

    with pytest.raises(DispositionOpenError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    incident.refuse(1, reason="未造成延误", by=SITE_HEAD, now=LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)


def test_an_approved_disposition_keeps_the_incident_open_until_it_is_done():
    incident = a_settled_incident()
    incident.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER)
    incident.approve(1, by=EXAM_AFFAIRS, now=LATER)

    with pytest.raises(DispositionOpenError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    answer = Answer(measure=MeasureType.MAKE_UP_TIME, applied=[MORNING], by="scheduling", at=LATER)
    incident.note_answer(answer, now=LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)


def test_closing_does_not_silence_a_running_clock():
    incident = an_incident()

    with pytest.raises(FirstReportAwaitedError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=DUE - MINUTE)


def test_an_escalated_incident_is_taken_over_before_it_is_closed():
    incident = an_incident()
    incident.call_overdue(now=DUE)

    with pytest.raises(EscalationUnansweredError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    incident.acknowledge(by=LEADING_GROUP, now=LATER)
    followed_up(incident, LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)


@pytest.mark.parametrize(
    "change",
    [
        lambda i: i.tell(PassedOn(Hop.SITE_HEAD, LATER), by=SITE_HEAD, now=LATER),
        lambda i: i.correct_discovery(DISCOVERED - MINUTE, reason="钟表校准", by=EXAM_AFFAIRS, now=LATER),
        lambda i: i.acknowledge(by=LEADING_GROUP, now=LATER),
        lambda i: i.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER),
        lambda i: i.approve(1, by=EXAM_AFFAIRS, now=LATER),
        lambda i: i.refuse(1, reason="无", by=EXAM_AFFAIRS, now=LATER),
        lambda i: i.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER),
    ],
)
def test_a_closed_incident_stays_as_it_is(change):
    incident = a_settled_incident()
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    with pytest.raises(IncidentIsClosedError):
        change(incident)
