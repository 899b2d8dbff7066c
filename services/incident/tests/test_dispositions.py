"""What may be done about an incident, and who lets it happen."""

from typing import Any

import pytest

from libs.contracts.incident import DispositionRefused, SparePaperApproved, TimeExtensionApproved
from services.incident.domain.classification.classification import Facts, Finding
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.duty.post import Post
from services.incident.domain.errors import IncidentNotFoundError, ReasonMissingError, SessionNotConcernedError
from services.incident.domain.measures import measures
from services.incident.domain.measures.disposition import Answer, DispositionState
from services.incident.domain.measures.errors import (
    AnswerNotAwaitedError,
    ApproverNotEntitledError,
    DispositionAlreadyDecidedError,
    DispositionNotAllowedError,
    DispositionNotFoundError,
    FreeSittingOwedError,
    MeasureBeforeError,
    MinutesNotLostError,
    OutageNotPastError,
    OutageTooLongError,
    OwnProposalError,
    ProposerNotEntitledError,
    SessionAlreadyCoveredError,
)
from services.incident.domain.measures.measures import MeasureType
from services.incident.domain.people import Person, Role
from services.incident.tests.builders import (
    ANOTHER_INVIGILATOR,
    DIRECTOR,
    DIRECTOR_IN_GROUP,
    DISCOVERED,
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
    a_spare,
    a_watch,
    an_incident,
    announced,
    lost_time,
    the_only,
    whom,
)

LATER = DISCOVERED + 60 * MINUTE


def a_proposal(*, kind="power-or-equipment-failure", measure=None, by=LEADING_GROUP):
    incident = an_incident(kind=kind)
    incident.propose(measure or lost_time(), by=by, now=LATER)
    return incident


def an_answer(measure, session_id, at=LATER):
    return Answer(measure=measure, applied=[session_id], by="scheduling", at=at)


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize("by", [EXAM_AFFAIRS, SITE_HEAD])
def test_time_lost_by_a_power_failure_is_made_up_on_site(by):
    incident = a_proposal(measure=lost_time(minutes=20, sessions=[MORNING, NOON]))

    incident.approve(1, by=by, now=LATER)

    assert the_only(TimeExtensionApproved, incident) == TimeExtensionApproved(
        incident_id=incident.id,
        batch_id="2026-autumn",
        disposition=1,
        session_ids=[MORNING, NOON],
        minutes=20,
        approved_by=by.id,
        approved_at=LATER,
    )


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize(
    ("lasting", "allowed"),
    [(29 * MINUTE, True), (30 * MINUTE - MILLISECOND, True), (30 * MINUTE, True), (30 * MINUTE + MILLISECOND, False)],
)
def test_a_failure_is_settled_on_site_up_to_thirty_minutes(lasting, allowed):
    incident = an_incident()
    measure = lost_time(lasting=lasting)

    if allowed:
        assert incident.propose(measure, by=EXAM_AFFAIRS, now=LATER).number == 1
    else:
        with pytest.raises(OutageTooLongError):
            incident.propose(measure, by=EXAM_AFFAIRS, now=LATER)


@pytest.mark.rule("INC-33")
def test_thirty_minutes_bind_power_failures_and_not_network_faults():
    incident = a_proposal(kind="virus-or-network-fault", measure=lost_time(lasting=31 * MINUTE))

    incident.approve(1, by=SITE_HEAD, now=LATER)

    assert incident.dispositions.items[0].state is DispositionState.APPROVED


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize(("before", "over"), [(0 * MINUTE, True), (MILLISECOND, False)])
def test_time_is_made_up_when_the_failure_is_over(before, over):
    incident = an_incident()
    measure = lost_time()

    if over:
        assert incident.propose(measure, by=EXAM_AFFAIRS, now=measure.restored_at - before).number == 1
    else:
        with pytest.raises(OutageNotPastError):
            incident.propose(measure, by=EXAM_AFFAIRS, now=measure.restored_at - before)


@pytest.mark.rule("INC-31")
@pytest.mark.parametrize(
    ("minutes", "allowed"), [(-1, False), (0, False), (1, True), (20, True), (21, True), (22, False)]
)
def test_no_more_is_made_up_than_was_lost_in_whole_minutes(minutes, allowed):
    incident = an_incident()
    measure = lost_time(minutes=minutes, lasting=20 * MINUTE + MILLISECOND)

    if allowed:
        assert incident.propose(measure, by=EXAM_AFFAIRS, now=LATER).number == 1
    else:
        with pytest.raises(MinutesNotLostError):
            incident.propose(measure, by=EXAM_AFFAIRS, now=LATER)


