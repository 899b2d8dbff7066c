"""Who is called when, and who takes over."""

import pytest

from libs.contracts.incident import IncidentAcknowledged, IncidentEscalated, IncidentReported
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.errors import AlreadyAcknowledgedError
from services.incident.domain.escalation.escalation import EscalationReason
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.incident import Incident
from services.incident.domain.people import Role
from services.incident.tests.builders import (
    DISCOVERED,
    DUE,
    INVIGILATOR,
    LEADING_GROUP,
    MINUTE,
    SITE_HEAD,
    a_discovery,
    an_incident,
    announced,
    armed,
    the_only,
)


@pytest.mark.rule("INC-14")
@pytest.mark.parametrize("kind", [kind.code for kind in KINDS.values() if kind.tier == "major"])
def test_a_major_incident_calls_the_leading_group_with_its_report(kind):
    incident = Incident.report(a_discovery(kind=kind), by=INVIGILATOR, now=DISCOVERED)

    escalated = the_only(IncidentEscalated, incident)
    assert (escalated.reason, escalated.escalated_to, escalated.escalated_at) == (
        "major",
        "leading-group",
        DISCOVERED,
    )
    assert [entry.step for entry in incident.timeline] == ["reported", *["ladder-called"] * 3, "escalated"]


@pytest.mark.parametrize("kind", [kind.code for kind in KINDS.values() if kind.tier == "general"])
def test_a_general_incident_is_not_escalated_while_its_clock_runs(kind):
    incident = Incident.report(a_discovery(kind=kind), by=INVIGILATOR, now=DISCOVERED)

    assert announced(incident) == [IncidentReported]


@pytest.mark.rule("INC-06")
def test_an_overdue_first_report_calls_the_leading_group_past_the_silent():
    incident = an_incident()

    incident.call_overdue(now=DUE)

    [escalation] = incident.escalations
    assert (escalation.reason, escalation.to) == (EscalationReason.FIRST_REPORT_OVERDUE, Role.LEADING_GROUP)
    assert escalation.skipped == [Hop.SITE_HEAD, Hop.LEADING_GROUP]


def test_who_was_told_is_not_among_the_silent():
    incident = an_incident(by=SITE_HEAD)

    incident.call_overdue(now=DUE)

    assert incident.escalations[-1].skipped == [Hop.LEADING_GROUP]


def test_a_major_incident_whose_first_report_is_overdue_climbs_on():
    incident = an_incident(kind="paper-leak")

    incident.call_overdue(now=DUE)

    assert [escalation.post for escalation in incident.escalations] == [Post.DUTY_OFFICER, Post.GROUP_HEAD]
    escalated = the_only(IncidentEscalated, incident)
    assert (escalated.step, escalated.reason) == ("group-head", "first-report-overdue")
    assert escalated.skipped == ["site-head", "leading-group"]


def test_acknowledging_says_who_and_when():
    incident = an_incident(kind="paper-leak")

    incident.acknowledge(by=LEADING_GROUP, now=DUE - MINUTE)

    event = the_only(IncidentAcknowledged, incident)
    assert (event.acknowledged_by, event.acknowledged_at) == (LEADING_GROUP.id, DUE - MINUTE)


def test_acknowledging_does_not_stand_in_for_the_first_report():
    incident = an_incident(kind="paper-leak")

    incident.acknowledge(by=LEADING_GROUP, now=DUE - MINUTE)

    assert incident.first_report.is_awaited
    assert set(armed(incident)) == {"ladder-due"}


def test_one_person_takes_over_once():
    incident = an_incident(kind="paper-leak")
    incident.acknowledge(by=LEADING_GROUP, now=DUE - MINUTE)

    with pytest.raises(AlreadyAcknowledgedError):
        incident.acknowledge(by=LEADING_GROUP, now=DUE)
