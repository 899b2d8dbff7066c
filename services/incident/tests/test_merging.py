"""Two incidents turn out to be one: what was discovered first goes on for both, the other ends and stays readable."""

import pytest

from libs.contracts.incident import FirstReportReceived, IncidentMerged
from services.incident.domain.errors import (
    IncidentIsClosedError,
    IncidentIsMergedError,
    IncidentNotFoundError,
    MeasuresApprovedError,
    MergerNotEntitledError,
    ReasonMissingError,
)
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.measures.disposition import DispositionState
from services.incident.domain.measures.measures import MeasureType, PeopleMeasure
from services.incident.domain.notices.notice import Urgency
from services.incident.domain.record.errors import (
    DrillAndRealError,
    IncidentConfidentialError,
    MergedWithItselfError,
    NotOfOneKindError,
    SecrecyDiffersError,
)
from services.incident.domain.record.reports import Secrecy
from services.incident.domain.record.timeline import EntryKind
from services.incident.tests.builders import (
    ANOTHER_INVIGILATOR,
    DIRECTOR,
    DISCOVERED,
    DUE,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MINUTE,
    MORNING,
    NOON,
    SITE_HEAD,
    SUPERVISOR,
    a_closing_report,
    a_discovery,
    an_incident,
    announced,
    armed,
    followed_up,
    lost_time,
    the_only,
)

LATER = DISCOVERED + 4 * MINUTE


def the_later_one(**differing):
    """What another reporter entered of the same, a minute later."""
    return an_incident(
        **{
            "by": ANOTHER_INVIGILATOR,
            "room": "第二考场",
            "session_ids": [NOON],
            "discovered_at": DISCOVERED + MINUTE,
            **differing,
        }
    )


def merged(stays, goes, *, by=LEADING_GROUP, now=LATER, reason="同一次停电"):
    stays.absorb(goes, reason=reason, by=by, now=now)


def test_one_goes_on_one_ends_and_both_name_each_other_and_why():
    stays, goes = an_incident(session_ids=[MORNING]), the_later_one()

    merged(stays, goes)

    assert (stays.is_open, goes.is_open, goes.merged_into) == (True, False, stays.id)
    assert (goes.id in stays.timeline[-1].note, stays.id in goes.timeline[-1].note) == (True, True)
    assert {one.timeline[-1].step for one in (stays, goes)} == {EntryKind.MERGED}
    assert all(one.timeline[-1].note.endswith("同一次停电") for one in (stays, goes))
    assert stays.session_ids == [MORNING, NOON]


def test_every_timer_of_the_ending_one_goes_and_none_of_the_other():
    stays, goes = an_incident(), the_later_one()

    merged(stays, goes)

    assert armed(goes) == {"ladder-due": None, "first-report-due": None, "first-report-reminder": None}
    assert goes.awaited == []
    assert armed(stays)["first-report-due"] == DUE


def test_a_timer_that_fires_all_the_same_finds_nothing_to_do():
    stays, goes = an_incident(), the_later_one()
    merged(stays, goes)

    for fire in (goes.ring_ladder, goes.call_overdue, goes.remind):
        with pytest.raises(IncidentIsMergedError):
            fire(now=DUE + 5 * MINUTE)


def test_nothing_more_is_sent_of_the_one_that_ended():
    stays, goes = an_incident(), the_later_one()
    merged(stays, goes)

    assert goes.needs_no_notice(SITE_HEAD.id, urgency=Urgency.ALARM, decided_at=LATER - MINUTE)
    goes.note_withdrawn(SITE_HEAD.id, now=LATER)
    assert "并入" in goes.timeline[-1].note


def test_others_are_told_that_one_has_ended_and_where_it_goes_on():
    stays, goes = an_incident(), the_later_one()

    merged(stays, goes)

    assert the_only(IncidentMerged, goes).merged_into == stays.id
    assert announced(stays) == []


def test_every_report_goes_along_also_those_joined_or_merged_before():
    first, second, third = an_incident(), the_later_one(), the_later_one(room="第三考场", by=SUPERVISOR)
    joined = a_discovery(room="第四考场", description="第四考场停电", discovered_at=DISCOVERED + MINUTE)
    second.join(joined, by=INVIGILATOR, now=LATER)
    merged(second, third)

    merged(first, second)

    reports = [(one.discovery.room, one.merged_from) for one in first.further_reports]
    assert reports == [("第二考场", second.id), ("第四考场", second.id), ("第三考场", third.id)]


@pytest.mark.parametrize("hop", Hop)
def test_whom_the_word_has_reached_under_the_other_it_has_reached(hop):
    stays, goes = an_incident(), the_later_one()
    goes.tell(PassedOn(hop, DISCOVERED + 2 * MINUTE), by=SUPERVISOR, now=DISCOVERED + 3 * MINUTE)

    merged(stays, goes)

    assert stays.first_report.stamps[hop] == goes.first_report.stamps[hop]
    assert (armed(stays)["first-report-due"] is None) is (hop is Hop.LEADING_GROUP)
    assert announced(stays) == ([FirstReportReceived] if hop is Hop.LEADING_GROUP else [])


def test_the_word_that_came_too_late_for_the_earlier_discovery_is_late():
    stays, goes = an_incident(), the_later_one(discovered_at=DISCOVERED + 5 * MINUTE)
    goes.tell(PassedOn(Hop.LEADING_GROUP), by=LEADING_GROUP, now=DISCOVERED + 12 * MINUTE)

    merged(stays, goes, now=DISCOVERED + 13 * MINUTE)

    assert stays.first_report.overdue_at == DISCOVERED + 13 * MINUTE