@pytest.mark.rule("INC-17")
def test_the_group_asks_and_the_director_agrees_to_replace_a_lost_paper():
    incident = a_proposal(kind="paper-leak", measure=a_spare())

    incident.approve(1, by=DIRECTOR, now=LATER)

    assert the_only(SparePaperApproved, incident) == SparePaperApproved(
        incident_id=incident.id,
        batch_id="2026-autumn",
        disposition=1,
        session_ids=[MORNING],
        approved_by=DIRECTOR.id,
        approved_at=LATER,
    )


@pytest.mark.rule("INC-17")
@pytest.mark.parametrize("by", [INVIGILATOR, SITE_HEAD, SUPERVISOR, EXAM_AFFAIRS, DIRECTOR])
def test_only_the_leading_group_asks_for_a_lost_papers_spare(by):
    incident = an_incident(kind="paper-leak")

    with pytest.raises(ProposerNotEntitledError):
        incident.propose(a_spare(), by=by, now=LATER)


@pytest.mark.rule("INC-17")
@pytest.mark.parametrize("by", [INVIGILATOR, SITE_HEAD, SUPERVISOR, EXAM_AFFAIRS, LEADING_GROUP])
def test_nobody_but_the_director_releases_the_spare_of_a_lost_paper(by):
    incident = a_proposal(kind="paper-leak", measure=a_spare())

    with pytest.raises(ApproverNotEntitledError):
        incident.approve(1, by=by, now=LATER)


@pytest.mark.rule("INC-17")
def test_a_director_in_the_leading_group_approves_no_proposal_of_their_own():
    incident = a_proposal(kind="paper-leak", measure=a_spare(), by=DIRECTOR_IN_GROUP)

    with pytest.raises(OwnProposalError):
        incident.approve(1, by=DIRECTOR_IN_GROUP, now=LATER)

    incident.approve(1, by=DIRECTOR, now=LATER)
    assert incident.dispositions.items[0].decided_by == DIRECTOR.id


@pytest.mark.rule("INC-28")
def test_the_inspector_releases_the_spare_once_faulty_papers_are_put_back():
    incident = a_proposal(kind="faulty-papers", measure=a_spare(), by=INVIGILATOR)
    put_back = incident.propose(people_do("put-back"), by=INVIGILATOR, now=LATER)

    with pytest.raises(MeasureBeforeError):
        incident.approve(1, by=SUPERVISOR, now=LATER)
    incident.complete(put_back.number, note="缺页试卷 1 份，已记入记录表", by=INVIGILATOR, now=LATER)
    for by in (INVIGILATOR, SITE_HEAD, EXAM_AFFAIRS, LEADING_GROUP, DIRECTOR):
        with pytest.raises(ApproverNotEntitledError):
            incident.approve(1, by=by, now=LATER)
    incident.approve(1, by=SUPERVISOR, now=LATER)

    assert the_only(SparePaperApproved, incident).session_ids == [MORNING]
    assert any("考场情况记录表" in entry.note for entry in incident.timeline)


