"""A plan that would break a rule is refused with the figure that is short."""

from datetime import date, timedelta

import pytest

from services.scheduling.domain.errors.plan import (
    ExaminerPoolShortError,
    ExaminersShortError,
    InvigilatorsShortError,
    LeadersShortError,
    RecusalLeavesTooFewError,
    SeniorExaminersShortError,
    SupervisorsShortError,
    TheorySeatsShortError,
    WorkstationsShortError,
)
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.domain.registry.staff import Relation
from services.scheduling.tests.builders import (
    LATHE,
    a_fingerprint,
    a_qualification,
    a_request,
    a_theory_room,
    a_workshop,
    an_examiner,
    candidates,
    enough_staff,
)
from services.scheduling.tests.plan_checks import check_the_plan


@pytest.mark.rule("SCH-11")
def test_a_seat_too_few_is_named():
    assert make_plan(a_request(candidates(90, parts=["theory"]))).sessions

    with pytest.raises(TheorySeatsShortError) as refusal:
        make_plan(a_request(candidates(92, parts=["theory"])))

    assert refusal.value.extra == {"rule": "SCH-11", "resource": "theory-seats", "short_by": 2}


@pytest.mark.rule("SCH-18")
def test_too_few_invigilators_are_named():
    request = a_request(candidates(20, parts=["theory"]), staff=enough_staff(invigilators=1))

    with pytest.raises(InvigilatorsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 2
    assert make_plan(a_request(candidates(20, parts=["theory"]), staff=enough_staff(invigilators=2))).sessions


@pytest.mark.rule("SCH-24")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_an_examination_without_a_supervisor_is_not_planned(part):
    request = a_request(candidates(10, parts=[part]), staff=enough_staff(supervisors=0))

    with pytest.raises(SupervisorsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 1


def test_each_site_has_a_supervisor_of_its_own():
    rooms = [a_theory_room(seats=10), a_theory_room("T2", number=2, site="分考点")]
    request = a_request(candidates(40, parts=["theory"]), rooms=rooms, staff=enough_staff(supervisors=2))

    made = make_plan(request)

    check_the_plan(request, made)
    watching = {one.site: one.supervisor_id for one in made.sessions}
    assert set(watching.values()) == {"Q-000", "Q-001"}


def test_a_workstation_too_few_is_named():
    assert make_plan(a_request(candidates(60, parts=["practical"]))).sessions

    with pytest.raises(WorkstationsShortError) as refusal:
        make_plan(a_request(candidates(61, parts=["practical"])))

    assert refusal.value.short_by == 1


def test_no_workshop_for_an_occupation_is_named():
    request = a_request(
        candidates(7, occupation_code=LATHE, parts=["practical"]), staff=enough_staff(LATHE), rooms=[a_workshop()]
    )

    with pytest.raises(WorkstationsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 7


@pytest.mark.rule("PER-21")
@pytest.mark.parametrize(("examiners", "short_by"), [(3, 1), (1, 3), (0, 4)])
def test_an_occupation_has_at_least_four_examiners(examiners, short_by):
    assert make_plan(a_request(candidates(5, parts=["practical"]), staff=enough_staff(examiners=4))).sessions
    with pytest.raises(ExaminerPoolShortError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"]), staff=enough_staff(examiners=examiners)))
    assert refusal.value.short_by == short_by


def test_examiners_whose_card_has_run_out_are_not_sent():
    staff = enough_staff(examiners=5)
    staff[0].qualifications = an_examiner(valid_until=date(2026, 9, 19)).qualifications

    made = make_plan(a_request(candidates(15, parts=["practical"]), staff=staff))

    assert staff[0].id not in {member.staff_id for session in made.sessions for member in session.team}


@pytest.mark.rule("PER-01", "PER-17")
@pytest.mark.parametrize(("seniors", "short_by"), [(2, 1), (0, 3)])
def test_level_two_is_examined_by_seniors_only(seniors, short_by):
    def staff(of):
        juniors = enough_staff(examiners=6)
        return [*juniors, *(an_examiner(f"S-{n}", kind=QualificationKind.SENIOR) for n in range(of))]

    made = make_plan(a_request(candidates(5, parts=["practical"], level=2), staff=staff(3)))
    assert {member.staff_id for member in made.sessions[0].team} == {"S-0", "S-1", "S-2"}

    with pytest.raises(SeniorExaminersShortError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"], level=2), staff=staff(seniors)))
    assert refusal.value.short_by == short_by


@pytest.mark.rule("PER-18")
def test_a_team_without_an_experienced_leader_is_not_sent():
    beginners = enough_staff(examiners=6, since=date(2024, 1, 1))

    with pytest.raises(LeadersShortError):
        make_plan(a_request(candidates(5, parts=["practical"]), staff=beginners))


@pytest.mark.rule("PER-12")
def test_recusal_blocks_the_pair_and_not_the_session():
    staff = enough_staff(examiners=4)
    staff[0].teaches_classes = ["甲班"]
    enrolled = [*candidates(5, parts=["practical"], class_name="甲班"), *candidates(5, first=11, parts=["practical"])]
    request = a_request(enrolled, staff=staff)

    check_the_plan(request, make_plan(request))


@pytest.mark.rule("PER-12")
def test_when_recusal_leaves_no_team_the_plan_is_refused():
    staff = enough_staff(examiners=5)
    for examiner in staff[:3]:
        examiner.teaches_classes = ["甲班"]

    with pytest.raises(RecusalLeavesTooFewError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"], class_name="甲班"), staff=staff))

    assert refusal.value.short_by == 1


@pytest.mark.rule("SCH-21")
def test_too_few_examiners_at_the_same_time_are_named():
    rooms = [a_workshop(f"P{n}", number=100 + n) for n in range(2)]
    request = a_request(candidates(70, parts=["practical"]), rooms=rooms, staff=enough_staff(examiners=5))

    with pytest.raises(ExaminersShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 1


@pytest.mark.rule("QSP-10")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_a_supervisor_close_to_a_candidate_watches_none_of_the_batch(part):
    staff = enough_staff(supervisors=2)
    related, other = staff[-2:]
    related.related_to = [Relation(fingerprint=a_fingerprint(3), relation="亲属")]
    enrolled = candidates(10, parts=[part])

    made = make_plan(a_request(enrolled, staff=staff))

    assert {session.supervisor_id for session in made.sessions} == {other.id}
    with pytest.raises(SupervisorsShortError):
        make_plan(a_request(enrolled, staff=staff[:-1]))


@pytest.mark.rule("QSP-10")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_whoever_supervises_has_no_other_duty_at_that_time(part):
    staff = enough_staff(supervisors=0, examiners=4, invigilators=2)
    for member in staff:
        member.roles.append("supervisor")
        member.qualifications.append(a_qualification(QualificationKind.SUPERVISOR, staff_id=member.id))
    request = a_request(candidates(10, parts=[part]), staff=staff)

    made = make_plan(request)

    check_the_plan(request, made)
    [session] = made.sessions
    assert session.supervisor_id not in {member.staff_id for member in session.team}


@pytest.mark.rule("QSP-24", "QSP-28", "QSP-29", "QSP-32")
@pytest.mark.parametrize(
    "differing",
    [
        {"last_education": date(2025, 9, 18)},
        {"last_assessment": date(2025, 9, 18)},
        {"term_until": date(2026, 9, 18)},
    ],
)
def test_a_supervisor_whose_clock_has_run_out_is_not_called(differing):
    staff = enough_staff(supervisors=1)
    staff[-1].qualifications = [a_qualification(QualificationKind.SUPERVISOR, **differing)]

    with pytest.raises(SupervisorsShortError):
        make_plan(a_request(candidates(10, parts=["theory"]), staff=staff))

    a_day_more = {name: day + timedelta(1) for name, day in differing.items()}
    staff[-1].qualifications = [a_qualification(QualificationKind.SUPERVISOR, **a_day_more)]
    assert make_plan(a_request(candidates(10, parts=["theory"]), staff=staff)).sessions
