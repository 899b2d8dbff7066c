"""Several people report the same: it is one incident, and its clock counts from whoever discovered it first."""

from datetime import timedelta

import pytest

from libs.contracts.incident import DiscoveryCorrected, FirstReportOverdue, ReportJoined
from services.incident.domain.agenda import Agenda, DueAct
from services.incident.domain.classification.classification import Facts
from services.incident.domain.classification.errors import QuestionsUnansweredError
from services.incident.domain.errors import NotTheSameIncidentError
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.measures.measures import SparePaper
from services.incident.domain.record.joining import SAME_WITHIN
from services.incident.domain.record.photos import Photo
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
    MILLISECOND,
    MINUTE,
    MORNING,
    NOON,
    RECEPTION,
    SITE_HEAD,
    SUPERVISOR,
    a_discovery,
    an_incident,
    announced,
    armed,
    the_only,
)

LATER = DISCOVERED + 4 * MINUTE


def another(**differing):
    """What somebody in the room next door discovered a minute later."""
    return a_discovery(
        **{
            "room": "第二考场",
            "description": "第二考场也停电",
            "discovered_at": DISCOVERED + MINUTE,
            "session_ids": [],
            **differing,
        }
    )


def test_the_timeline_shows_a_joining_reports_who_when_where_and_every_word():
    incident = an_incident()

    incident.join(another(), by=ANOTHER_INVIGILATOR, now=LATER)

    entry = incident.timeline[-1]
    assert (entry.step, entry.actor) == (EntryKind.REPORT_JOINED, ANOTHER_INVIGILATOR.id)
    assert (entry.occurred_at, entry.entered_at) == (DISCOVERED + MINUTE, LATER)
    assert "主考点 第二考场" in entry.note
    assert entry.note.endswith("第二考场也停电")
    assert incident.further_reports[0].discovery == another()


def test_a_report_that_joins_announces_itself_and_calls_nobody():
    incident = an_incident()
    incident.collect_notices()

    incident.join(another(session_ids=[NOON]), by=ANOTHER_INVIGILATOR, now=LATER)

    joined = the_only(ReportJoined, incident)
    assert (joined.incident_id, joined.session_ids, joined.discovered_at) == (incident.id, [NOON], DISCOVERED + MINUTE)
    assert joined.report_id == another(session_ids=[NOON]).incident_id(ANOTHER_INVIGILATOR.id)
    assert incident.collect_notices() == []


def test_a_later_discovery_moves_no_deadline():
    incident = an_incident()

    incident.join(another(), by=ANOTHER_INVIGILATOR, now=LATER)

    assert announced(incident) == [ReportJoined]
    assert armed(incident)["first-report-due"] == DISCOVERED + 10 * MINUTE
    assert incident.first_report.discovered_at == DISCOVERED


def test_an_earlier_discovery_moves_every_deadline_forward():
    incident = an_incident()
    ladder_due = incident.next_due["ladder"]

    incident.join(another(discovered_at=DISCOVERED - MINUTE), by=ANOTHER_INVIGILATOR, now=LATER)

    due = armed(incident)
    assert due["first-report-due"] == DISCOVERED + 9 * MINUTE
    assert due["ladder-due"] == ladder_due - MINUTE
    assert the_only(DiscoveryCorrected, incident).discovered_at == DISCOVERED - MINUTE


def test_an_earlier_discovery_ten_minutes_past_rings_at_once_and_says_so():
    incident = an_incident()

    incident.join(another(discovered_at=DISCOVERED - 6 * MINUTE), by=ANOTHER_INVIGILATOR, now=LATER)

    notes = {entry.step: entry for entry in incident.timeline}
    assert "已满十分钟" in notes[EntryKind.DISCOVERY_CORRECTED].note
    assert notes[EntryKind.FIRST_REPORT_OVERDUE].occurred_at == DISCOVERED + 4 * MINUTE
    assert the_only(FirstReportOverdue, incident).due_at == DISCOVERED + 4 * MINUTE


def test_a_phone_ahead_is_taken_at_its_receipt_and_moves_nothing():
    incident = an_incident()

    incident.join(another(discovered_at=LATER + 90 * MINUTE), by=ANOTHER_INVIGILATOR, now=LATER)

    assert incident.timeline[-1].occurred_at == LATER
    assert "时钟快于服务器" in incident.timeline[-1].note
    assert incident.first_report.discovered_at == DISCOVERED