# The plan read a second time: kind, measures → who approves. "at once" is nobody but who does it.
GROUP, HEAD, ANYBODY = {"leading-group"}, {"director"}, "at once"
PLAN = {
    ("paper-leak", "scene-protection"): ANYBODY,
    ("paper-leak", "work-group"): ANYBODY,
    ("paper-leak", "continue"): HEAD,
    ("paper-leak", "void-results"): HEAD,
    ("paper-leak", "resit"): HEAD,
    ("paper-leak", "spare-paper"): HEAD,
    ("paper-leak", "reprint"): HEAD,
    ("paper-leak", "reschedule"): HEAD,
    ("papers-damaged", "spare-paper"): GROUP,
    ("papers-damaged", "reprint"): HEAD,
    ("arrival-prevented", "spare-paper"): GROUP,
    ("arrival-prevented", "make-up-time"): GROUP,
    ("arrival-prevented", "delivery"): ANYBODY,
    ("arrival-prevented", "calming"): ANYBODY,
    ("arrival-prevented", "start-delay"): HEAD,
    ("arrival-prevented", "reschedule"): HEAD,
    ("arrival-prevented", "cancellation"): HEAD,
    ("arrival-prevented", "fee-waiver"): HEAD,
    ("mass-disorder", "police"): ANYBODY,
    ("mass-disorder", "work-group"): ANYBODY,
    ("mass-disorder", "site-closure"): GROUP,
    ("mass-disorder", "replace-staff"): GROUP,
    ("mass-disorder", "script-analysis"): GROUP,
    ("mass-disorder", "void-results"): HEAD,
    ("terror", "police"): ANYBODY,
    ("terror", "evacuation"): ANYBODY,
    ("terror", "reschedule"): HEAD,
    ("terror", "spare-paper"): HEAD,
    ("terror", "continue"): HEAD,
    ("grave-illness", "medical-aid"): ANYBODY,
    ("grave-illness", "isolation"): ANYBODY,
    ("grave-illness", "cancellation"): HEAD,
    ("grave-illness", "reschedule"): HEAD,
    ("grave-illness", "other"): HEAD,
    ("natural-disaster", "evacuation"): ANYBODY,
    ("natural-disaster", "scene-protection"): ANYBODY,
    ("natural-disaster", "cancellation"): HEAD,
    ("natural-disaster", "reschedule"): HEAD,
    ("natural-disaster", "other"): HEAD,
    ("other-major", "other"): GROUP,
    ("other-major", "spare-paper"): GROUP,
    ("other-major", "make-up-time"): GROUP,
    ("other-major", "start-delay"): HEAD,
    ("other-major", "reschedule"): HEAD,
    ("other-major", "cancellation"): HEAD,
    ("faulty-papers", "put-back"): ANYBODY,
    ("faulty-papers", "spare-paper"): {"supervisor"},
    ("faulty-papers", "delivery"): {"supervisor", "exam-affairs"},
    ("faulty-papers", "reprint"): {"supervisor", "exam-affairs"},
    ("faulty-papers", "make-up-time"): {"supervisor", "exam-affairs"},
    ("item-errors", "correction"): ANYBODY,
    ("item-errors", "other"): HEAD,
    ("power-or-equipment-failure", "repair"): ANYBODY,
    ("power-or-equipment-failure", "make-up-time"): {"exam-affairs", "site-head"},
    ("virus-or-network-fault", "repair"): ANYBODY,
    ("virus-or-network-fault", "calming"): ANYBODY,
    ("virus-or-network-fault", "make-up-time"): {"site-head"},
    ("papers-missing-afterwards", "paper-return"): ANYBODY,
    ("papers-missing-afterwards", "zero-score"): HEAD,
    ("other-general", "other"): GROUP,
}
# Which clause of the plan provides it, and who may ask for it: everybody on site, if nobody is named.
RULE = {
    "paper-leak": {"INC-15": "scene-protection work-group continue", "INC-16": "void-results resit",
                   "INC-17": "spare-paper reprint reschedule"},
    "papers-damaged": {"INC-18": "spare-paper reprint"},
    "arrival-prevented": {"INC-19": "spare-paper make-up-time delivery calming",
                          "INC-20": "start-delay reschedule cancellation fee-waiver"},
    "mass-disorder": {"INC-21": "police work-group site-closure replace-staff",
                      "INC-22": "script-analysis void-results"},
    "terror": {"INC-23": "police evacuation reschedule spare-paper continue"},
    "grave-illness": {"INC-24": "medical-aid isolation cancellation reschedule other"},
    "natural-disaster": {"INC-25": "evacuation scene-protection cancellation reschedule other"},
    "other-major": {"INC-11": "other spare-paper make-up-time start-delay reschedule cancellation"},
    "faulty-papers": {"INC-28": "put-back spare-paper", "INC-29": "delivery reprint make-up-time"},
    "item-errors": {"INC-30": "correction other"},
    "power-or-equipment-failure": {"INC-31": "repair make-up-time"},
    "virus-or-network-fault": {"INC-33": "repair calming make-up-time"},
    "papers-missing-afterwards": {"INC-34": "paper-return zero-score"},
    "other-general": {"INC-13": "other"},
}  # fmt: skip
ON_SITE = {"invigilator", "examiner", "supervisor", "site-head", "exam-affairs", "leading-group"}
ASKED_BY = {
    **dict.fromkeys(PLAN, ON_SITE),
    **dict.fromkeys([pair for pair, who in PLAN.items() if who == HEAD], GROUP),
    ("paper-leak", "work-group"): GROUP,
    ("mass-disorder", "work-group"): GROUP,
    ("item-errors", "correction"): {"exam-affairs"},
    ("item-errors", "other"): {"exam-affairs"},
    ("papers-missing-afterwards", "zero-score"): ON_SITE,
}


