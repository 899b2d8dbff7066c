"""What an approved disposition orders, for exactly whom, and what is kept of the answers."""

from datetime import date

import pytest

from libs.contracts.incident import (
    CancellationApproved,
    DispositionApproved,
    DispositionDone,
    FeeWaiverApproved,
    ReprintApproved,
    RescheduleApproved,
    ResitApproved,
    ResultsVoidApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    ZeroScoreApproved,
)
from services.incident.domain.errors import DispositionOpenError
from services.incident.domain.measures import measures
from services.incident.domain.measures.affected import Affected
from services.incident.domain.measures.disposition import Answer, DispositionState, Unfulfilled
from services.incident.domain.measures.dispositions import limited_to_those_named
from services.incident.domain.measures.errors import (
    AnswerNotAwaitedError,
    CandidatesNotConcernedError,
    MeasureImpossibleError,
    NobodyTouchedError,
    NotDoneByPeopleError,
    OwnProposalError,
    PreviewOutdatedError,
    WaiverWithoutCancellationError,
)
from services.incident.domain.measures.measures import MeasureType
from services.incident.tests.builders import (
    DIRECTOR,
    DIRECTOR_IN_GROUP,
    DISCOVERED,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    MINUTE,
    MORNING,
    NOON,
    SITE_HEAD,
    a_closing_report,
    an_incident,
    announced,
    followed_up,
    the_only,
    whom,
)

LATER = DISCOVERED + 60 * MINUTE
TOMORROW = date(2026, 9, 20)
ANNA, BOB = "2026-autumn-00001", "2026-autumn-00002"


def approved(kind, measure, *, by=DIRECTOR, proposer=LEADING_GROUP, affected=None, **differing):
    incident = an_incident(kind=kind, **differing)
    number = incident.propose(measure, by=proposer, now=LATER).number
    incident.approve(number, by=by, now=LATER, affected=affected or whom(ANNA, BOB))
    return incident


def ordered(contract, incident, **expected):
    order = the_only(contract, incident)
    assert (order.incident_id, order.batch_id, order.approved_at) == (incident.id, "2026-autumn", LATER)
    assert order.disposition == len(incident.dispositions.items)
    assert {name: getattr(order, name) for name in expected} == expected


@pytest.mark.rule("INC-17")
def test_a_reprint_says_what_from_and_how_many():
    incident = approved("paper-leak", measures.Reprint(session_ids=[MORNING], source="spare", copies=30))

    ordered(ReprintApproved, incident, session_ids=[MORNING], source="spare", copies=30)


@pytest.mark.rule("INC-20")
def test_a_delay_says_how_long():
    incident = approved("arrival-prevented", measures.StartDelay(session_ids=[MORNING], minutes=40))

    ordered(StartDelayApproved, incident, session_ids=[MORNING], minutes=40, approved_by=DIRECTOR.id)


@pytest.mark.rule("INC-17", "INC-23")
@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("paper-leak", measures.Reschedule(session_ids=[MORNING])),
        ("terror", measures.Reschedule(session_ids=[MORNING], new_date=TOMORROW, site="第二考点", use_spare=True)),
    ],
)
def test_another_day_may_be_set_later_and_elsewhere_with_the_spare(kind, measure):
    incident = approved(kind, measure)

    ordered(RescheduleApproved, incident, new_date=measure.new_date, site=measure.site, use_spare=measure.use_spare)


@pytest.mark.rule("INC-24", "INC-25")
@pytest.mark.parametrize("kind", ["grave-illness", "natural-disaster"])
def test_an_examination_is_stopped_by_the_head(kind):
    incident = approved(kind, measures.Cancellation(session_ids=[MORNING, NOON]))

    ordered(CancellationApproved, incident, session_ids=[MORNING, NOON], approved_by=DIRECTOR.id)


@pytest.mark.rule("INC-16")
def test_results_are_void_inside_the_range_and_nobody_elses():
    measure = measures.VoidResults(session_ids=[MORNING], application_ids=[BOB])

    incident = approved("paper-leak", measure, affected=limited_to_those_named(measure, whom(ANNA, BOB)))

    ordered(ResultsVoidApproved, incident, session_ids=[MORNING], application_ids=[BOB])


@pytest.mark.rule("INC-16")
@pytest.mark.parametrize("named", [[], [ANNA, ANNA], ["2026-autumn-00099"], [ANNA, "2026-autumn-00099"]])
def test_a_range_holds_candidates_of_its_sessions_each_once(named):
    with pytest.raises(CandidatesNotConcernedError):
        limited_to_those_named(measures.VoidResults(session_ids=[MORNING], application_ids=named), whom(ANNA, BOB))


@pytest.mark.rule("INC-16")
def test_the_range_is_examined_again():
    incident = approved("paper-leak", measures.Resit(session_ids=[MORNING], new_date=TOMORROW))

    ordered(ResitApproved, incident, application_ids=[ANNA, BOB], new_date=TOMORROW)


