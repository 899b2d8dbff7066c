"""Secrecy, the press, what must be learnt before the end, and drills."""

import pytest

from libs.contracts.incident import FollowUpRecorded, IncidentClosed, StatementReleased
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.duty.post import Post
from services.incident.domain.errors import (
    EscalationUnansweredError,
    ReasonMissingError,
    SecrecyUnchangedError,
    TextMissingError,
)
from services.incident.domain.measures import measures
from services.incident.domain.measures.disposition import DispositionState
from services.incident.domain.record.errors import FollowUpsMissingError
from services.incident.domain.record.reports import FollowUpKind, Secrecy
from services.incident.tests.builders import (
    DIRECTOR,
    DISCOVERED,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MINUTE,
    MORNING,
    SITE_HEAD,
    SUPERVISOR,
    a_closing_report,
    a_discovery,
    a_watch,
    an_incident,
    followed_up,
    the_only,
    whom,
)

LATER = DISCOVERED + 60 * MINUTE


@pytest.mark.rule("INC-35", "INC-37", "INC-43")
@pytest.mark.parametrize("kind", KINDS)
def test_an_incident_is_closed_when_what_the_plan_wants_is_on_record(kind):
    incident = an_incident(by=LEADING_GROUP, kind=kind)
    wanted = list(incident.missing_follow_ups)
    assert FollowUpKind.RESTORATION in wanted
    assert ({FollowUpKind.INVESTIGATION, FollowUpKind.EVALUATION, FollowUpKind.LESSONS} <= set(wanted)) is (
        KINDS[kind].tier == "major"
    )

    for one in wanted:
        with pytest.raises(FollowUpsMissingError) as refused:
            incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)
        assert one.zh in refused.value.sentence
        incident.follow_up(one, "已办理", by=EXAM_AFFAIRS, now=LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    assert the_only(IncidentClosed, incident).closed_at == LATER


@pytest.mark.rule("INC-29", "INC-30")
@pytest.mark.parametrize("kind", KINDS)
def test_the_site_writes_about_faulty_papers_and_item_errors(kind):
    wanted = an_incident(kind=kind).missing_follow_ups

    assert (FollowUpKind.WRITTEN_REPORT in wanted) is (kind in {"faulty-papers", "item-errors"})


@pytest.mark.rule("INC-38")
@pytest.mark.parametrize("kind", [FollowUpKind.RESPONSIBILITY, FollowUpKind.COMMENDATION, FollowUpKind.PLAN_CHANGE])
def test_liability_merit_and_changes_of_the_plan_may_come_after_the_end(kind):
    incident = an_incident(by=LEADING_GROUP)
    followed_up(incident, LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)
    incident.collect_events()

    incident.follow_up(kind, "已处理", by=EXAM_AFFAIRS, now=LATER + MINUTE)

    assert the_only(FollowUpRecorded, incident).kind == kind
    assert incident.follow_ups[-1].text == "已处理"


def test_a_follow_up_says_something():
    with pytest.raises(TextMissingError):
        an_incident().follow_up(FollowUpKind.LESSONS, " ", by=EXAM_AFFAIRS, now=LATER)


def test_an_incident_that_nobody_holds_is_not_closed():
    incident = an_incident(by=LEADING_GROUP)
    followed_up(incident, LATER)
    incident.ring_ladder(now=DISCOVERED + 120 * MINUTE)

    with pytest.raises(EscalationUnansweredError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=DISCOVERED + 121 * MINUTE)


@pytest.mark.rule("INC-39")
def test_statements_are_numbered_and_their_words_stay_here():
    incident = an_incident()
    incident.collect_events()

    incident.release_statement("考试正常进行。", by=LEADING_GROUP, now=LATER)
    incident.release_statement("考试已经结束。", by=LEADING_GROUP, now=LATER)

    released = incident.collect_events()
    assert [event.number for event in released if isinstance(event, StatementReleased)] == [1, 2]
    assert "考试" not in "".join(event.model_dump_json() for event in released)
    with pytest.raises(TextMissingError):
        incident.release_statement("", by=LEADING_GROUP, now=LATER)


@pytest.mark.rule("INC-10")
@pytest.mark.parametrize(
    ("reader", "may"),
    [
        (INVIGILATOR, True),  # who reported it
        (EXAM_AFFAIRS, True),
        (LEADING_GROUP, True),
        (DIRECTOR, True),
        (SITE_HEAD, False),
        (SUPERVISOR, False),
    ],
)
def test_what_is_confidential_is_for_few(reader, may):
    incident = an_incident()
    assert incident.may_read(reader)

    incident.classify_secrecy(Secrecy.CONFIDENTIAL, reason="涉及试题内容", by=LEADING_GROUP, now=LATER)

    assert incident.may_read(reader) is may


def test_secrecy_changes_for_a_reason():
    incident = an_incident()

    with pytest.raises(SecrecyUnchangedError):
        incident.classify_secrecy(Secrecy.INTERNAL, reason="核对", by=LEADING_GROUP, now=LATER)
    with pytest.raises(ReasonMissingError):
        incident.classify_secrecy(Secrecy.CONFIDENTIAL, reason=" ", by=LEADING_GROUP, now=LATER)


def test_a_drill_announces_nothing_and_runs_like_the_real_thing():
    watch = a_watch((Post.SITE_HEAD, SITE_HEAD.id))
    incident = an_incident(kind="paper-leak", drill=True, watch=watch)
    incident.propose(measures.SparePaper(session_ids=[MORNING]), by=LEADING_GROUP, now=LATER)

    incident.approve(1, by=DIRECTOR, now=LATER, affected=whom())

    assert incident.collect_events() == []
    assert incident.dispositions.items[0].state is DispositionState.DONE
    assert "演练" in incident.timeline[0].note
    assert "ladder" in incident.next_due
    assert {notice.title[:4] for notice in incident.collect_notices()} == {"【演练】"}


def test_a_drill_is_never_the_same_as_the_real_thing():
    assert a_discovery(drill=True).incident_id("S-1") != a_discovery().incident_id("S-1")