def rule_of(kind, name):
    [rule] = [rule for rule, names in RULE[kind].items() if name in names.split()]
    return rule


def rows(of):
    """The rows of the plan that this picks, each marked with its own rule."""
    return [pytest.param(*pair, marks=pytest.mark.rule(rule_of(*pair))) for pair, who in PLAN.items() if of(who)]


WIDE_AREA = {("power-or-equipment-failure", m) for m in ("start-delay", "reschedule", "cancellation", "fee-waiver")}
MEASURES = {
    "make-up-time": lost_time(),
    "spare-paper": a_spare(),
    "reprint": measures.Reprint(session_ids=[MORNING], source="spare", copies=30),
    "start-delay": measures.StartDelay(session_ids=[MORNING], minutes=30),
    "reschedule": measures.Reschedule(session_ids=[MORNING]),
    "cancellation": measures.Cancellation(session_ids=[MORNING]),
    "replace-staff": measures.ReplaceStaff(session_ids=[MORNING], leaving="S-0011", arriving="S-0012"),
    "resit": measures.Resit(session_ids=[MORNING]),
    "void-results": measures.VoidResults(session_ids=[MORNING]),
    "zero-score": measures.ZeroScore(session_ids=[MORNING], application_ids=["2026-autumn-00001"]),
    "fee-waiver": measures.FeeWaiver(session_ids=[MORNING]),
    "isolation": measures.Isolation(session_ids=[MORNING]),
}


def people_do(name):
    kind: Any = MeasureType(name)
    return measures.PeopleMeasure(type=kind, text="立即处置")


def a_measure(name):
    return MEASURES.get(name) or people_do(name)


FIRST = {"faulty-papers": "put-back", "power-or-equipment-failure": "power-return"}


def prepared(incident):
    """People have done what the plan wants done before anything is decided of it."""
    name = FIRST.get(incident.discovery.kind)
    if name and (name != "power-return" or incident.classification.rule == "INC-32"):
        done = incident.propose(people_do(name), by=EXAM_AFFAIRS, now=LATER)
        incident.complete(done.number, note="已完成", by=EXAM_AFFAIRS, now=LATER)
    return incident


@pytest.mark.parametrize(("kind", "name"), rows(lambda who: True))
def test_each_measure_is_asked_for_under_its_clause_by_site_staff_alone(kind, name):
    for role in Role:
        by = Person("S-0100", {role.value})
        incident = an_incident(kind=kind, by=by)
        if name == "fee-waiver":
            incident.propose(measures.Cancellation(session_ids=[MORNING]), by=LEADING_GROUP, now=LATER)
            incident.approve(1, by=DIRECTOR, now=LATER)

        if role.value in ASKED_BY[kind, name]:
            assert incident.propose(a_measure(name), by=by, now=LATER).rule == rule_of(kind, name)
        else:
            with pytest.raises(ProposerNotEntitledError):
                incident.propose(a_measure(name), by=by, now=LATER)


@pytest.mark.parametrize(("kind", "name"), rows(lambda who: who != ANYBODY))
def test_each_measure_is_approved_only_by_whom_the_plan_names(kind, name):
    for role in Role:
        incident = cancelled_for_a_waiver(kind) if name == "fee-waiver" else prepared(an_incident(kind=kind))
        number = incident.propose(a_measure(name), by=PROPOSER.get(kind, LEADING_GROUP), now=LATER).number

        if role.value in PLAN[kind, name]:
            incident.approve(number, by=Person("S-0100", {role.value}), now=LATER, affected=whom("2026-autumn-00001"))
        else:
            with pytest.raises(ApproverNotEntitledError):
                incident.approve(
                    number, by=Person("S-0100", {role.value}), now=LATER, affected=whom("2026-autumn-00001")
                )


PROPOSER = {"item-errors": EXAM_AFFAIRS}