@pytest.mark.parametrize(
    ("by", "stamps", "holders"),
    [
        (ANOTHER_INVIGILATOR, set(), []),
        (SITE_HEAD, {Hop.SITE_HEAD}, [SITE_HEAD.id]),
        (LEADING_GROUP, {Hop.LEADING_GROUP}, [LEADING_GROUP.id]),
    ],
)
def test_who_joins_knows_of_it_as_who_reports_does(by, stamps, holders):
    incident = an_incident()

    incident.join(another(), by=by, now=LATER)

    assert set(incident.first_report.stamps) == stamps
    assert list(incident.ladder.taken_over) == holders


def test_who_joined_reads_and_adds_photos_even_once_it_is_confidential():
    incident = an_incident()
    incident.join(another(), by=ANOTHER_INVIGILATOR, now=LATER)
    incident.classify_secrecy(Secrecy.CONFIDENTIAL, reason="涉密", by=LEADING_GROUP, now=LATER)

    incident.add_photo(Photo.of(b"...", "image/png", by=ANOTHER_INVIGILATOR, now=LATER), by=ANOTHER_INVIGILATOR)

    assert incident.may_read(ANOTHER_INVIGILATOR)
    assert not incident.concerns(RECEPTION)


def test_a_measure_may_name_the_sessions_of_every_report():
    incident = an_incident(kind="faulty-papers", session_ids=[MORNING])
    incident.join(another(kind="faulty-papers", session_ids=[NOON]), by=ANOTHER_INVIGILATOR, now=LATER)

    disposition = incident.propose(SparePaper(session_ids=[MORNING, NOON]), by=SUPERVISOR, now=LATER)

    assert disposition.measure.session_ids == [MORNING, NOON]


@pytest.mark.parametrize(
    ("differing", "same"),
    [
        ({}, True),
        ({"discovered_at": DISCOVERED + SAME_WITHIN}, True),
        ({"discovered_at": DISCOVERED + SAME_WITHIN + MILLISECOND}, False),
        ({"discovered_at": DISCOVERED - SAME_WITHIN}, True),
        ({"discovered_at": DISCOVERED - SAME_WITHIN - MILLISECOND}, False),
        ({"kind": "virus-or-network-fault"}, False),
        ({"kind": None, "facts": Facts(exam_can_go_on=True, grave_harm=False)}, False),
        ({"batch_id": "2027-spring"}, False),
        ({"drill": True}, False),
        ({"site": "东校区考点"}, False),
        ({"site": "东校区考点", "room": "第一考场"}, True),
        ({"site": "东校区考点", "session_ids": [NOON]}, True),
        ({"facts": Facts(rooms_in_disorder=2)}, False),
        ({"facts": Facts(outage_minutes=40)}, True),
    ],
)
def test_the_same_is_one_kind_tier_and_place_within_half_an_hour(differing, same):
    incident = an_incident(room="第一考场")
    now = DISCOVERED + timedelta(hours=1)

    assert incident.may_be(another(**differing), by=ANOTHER_INVIGILATOR, now=now) is same
    if not same:
        with pytest.raises(NotTheSameIncidentError):
            incident.join(another(**differing), by=ANOTHER_INVIGILATOR, now=now)


def test_the_room_of_a_joined_report_is_a_place_of_the_incident():
    incident = an_incident()
    incident.join(another(), by=ANOTHER_INVIGILATOR, now=LATER)

    assert incident.may_be(another(site="主考点二楼"), by=RECEPTION, now=LATER)


def test_a_report_without_kind_and_answers_is_refused_as_if_alone():
    with pytest.raises(QuestionsUnansweredError):
        an_incident().may_be(another(kind=None), by=ANOTHER_INVIGILATOR, now=LATER)


@pytest.mark.parametrize(
    ("by", "offered"),
    [(RECEPTION, False), (SITE_HEAD, False), (SUPERVISOR, False), (INVIGILATOR, True)]
    + [(person, True) for person in (EXAM_AFFAIRS, LEADING_GROUP, DIRECTOR)],
)
def test_a_confidential_incident_is_the_same_only_for_who_may_read_it(by, offered):
    incident = an_incident()
    incident.classify_secrecy(Secrecy.CONFIDENTIAL, reason="涉密", by=LEADING_GROUP, now=LATER)

    assert incident.may_be(another(), by=by, now=LATER) is offered


def test_a_stage_report_overdue_by_the_earlier_discovery_is_missed_and_chased():
    incident = an_incident(kind="paper-leak")
    incident.call_overdue(now=DUE)
    incident.acknowledge(by=DIRECTOR, now=DUE + 2 * MINUTE)
    earlier = another(kind="paper-leak", discovered_at=DISCOVERED - 25 * MINUTE)

    incident.join(earlier, by=ANOTHER_INVIGILATOR, now=DISCOVERED + 40 * MINUTE)

    assert EntryKind.STAGE_REPORT_MISSED in {entry.step for entry in incident.timeline}
    assert Agenda.of(incident).next_act is DueAct.FIRST_REPORT