@pytest.mark.rule("INC-22")
def test_all_papers_of_a_room_are_void_when_the_head_says_so():
    incident = approved("mass-disorder", measures.VoidResults(session_ids=[MORNING]))

    ordered(ResultsVoidApproved, incident, application_ids=[ANNA, BOB])


@pytest.mark.rule("INC-34")
def test_score_zero_is_a_proposal_that_the_head_accepts():
    measure = measures.ZeroScore(session_ids=[MORNING], application_ids=[ANNA])
    incident = an_incident(kind="papers-missing-afterwards")
    incident.propose(measure, by=INVIGILATOR, now=LATER)
    assert ZeroScoreApproved not in announced(incident)

    incident.approve(1, by=DIRECTOR, now=LATER, affected=whom(ANNA))

    ordered(ZeroScoreApproved, incident, application_id=ANNA, session_id=MORNING, part="theory")


@pytest.mark.rule("INC-20")
def test_the_next_sitting_is_free_after_a_cancellation_and_only_then():
    incident = an_incident(kind="arrival-prevented")
    waiver = measures.FeeWaiver(session_ids=[MORNING])
    with pytest.raises(WaiverWithoutCancellationError):
        incident.propose(waiver, by=LEADING_GROUP, now=LATER)
    incident.propose(measures.Cancellation(session_ids=[MORNING]), by=LEADING_GROUP, now=LATER)
    with pytest.raises(WaiverWithoutCancellationError):
        incident.propose(waiver, by=LEADING_GROUP, now=LATER)
    incident.approve(1, by=DIRECTOR, now=LATER)

    incident.propose(waiver, by=LEADING_GROUP, now=LATER)
    incident.approve(2, by=DIRECTOR, now=LATER, affected=whom(ANNA, BOB))

    parts_of = {ANNA: ["theory"], BOB: ["theory"]}
    ordered(FeeWaiverApproved, incident, application_ids=[ANNA, BOB], parts=["theory"], parts_of=parts_of)


@pytest.mark.rule("INC-20")
def test_each_candidate_is_let_off_what_was_cancelled_for_them():
    theory, practical = whom(ANNA), whom(ANNA, BOB, session_id="P-1", part="practical")
    incident = an_incident(kind="arrival-prevented", session_ids=[MORNING, "P-1"])
    incident.propose(measures.Cancellation(session_ids=[MORNING, "P-1"]), by=LEADING_GROUP, now=LATER)
    incident.approve(1, by=DIRECTOR, now=LATER)
    incident.propose(measures.FeeWaiver(session_ids=[MORNING, "P-1"]), by=LEADING_GROUP, now=LATER)

    incident.approve(2, by=DIRECTOR, now=LATER, affected=Affected(sessions=[*theory.sessions, *practical.sessions]))

    ordered(FeeWaiverApproved, incident, parts_of={ANNA: ["practical", "theory"], BOB: ["practical"]})


@pytest.mark.rule("INC-21")
def test_an_invigilator_is_replaced():
    measure = measures.ReplaceStaff(session_ids=[MORNING], leaving="S-0011", arriving="S-0012")

    incident = approved("mass-disorder", measure, by=LEADING_GROUP)

    ordered(StaffReplacementApproved, incident, session_id=MORNING, leaving="S-0011", arriving="S-0012")


@pytest.mark.rule("INC-15")
def test_the_examination_goes_on_when_the_head_is_sure():
    incident = approved("paper-leak", measures.PeopleMeasure(type=MeasureType.CONTINUE, text="未扩散，如期进行"))

    assert incident.dispositions.open_numbers == []


@pytest.mark.rule("INC-16", "INC-17", "INC-20", "INC-34")
@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("paper-leak", measures.VoidResults(session_ids=[MORNING])),
        ("paper-leak", measures.Reprint(session_ids=[MORNING], source="copy", copies=1)),
        ("arrival-prevented", measures.Cancellation(session_ids=[MORNING])),
    ],
)
def test_nobody_approves_the_own_request_to_the_head(kind, measure):
    with pytest.raises(OwnProposalError):
        approved(kind, measure, proposer=DIRECTOR_IN_GROUP, by=DIRECTOR_IN_GROUP)


@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("paper-leak", measures.VoidResults(session_ids=[MORNING])),
        ("paper-leak", measures.Resit(session_ids=[MORNING])),
    ],
)
def test_a_decision_about_candidates_needs_some(kind, measure):
    with pytest.raises(NobodyTouchedError):
        approved(kind, measure, affected=Affected(sessions=whom().sessions))


@pytest.mark.parametrize("changed", [whom(ANNA), whom(ANNA, BOB, session_id=NOON)])
def test_what_is_approved_is_what_was_seen(changed):
    incident = an_incident(kind="paper-leak")
    incident.propose(measures.VoidResults(session_ids=[MORNING]), by=LEADING_GROUP, now=LATER)
    seen = whom(ANNA, BOB).digest

    with pytest.raises(PreviewOutdatedError):
        incident.approve(1, by=DIRECTOR, now=LATER, affected=changed, seen=seen)
    incident.approve(1, by=DIRECTOR, now=LATER, affected=whom(ANNA, BOB), seen=seen)

    assert incident.dispositions.items[0].targets == [ANNA, BOB]