def cancelled_for_a_waiver(kind):
    incident = a_proposal(kind=kind, measure=MEASURES["cancellation"])
    incident.approve(1, by=DIRECTOR, now=LATER)
    return incident


@pytest.mark.parametrize(("kind", "name"), rows(lambda who: who == ANYBODY))
def test_what_cannot_wait_is_done_at_once_by_who_may_propose_it(kind, name):
    incident = an_incident(kind=kind)

    disposition = incident.propose(a_measure(name), by=PROPOSER.get(kind, LEADING_GROUP), now=LATER)

    assert disposition.is_approved
    incident.complete(1, note="已完成", by=SITE_HEAD, now=LATER)
    assert not disposition.is_open


@pytest.mark.rule("INC-32")
@pytest.mark.parametrize(("kind", "name"), sorted(WIDE_AREA - {("power-or-equipment-failure", "fee-waiver")}))
@pytest.mark.parametrize("facts", [Facts(region_wide=True), Facts(outage_minutes=31)])
def test_the_head_decides_on_a_blackout_once_its_end_is_confirmed(kind, name, facts):
    incident = an_incident(kind=kind, facts=facts)
    incident.propose(a_measure(name), by=LEADING_GROUP, now=LATER)

    with pytest.raises(MeasureBeforeError):
        incident.approve(1, by=DIRECTOR, now=LATER)
    prepared(incident)
    with pytest.raises(ApproverNotEntitledError):
        incident.approve(1, by=SITE_HEAD, now=LATER)
    incident.approve(1, by=DIRECTOR, now=LATER)

    assert incident.dispositions.items[0].rule == "INC-32"


@pytest.mark.rule("INC-32")
def test_of_an_outage_beyond_the_site_the_head_hears_at_once():
    watch = a_watch((Post.SITE_HEAD, SITE_HEAD.id), (Post.DIRECTOR, DIRECTOR.id))
    grown = an_incident(facts=Facts(outage_minutes=30), watch=watch)
    entered = an_incident(facts=Facts(region_wide=True), watch=watch)
    before = {notice.person_id for notice in grown.collect_notices()}

    finding = Finding(grown.discovery.kind, Facts(region_wide=True))
    grown.reclassify(finding, reason="核实", by=SITE_HEAD, now=LATER, watch=watch)

    assert before == {SITE_HEAD.id}
    for incident in (grown, entered):
        assert DIRECTOR.id in {notice.person_id for notice in incident.collect_notices()}


@pytest.mark.rule("INC-20", "INC-32")
@pytest.mark.parametrize("differing", [{"kind": "arrival-prevented"}, {"facts": Facts(region_wide=True)}])
def test_what_is_cancelled_is_not_closed_before_the_next_sitting_is_free(differing):
    incident = prepared(an_incident(**differing))
    number = incident.propose(MEASURES["cancellation"], by=LEADING_GROUP, now=LATER).number
    incident.approve(number, by=DIRECTOR, now=LATER)
    incident.note_answer(Answer(by="scheduling", number=number, at=LATER, applied=[MORNING]), now=LATER)

    with pytest.raises(FreeSittingOwedError):
        incident.dispositions.must_owe_no_free_sitting()
    waiver = incident.propose(MEASURES["fee-waiver"], by=LEADING_GROUP, now=LATER).number
    incident.approve(waiver, by=DIRECTOR, now=LATER, affected=whom("2026-autumn-00001"))

    incident.dispositions.must_owe_no_free_sitting()


@pytest.mark.parametrize("minutes", [29, 30])
def test_a_short_outage_of_one_site_delays_and_cancels_nothing(minutes):
    incident = an_incident(facts=Facts(outage_minutes=minutes))

    for _, name in WIDE_AREA:
        with pytest.raises(DispositionNotAllowedError):
            incident.propose(a_measure(name), by=LEADING_GROUP, now=LATER)


@pytest.mark.parametrize("name", MeasureType)
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_plan_does_not_provide_for_a_kind_is_refused(kind, name):
    incident = an_incident(kind=kind)

    if (kind, name) in PLAN:
        return
    with pytest.raises(DispositionNotAllowedError):
        incident.propose(a_measure(name), by=LEADING_GROUP, now=LATER)


def test_staff_away_from_the_site_propose_nothing():
    with pytest.raises(ProposerNotEntitledError):
        an_incident(by=RECEPTION).propose(lost_time(), by=RECEPTION, now=LATER)


