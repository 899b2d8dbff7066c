"""Who may do which duty on which day."""

from datetime import date

import pytest

from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.tests.builders import COOK, LATHE, a_fingerprint, a_qualification, an_examiner, somebody

EXAM_DAY = date(2026, 9, 20)


@pytest.mark.rule("PER-01")
@pytest.mark.parametrize(("level", "may"), [(5, True), (4, True), (3, True), (2, False), (1, False)])
def test_an_examiner_assesses_levels_five_to_three(level, may):
    assert an_examiner().may_examine(ExamSubject(COOK, level), EXAM_DAY) is may


@pytest.mark.rule("PER-01")
@pytest.mark.parametrize("level", [5, 4, 3, 2, 1])
def test_a_senior_examiner_assesses_every_level(level):
    assert an_examiner(kind=QualificationKind.SENIOR).may_examine(ExamSubject(COOK, level), EXAM_DAY)


@pytest.mark.rule("PER-04")
@pytest.mark.parametrize(("since", "may"), [(date(2024, 9, 21), False), (date(2024, 9, 20), True)])
def test_a_senior_examiner_has_examined_for_two_years(since, may):
    senior = an_examiner(kind=QualificationKind.SENIOR, since=since)

    assert senior.may_examine(ExamSubject(COOK, 2), EXAM_DAY) is may


@pytest.mark.parametrize(("until", "may"), [(date(2026, 9, 19), False), (date(2026, 9, 20), True)])
def test_an_examiner_needs_a_valid_card(until, may):
    assert an_examiner(valid_until=until).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


@pytest.mark.parametrize(("until", "may"), [(date(2026, 9, 19), False), (date(2026, 9, 20), True)])
def test_an_examiner_needs_a_contract(until, may):
    assert an_examiner(term_until=until).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


@pytest.mark.parametrize(("last", "may"), [(date(2025, 9, 19), False), (date(2025, 9, 20), True)])
def test_an_examiner_was_educated_within_the_year(last, may):
    assert an_examiner(last_education=last).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


@pytest.mark.parametrize(("last", "may"), [(date(2025, 9, 19), False), (date(2025, 9, 20), True)])
def test_an_examiner_was_assessed_within_the_year(last, may):
    assert an_examiner(last_assessment=last).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


def test_an_education_of_the_future_does_not_count_yet():
    assert not an_examiner(last_education=date(2026, 9, 21)).may_examine(ExamSubject(COOK, 4), EXAM_DAY)


def test_a_year_from_a_leap_day_ends_on_the_first_of_march():
    file = a_qualification(last_education=date(2024, 2, 29), last_assessment=date(2024, 6, 1))

    assert file.lapse(date(2025, 3, 1)) is None
    assert file.lapse(date(2025, 3, 2)) == "继续教育已逾期（最近一次2024-02-29）"


@pytest.mark.rule("PER-18")
@pytest.mark.parametrize(("since", "may"), [(date(2023, 9, 21), False), (date(2023, 9, 20), True)])
def test_a_team_leader_has_examined_for_three_years(since, may):
    assert an_examiner(since=since).may_lead(ExamSubject(COOK, 4), EXAM_DAY) is may


def test_who_may_not_examine_may_not_lead():
    assert not an_examiner().may_lead(ExamSubject(COOK, 2), EXAM_DAY)
    assert not an_examiner().may_lead(ExamSubject(LATHE, 4), EXAM_DAY)


def test_who_is_away_or_has_no_such_role_does_no_duty():
    assert not an_examiner(available=False).may_examine(ExamSubject(COOK, 4), EXAM_DAY)
    assert not somebody("S-0001", "reception").plays("invigilator")


@pytest.mark.rule("PER-12")
def test_relatives_and_taught_classes_are_recused():
    examiner = an_examiner(teaches=["烹饪2401"], related=[a_fingerprint(7)])

    assert examiner.is_recused_from(person=a_fingerprint(7), class_name=None)
    assert examiner.is_recused_from(person=a_fingerprint(8), class_name="烹饪2401")
    assert not examiner.is_recused_from(person=a_fingerprint(8), class_name="烹饪2402")
