"""What the runner holds the escalation to: which steps follow from a discovery, and which were missed or came twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.faults.steps import Heard, epoch, judge

DISCOVERED = datetime(2026, 9, 19, 1, tzinfo=UTC)
OVER = epoch((DISCOVERED + timedelta(minutes=9, seconds=30)).isoformat())
KINDS = {
    "reported": "incident.incident-reported.v1",
    "corrected": "incident.discovery-corrected.v1",
    "acknowledged": "incident.incident-acknowledged.v1",
    "reminded": "incident.first-report-reminded.v1",
    "called": "incident.ladder-step-called.v1",
    "missed": "incident.stage-report-missed.v1",
}

Told = tuple[str, float, dict[str, Any]]


def after(minutes: float) -> str:
    """A moment so many minutes after the discovery."""
    return (DISCOVERED + timedelta(minutes=minutes)).isoformat()


def heard(*told: Told) -> list[Heard]:
    """The events of one incident, each heard two seconds after the minutes at which it says it happened."""
    return [
        Heard(f"incident:incidents/i-1:{n}", KINDS[kind], {"incident_id": "i-1", **said}, epoch(after(minutes)) + 2.0)
        for n, (kind, minutes, said) in enumerate(told, start=1)
    ]


def reported(minutes: float = 1) -> Told:
    content = {"tier": "general", "discovered_at": after(0), "reported_at": after(minutes)}
    return "reported", minutes, content


def reminded(minutes: float) -> Told:
    return "reminded", minutes, {"reminded_at": after(minutes)}


def called(step: str, minutes: float) -> Told:
    return "called", minutes, {"step": step, "reason": "unanswered", "round": 0, "called_at": after(minutes)}


AS_PLANNED = (reported(), reminded(5), called("inspector", 6), reminded(8), called("duty-officer", 9))


def test_an_incident_by_the_plan_breaks_nothing_and_lateness_is_by_hearing():
    judgement = judge(heard(*AS_PLANNED), until=OVER)

    assert judgement.broken("log") == []
    assert {step.name: late for step, late in judgement.late.items()} == {
        "general 5:00 reminder": 2.0,
        "general 6:00 inspector": 2.0,
        "general 8:00 reminder": 2.0,
        "general 9:00 duty-officer": 2.0,
    }


@pytest.mark.parametrize("gone", [1, 2, 3, 4])
def test_a_step_that_did_not_happen_is_missed(gone):
    [one] = judge(heard(*AS_PLANNED[:gone], *AS_PLANNED[gone + 1 :]), until=OVER).missed

    assert one.minutes == (5, 6, 8, 9)[gone - 1]


def test_a_step_that_happened_again_is_twice():
    [one] = judge(heard(*AS_PLANNED, called("duty-officer", 9.1)), until=OVER).twice

    assert one.what == "duty-officer"


def test_a_copy_of_an_event_is_no_second_event():
    events = heard(*AS_PLANNED)

    assert judge([*events, *events], until=OVER).broken("bus") == []


def test_a_step_of_somebody_else_is_not_in_the_plan():
    judgement = judge(heard(*AS_PLANNED[:2], called("director", 6), *AS_PLANNED[3:]), until=OVER)

    assert [step.what for step in judgement.missed] == ["inspector"]
    assert len(judgement.unplanned) == 1


def test_steps_in_another_order_are_noticed():
    assert judge(heard(*AS_PLANNED[:2], *reversed(AS_PLANNED[2:4]), AS_PLANNED[4]), until=OVER).disordered == ["i-1"]


def test_what_was_over_when_it_was_reported_is_not_due_any_more():
    assert judge(heard(reported(5.5), *AS_PLANNED[2:]), until=OVER).broken("log") == []


def test_who_took_over_owes_a_report_counted_from_the_corrected_discovery():
    moved = {"discovered_at": after(-110), "corrected_at": after(1.2)}
    silent: tuple[Told, ...] = (reported(), ("acknowledged", 1.1, {}), ("corrected", 1.2, moved))
    until = epoch(after(10))

    assert [step.name for step in judge(heard(*silent), until=until).missed] == ["general 120:00 stage-report"]
    assert judge(heard(*silent, ("missed", 10, {"missed_at": after(10)})), until=until).broken("log") == []