def test_an_invigilator_proposes_nothing_for_the_incident_of_another_room():
    with pytest.raises(IncidentNotFoundError):
        an_incident().propose(lost_time(), by=ANOTHER_INVIGILATOR, now=LATER)


@pytest.mark.parametrize("sessions", [[], ["another-session"], [MORNING, "another-session"], [MORNING, MORNING]])
def test_a_disposition_touches_sessions_of_its_incident_each_once(sessions):
    with pytest.raises(SessionNotConcernedError):
        an_incident().propose(lost_time(sessions=sessions), by=EXAM_AFFAIRS, now=LATER)


def test_a_report_without_sessions_gets_a_disposition_for_its_batchs_planned_ones():
    incident = an_incident(session_ids=[])

    with pytest.raises(SessionNotConcernedError):
        incident.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER)
    proposed = incident.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER, planned={MORNING})

    assert proposed.measure.session_ids == [MORNING]


def test_a_session_is_not_given_the_same_disposition_twice():
    incident = a_proposal()

    with pytest.raises(SessionAlreadyCoveredError):
        incident.propose(lost_time(sessions=[NOON, MORNING]), by=EXAM_AFFAIRS, now=LATER)
    assert incident.propose(lost_time(sessions=[NOON]), by=EXAM_AFFAIRS, now=LATER).number == 2


def test_a_refused_proposal_orders_nothing_and_makes_room_for_a_better_one():
    incident = a_proposal()
    incident.collect_events()

    incident.refuse(1, reason="时间有误", by=SITE_HEAD, now=LATER)

    assert announced(incident) == [DispositionRefused]
    assert incident.propose(lost_time(), by=EXAM_AFFAIRS, now=LATER).number == 2


def test_a_refusal_says_why_and_is_for_those_who_might_approve():
    incident = a_proposal()

    with pytest.raises(ReasonMissingError):
        incident.refuse(1, reason="", by=SITE_HEAD, now=LATER)
    with pytest.raises(ApproverNotEntitledError):
        incident.refuse(1, reason="时间有误", by=INVIGILATOR, now=LATER)


@pytest.mark.parametrize("approve_first", [True, False])
def test_a_proposal_is_decided_once(approve_first):
    incident = a_proposal()
    if approve_first:
        incident.approve(1, by=SITE_HEAD, now=LATER)
    else:
        incident.refuse(1, reason="时间有误", by=SITE_HEAD, now=LATER)

    with pytest.raises(DispositionAlreadyDecidedError):
        incident.approve(1, by=SITE_HEAD, now=LATER)
    with pytest.raises(DispositionAlreadyDecidedError):
        incident.refuse(1, reason="时间有误", by=SITE_HEAD, now=LATER)


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_only_a_disposition_that_exists_is_decided(number):
    with pytest.raises(DispositionNotFoundError):
        a_proposal().approve(number, by=SITE_HEAD, now=LATER)


def test_a_disposition_is_done_with_the_answer_for_its_last_session():
    incident = a_proposal(measure=lost_time(sessions=[MORNING, NOON]))
    incident.approve(1, by=SITE_HEAD, now=LATER)
    answers = [an_answer(MeasureType.MAKE_UP_TIME, session_id) for session_id in (MORNING, NOON)]

    incident.note_answer(answers[0], now=LATER + MINUTE)
    assert incident.dispositions.open_numbers == [1]

    incident.note_answer(answers[1], now=LATER + MINUTE)
    assert incident.dispositions.open_numbers == []
    last = incident.timeline[-1]
    assert (last.actor, last.occurred_at, last.entered_at) == ("scheduling", LATER, LATER + MINUTE)


@pytest.mark.parametrize(
    ("approved", "measure", "session_id"),
    [
        (False, MeasureType.MAKE_UP_TIME, MORNING),
        (True, MeasureType.SPARE_PAPER, MORNING),
        (True, MeasureType.MAKE_UP_TIME, NOON),
    ],
)
def test_an_answer_to_nothing_that_was_approved_is_refused(approved, measure, session_id):
    incident = a_proposal()
    if approved:
        incident.approve(1, by=SITE_HEAD, now=LATER)

    with pytest.raises(AnswerNotAwaitedError):
        incident.note_answer(an_answer(measure, session_id), now=LATER)
