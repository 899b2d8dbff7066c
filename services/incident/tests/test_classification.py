"""From what is known to a tier, and the rule that says so."""

import pytest

from libs.contracts.incident import DispositionRefused, IncidentReclassified, LadderStepCalled
from services.incident.domain.classification.classification import Facts, Finding, classify
from services.incident.domain.classification.errors import QuestionsUnansweredError
from services.incident.domain.classification.kinds import KINDS, Heading
from services.incident.domain.duty.post import Post
from services.incident.domain.errors import IncidentNotFoundError, ReasonMissingError
from services.incident.domain.escalation.ladder import CallReason
from services.incident.domain.record.errors import ReclassifierNotEntitledError, TierUnchangedError
from services.incident.tests.builders import (
    ANOTHER_INVIGILATOR,
    DIRECTOR,
    DISCOVERED,
    LEADING_GROUP,
    MINUTE,
    SITE_HEAD,
    SUPERVISOR,
    a_discovery,
    an_incident,
    armed,
    lost_time,
    the_only,
)

NOW = DISCOVERED + 3 * MINUTE


@pytest.mark.rule("INC-04")
@pytest.mark.parametrize(
    ("can_go_on", "harm", "tier", "category"),
    [
        (True, False, "general", "other-general"),
        (True, True, "major", "other-major"),
        (False, False, "major", "other-major"),
        (False, True, "major", "other-major"),
    ],
)
def test_without_a_kind_the_answers_decide(can_go_on, harm, tier, category):
    found = classify(None, Facts(exam_can_go_on=can_go_on, grave_harm=harm))

    assert (found.tier, found.category, found.rule) == (tier, category, "INC-04")


@pytest.mark.rule("INC-12")
@pytest.mark.parametrize(("rooms", "category"), [(1, "other-general"), (2, "mass-disorder"), (3, "mass-disorder")])
def test_the_third_question_is_how_many_rooms(rooms, category):
    found = classify(None, Facts(exam_can_go_on=True, grave_harm=False, rooms_in_disorder=rooms))

    assert found.category == category


@pytest.mark.parametrize("facts", [Facts(), Facts(exam_can_go_on=True), Facts(grave_harm=True)])
def test_what_nobody_answered_decides_nothing(facts):
    with pytest.raises(QuestionsUnansweredError):
        classify(None, facts)


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (Facts(outage_minutes=29), "INC-13"),
        (Facts(outage_minutes=30), "INC-13"),
        (Facts(outage_minutes=31), "INC-32"),
        (Facts(region_wide=True), "INC-32"),
        (Facts(region_wide=True, outage_minutes=5), "INC-32"),
    ],
)
def test_a_long_or_wide_outage_goes_beyond_the_site(facts, rule):
    found = classify("power-or-equipment-failure", facts)

    assert (found.tier, found.rule) == ("general", rule)
    assert classify("virus-or-network-fault", facts).rule == "INC-13"


@pytest.mark.rule("INC-04")
@pytest.mark.parametrize("by", [SITE_HEAD, SUPERVISOR, LEADING_GROUP, DIRECTOR])
def test_an_overseer_takes_an_incident_more_seriously(by):
    incident = an_incident(kind="other-general")

    incident.reclassify(Finding("terror", Facts()), reason="发现可疑物品", by=by, now=NOW)

    event = the_only(IncidentReclassified, incident)
    assert (event.previous_tier, event.tier, event.rule, event.reclassified_by) == ("general", "major", "INC-11", by.id)
    assert [escalation.post for escalation in incident.escalations] == [Post.DUTY_OFFICER]


@pytest.mark.rule("INC-04")
@pytest.mark.parametrize(
    ("by", "may"), [(SITE_HEAD, False), (SUPERVISOR, False), (LEADING_GROUP, True), (DIRECTOR, True)]
)
def test_less_seriously_only_the_leading_group_or_the_head_take_it(by, may):
    incident = an_incident(kind="terror")

    if may:
        incident.reclassify(Finding("other-general", Facts()), reason="系误报", by=by, now=NOW)
        assert incident.classification.tier == "general"
    else:
        with pytest.raises(ReclassifierNotEntitledError):
            incident.reclassify(Finding("other-general", Facts()), reason="系误报", by=by, now=NOW)


@pytest.mark.rule("INC-06")
def test_a_reclassification_starts_no_clock_again():
    incident = an_incident(kind="other-general")

    incident.reclassify(Finding("terror", Facts()), reason="发现可疑物品", by=SITE_HEAD, now=NOW)

    assert "first-report-due" not in armed(incident)
    assert incident.first_report.due_at == DISCOVERED + 10 * MINUTE
    assert incident.next_due["ladder"] == DISCOVERED + 4 * MINUTE


def test_a_reclassification_says_why_and_changes_something():
    incident = an_incident()

    with pytest.raises(ReasonMissingError):
        incident.reclassify(Finding("terror", Facts()), reason=" ", by=SITE_HEAD, now=NOW)
    with pytest.raises(TierUnchangedError):
        incident.reclassify(Finding(incident.discovery.kind, Facts()), reason="核对", by=SITE_HEAD, now=NOW)
    with pytest.raises(IncidentNotFoundError):
        incident.reclassify(Finding("terror", Facts()), reason="核对", by=ANOTHER_INVIGILATOR, now=NOW)


def test_undecided_proposals_fall_away_with_the_kind_they_were_made_for():
    incident = an_incident()
    incident.propose(lost_time(lasting=MINUTE, minutes=1), by=SITE_HEAD, now=NOW)

    incident.reclassify(Finding("virus-or-network-fault", Facts()), reason="系网络故障", by=SITE_HEAD, now=NOW)

    assert the_only(DispositionRefused, incident).disposition == 1
    assert incident.dispositions.open_numbers == []
    assert incident.propose(lost_time(lasting=MINUTE, minutes=1), by=SITE_HEAD, now=NOW).rule == "INC-33"


def test_the_call_of_a_reclassification_says_so():
    incident = an_incident(kind="other-general")
    incident.reclassify(Finding("terror", Facts()), reason="发现可疑物品", by=SITE_HEAD, now=NOW)

    called = [event for event in incident.collect_events() if isinstance(event, LadderStepCalled)]
    assert {event.reason for event in called} == {CallReason.RECLASSIFIED}


def test_the_kind_may_be_left_to_the_answers_in_a_report():
    incident = an_incident(kind=None, facts=Facts(exam_can_go_on=False, grave_harm=False))

    assert incident.classification.tier == "major"
    assert incident.discovery == a_discovery(kind=None, facts=Facts(exam_can_go_on=False, grave_harm=False))


@pytest.mark.rule("INC-09")
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_belongs_under_one_of_the_four_heads(kind):
    assert an_incident(kind=kind).heading is KINDS[kind].heading
    assert an_incident(kind=kind, heading=Heading.SAFEKEEPING).heading is Heading.SAFEKEEPING


@pytest.mark.rule("INC-09")
def test_the_four_heads_are_in_the_words_of_the_plan():
    assert [heading.zh for heading in Heading] == [
        "试卷运送交接过程中出现的问题",
        "试卷保管过程中出现的问题",
        "考场出现的问题",
        "需要报送的其他问题",
    ]


def test_the_figures_are_those_of_the_last_classification():
    incident = an_incident()

    incident.reclassify(
        Finding(incident.discovery.kind, Facts(outage_minutes=31)), reason="仍未恢复", by=SITE_HEAD, now=NOW
    )

    assert (incident.facts.outage_minutes, incident.classification.rule) == (31, "INC-32")