def test_who_has_taken_over_the_other_has_taken_over_both():
    stays, goes = an_incident(), the_later_one()
    goes.acknowledge(by=SITE_HEAD, now=DISCOVERED + 3 * MINUTE)

    merged(stays, goes, by=SITE_HEAD)

    assert stays.ladder.taken_over == goes.ladder.taken_over
    assert stays.acknowledgements[-1].by == SITE_HEAD.id
    assert goes.id in next(entry.note for entry in stays.timeline if entry.step is EntryKind.ACKNOWLEDGED)


@pytest.mark.parametrize(
    ("by", "may"),
    [(SITE_HEAD, True), (LEADING_GROUP, True), (DIRECTOR, True), (SUPERVISOR, False), (EXAM_AFFAIRS, False)],
)
@pytest.mark.parametrize("held", ["stays", "goes"])
def test_who_has_charge_of_either_or_leads_says_they_are_one(by, may, held):
    pair = {"stays": an_incident(), "goes": the_later_one()}
    pair[held].acknowledge(by=SITE_HEAD, now=DISCOVERED + 3 * MINUTE)
    assert pair[held].ladder.is_held

    if may:
        merged(**pair, by=by)
    else:
        with pytest.raises(MergerNotEntitledError):
            merged(**pair, by=by)
    assert pair["goes"].is_open is not may


def closed(incident):
    incident.tell(PassedOn(Hop.LEADING_GROUP), by=LEADING_GROUP, now=LATER)
    followed_up(incident, LATER)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)
    return incident


def confidential(incident):
    incident.classify_secrecy(Secrecy.CONFIDENTIAL, reason="涉密", by=LEADING_GROUP, now=LATER)
    return incident


@pytest.mark.parametrize(
    ("stays", "goes", "refusal"),
    [
        (closed(an_incident()), the_later_one(), IncidentIsClosedError),
        (an_incident(), closed(the_later_one()), IncidentIsClosedError),
        (an_incident(), the_later_one(kind="virus-or-network-fault"), NotOfOneKindError),
        (an_incident(), the_later_one(batch_id="2027-spring"), NotOfOneKindError),
        (an_incident(), the_later_one(drill=True), DrillAndRealError),
        (an_incident(), confidential(the_later_one()), SecrecyDiffersError),
        (confidential(an_incident()), the_later_one(), SecrecyDiffersError),
    ],
)
def test_what_is_not_one_is_not_merged_and_nothing_changes(stays, goes, refusal):
    before = stays.timeline, goes.timeline

    with pytest.raises(refusal):
        merged(stays, goes, now=LATER + MINUTE)

    assert (stays.timeline, goes.timeline) == before


def test_an_incident_is_not_merged_with_itself_nor_without_a_reason():
    incident = an_incident()

    with pytest.raises(MergedWithItselfError):
        merged(incident, incident)
    with pytest.raises(ReasonMissingError):
        merged(incident, the_later_one(), reason=" ")


def test_nobody_merges_what_they_may_not_read_nor_learns_of_it():
    stays, goes = confidential(an_incident()), confidential(the_later_one())

    with pytest.raises(IncidentConfidentialError):
        merged(stays, goes, by=SITE_HEAD)
    with pytest.raises(IncidentNotFoundError):
        merged(stays, goes, by=ANOTHER_INVIGILATOR)


def test_whose_report_came_along_does_not_read_what_is_confidential():
    stays, goes = an_incident(), the_later_one()
    merged(stays, goes)

    assert stays.concerns(ANOTHER_INVIGILATOR)
    assert stays.may_read(ANOTHER_INVIGILATOR)
    assert not confidential(stays).may_read(ANOTHER_INVIGILATOR)
    assert goes.may_read(ANOTHER_INVIGILATOR)


def test_the_same_merger_again_changes_nothing():
    stays, goes = an_incident(), the_later_one()
    merged(stays, goes)
    before = stays.timeline, goes.timeline

    merged(stays, goes, now=LATER + MINUTE)

    assert (stays.timeline, goes.timeline) == before


def test_what_was_merged_into_one_is_not_merged_into_another():
    stays, goes = an_incident(), the_later_one()
    merged(stays, goes)

    with pytest.raises(IncidentIsMergedError):
        merged(an_incident(room="第五考场"), goes)


def test_a_measure_that_was_ordered_for_the_later_one_keeps_it_apart():
    stays, goes = an_incident(), the_later_one()
    goes.propose(lost_time(sessions=[NOON], lasting=20 * MINUTE), by=SUPERVISOR, now=DISCOVERED + 21 * MINUTE)
    goes.approve(1, by=SITE_HEAD, now=DISCOVERED + 21 * MINUTE)

    with pytest.raises(MeasuresApprovedError, match="第 1 号"):
        merged(stays, goes, now=DISCOVERED + 22 * MINUTE)


def test_work_still_being_done_for_the_later_one_keeps_it_apart():
    stays, goes = an_incident(), the_later_one()
    goes.propose(PeopleMeasure(type=MeasureType.REPAIR, text="抢修线路"), by=SITE_HEAD, now=LATER)
    with pytest.raises(MeasuresApprovedError):
        merged(stays, goes)

    goes.complete(1, note="已修复", by=SITE_HEAD, now=LATER)
    merged(stays, goes)

    assert goes.dispositions.numbered(1).state is DispositionState.DONE


def test_an_undecided_proposal_falls_away_and_says_where_to_make_it_anew():
    stays, goes = an_incident(), the_later_one()
    goes.propose(lost_time(sessions=[NOON]), by=SUPERVISOR, now=DISCOVERED + 21 * MINUTE)

    merged(stays, goes, now=DISCOVERED + 22 * MINUTE)

    assert goes.dispositions.numbered(1).state is DispositionState.REFUSED
    assert stays.id in goes.dispositions.numbered(1).reason