@pytest.mark.parametrize(
    "measure",
    [
        measures.Reprint(session_ids=[MORNING], source="spare", copies=0),
        measures.StartDelay(session_ids=[MORNING], minutes=0),
        measures.StartDelay(session_ids=[MORNING], minutes=24 * 60),
        measures.Reschedule(session_ids=[MORNING], new_date=date(2026, 9, 18)),
        measures.ReplaceStaff(session_ids=[MORNING], leaving="S-0011", arriving="S-0011"),
        measures.ReplaceStaff(session_ids=[MORNING, NOON], leaving="S-0011", arriving="S-0012"),
        measures.ZeroScore(session_ids=[MORNING], application_ids=[ANNA, BOB]),
        measures.ZeroScore(session_ids=[MORNING]),
        measures.PeopleMeasure(type=MeasureType.OTHER, text=" "),
    ],
)
def test_a_measure_that_cannot_be_is_refused(measure):
    with pytest.raises(MeasureImpossibleError):
        measure.check(restored_within=None, now=LATER)


@pytest.mark.parametrize(
    "measure",
    [
        measures.Reprint(session_ids=[MORNING], source="spare", copies=1),
        measures.StartDelay(session_ids=[MORNING], minutes=1),
        measures.StartDelay(session_ids=[MORNING], minutes=24 * 60 - 1),
        measures.Reschedule(session_ids=[MORNING], new_date=date(2026, 9, 19)),
    ],
)
def test_a_measure_at_its_bound_is_taken(measure):
    measure.check(restored_within=None, now=LATER)


def an_answer(*applied, refused=(), number=1):
    problems = [Unfulfilled(target=target, slug="session-finished", reason="该场次已经结束。") for target in refused]
    return Answer(number=number, applied=list(applied), refused=problems, by="scheduling", at=LATER)


def test_what_was_done_and_what_was_refused_is_kept_target_by_target():
    incident = approved("arrival-prevented", measures.StartDelay(session_ids=[MORNING, NOON], minutes=40))
    incident.collect_events()

    incident.note_answer(an_answer(MORNING), now=LATER + MINUTE)
    assert incident.dispositions.open_numbers == [1]
    incident.note_answer(an_answer(refused=[NOON]), now=LATER + MINUTE)

    disposition = incident.dispositions.items[0]
    assert (disposition.state, set(disposition.done_at)) == (DispositionState.DONE, {MORNING})
    assert [one.slug for one in disposition.unfulfilled] == ["session-finished"]
    done = the_only(DispositionDone, incident)
    assert (done.applied, done.refused) == (1, 1)
    last = incident.timeline[-1]
    assert (last.step, last.actor, last.note) == (
        "disposition-unfulfilled",
        "scheduling",
        f"第 1 号，{NOON}：该场次已经结束。",
    )


def test_a_second_word_about_the_same_target_changes_nothing():
    incident = approved("arrival-prevented", measures.StartDelay(session_ids=[MORNING], minutes=40))
    incident.note_answer(an_answer(MORNING), now=LATER)
    before = incident.revision

    incident.note_answer(an_answer(refused=[MORNING]), now=LATER)

    assert incident.revision == before
    assert incident.dispositions.items[0].unfulfilled == []


@pytest.mark.parametrize("answer", [an_answer(NOON), an_answer(MORNING, number=2)])
def test_an_answer_to_what_was_not_ordered_is_refused(answer):
    incident = approved("arrival-prevented", measures.StartDelay(session_ids=[MORNING], minutes=40))

    with pytest.raises(AnswerNotAwaitedError):
        incident.note_answer(answer, now=LATER)


def test_what_people_do_keeps_an_incident_open_until_they_say_done():
    incident = an_incident(by=LEADING_GROUP, kind="mass-disorder")
    incident.propose(measures.PeopleMeasure(type=MeasureType.POLICE, text="已报警"), by=LEADING_GROUP, now=LATER)
    assert DispositionApproved in announced(incident)
    followed_up(incident, LATER)
    with pytest.raises(DispositionOpenError):
        incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)

    incident.complete(1, note="公安到场", by=SITE_HEAD, now=LATER)

    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=LATER)


def test_people_do_not_answer_for_a_service_nor_before_approval():
    incident = approved("arrival-prevented", measures.StartDelay(session_ids=[MORNING], minutes=40))
    incident.propose(measures.Cancellation(session_ids=[NOON]), by=LEADING_GROUP, now=LATER)

    for number in (1, 2):
        with pytest.raises(NotDoneByPeopleError):
            incident.complete(number, note="", by=SITE_HEAD, now=LATER)


def test_many_answers_are_one_line_of_the_timeline():
    many = [f"2026-autumn-{row:05d}" for row in range(40)]
    incident = approved("paper-leak", measures.VoidResults(session_ids=[MORNING]), affected=whom(*many))

    incident.note_answer(Answer(number=1, applied=many, by="scoring", at=LATER), now=LATER)

    assert incident.timeline[-1].note == "第 1 号，成绩无效：共 40 项"
