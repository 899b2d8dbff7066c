"""Who may do which duty on which day."""

from datetime import date

import pytest

from services.scheduling.domain.errors.staff import (
    CardNumberMalformedError,
    CardValidTooLongError,
    ExaminerNotAdmissibleError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.registry.card_number import CardNumber
from services.scheduling.domain.registry.staff import ExaminerAdmission, ExaminerClass, Title
from services.scheduling.tests.builders import COOK, LATHE, a_credential, a_fingerprint, an_examiner, somebody

EXAM_DAY = date(2026, 9, 20)


@pytest.mark.rule("PER-01")
@pytest.mark.parametrize(("level", "may"), [(5, True), (4, True), (3, True), (2, False), (1, False)])
def test_an_examiner_assesses_levels_five_to_three(level, may):
    assert an_examiner().may_examine(ExamSubject(COOK, level), EXAM_DAY) is may


@pytest.mark.rule("PER-01")
@pytest.mark.parametrize("level", [5, 4, 3, 2, 1])
def test_a_senior_examiner_assesses_every_level(level):
    assert an_examiner(examiner_class=ExaminerClass.SENIOR).may_examine(ExamSubject(COOK, level), EXAM_DAY)


@pytest.mark.rule("PER-04")
@pytest.mark.parametrize(("since", "may"), [(date(2024, 9, 21), False), (date(2024, 9, 20), True)])
def test_a_senior_examiner_has_examined_for_two_years(since, may):
    senior = an_examiner(examiner_class=ExaminerClass.SENIOR, examining_since=since)

    assert senior.may_examine(ExamSubject(COOK, 2), EXAM_DAY) is may


@pytest.mark.parametrize(("until", "may"), [(date(2026, 9, 19), False), (date(2026, 9, 20), True)])
def test_an_examiner_needs_a_valid_card(until, may):
    assert an_examiner(card_valid_until=until).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


def test_a_card_is_valid_for_three_years_at_most():
    assert a_credential(card_issued_on=date(2024, 9, 20), card_valid_until=date(2027, 9, 20))
    with pytest.raises(CardValidTooLongError):
        an_examiner(card_issued_on=date(2024, 9, 20), card_valid_until=date(2027, 9, 21))


@pytest.mark.parametrize(("until", "may"), [(date(2026, 9, 19), False), (date(2026, 9, 20), True)])
def test_an_examiner_needs_a_contract(until, may):
    assert an_examiner(contract_until=until).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


@pytest.mark.parametrize(("last", "may"), [(date(2025, 9, 19), False), (date(2025, 9, 20), True)])
def test_an_examiner_was_educated_within_the_year(last, may):
    assert an_examiner(last_education=last).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


@pytest.mark.parametrize(("last", "may"), [(date(2025, 9, 19), False), (date(2025, 9, 20), True)])
def test_an_examiner_was_assessed_within_the_year(last, may):
    assert an_examiner(last_assessment=last).may_examine(ExamSubject(COOK, 4), EXAM_DAY) is may


def test_an_education_of_the_future_does_not_count_yet():
    assert not an_examiner(last_education=date(2026, 9, 21)).may_examine(ExamSubject(COOK, 4), EXAM_DAY)


def test_a_year_from_a_leap_day_ends_on_the_first_of_march():
    credential = a_credential(last_education=date(2024, 2, 29), last_assessment=date(2024, 6, 1))

    assert credential.holds(date(2025, 3, 1))
    assert not credential.holds(date(2025, 3, 2))


@pytest.mark.rule("PER-18")
@pytest.mark.parametrize(("since", "may"), [(date(2023, 9, 21), False), (date(2023, 9, 20), True)])
def test_a_team_leader_has_examined_for_three_years(since, may):
    assert an_examiner(examining_since=since).may_lead(ExamSubject(COOK, 4), EXAM_DAY) is may


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


@pytest.mark.rule("PER-26")
def test_a_card_number_has_institution_class_and_serial():
    card = CardNumber.parse("S00004300900120017")

    assert card == CardNumber(institution="S000043009001", examiner_class="2", serial="0017")
    assert str(card) == "S00004300900120017"


@pytest.mark.rule("PER-26")
@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "S0000430090011001",
        "S000043009001100170",
        "900004300900110017",
        "s00004300900110017",
        "S0000430090O110017",
        "S00004300900110017\n",
        "S0000430090011001７",
    ],
)
def test_anything_else_is_no_card_number(wrong):
    assert CardNumber.parse(wrong) is None
    with pytest.raises(CardNumberMalformedError):
        an_examiner(card_number=wrong)


@pytest.mark.parametrize(
    ("level", "title", "years", "admissible"),
    [
        (3, Title.INTERMEDIATE, 3, True),
        (4, Title.INTERMEDIATE, 3, False),
        (3, Title.NONE, 3, False),
        (3, Title.INTERMEDIATE, 2, False),
        (2, Title.SENIOR, 4, True),
    ],
)
def test_an_examiner_has_certificate_title_and_practice(level, title, years, admissible):
    shown = ExaminerAdmission(certificate_level=level, title=title, practice_years=years)

    assert (shown.lacks(ExaminerClass.EXAMINER) is None) is admissible


@pytest.mark.parametrize(
    ("level", "highest", "title", "years", "admissible"),
    [
        (1, 1, Title.SENIOR, 5, True),
        (2, 1, Title.SENIOR, 5, False),
        (2, 2, Title.SENIOR, 5, True),
        (3, 2, Title.SENIOR, 5, False),
        (1, 1, Title.INTERMEDIATE, 5, False),
        (1, 1, Title.SENIOR, 4, False),
    ],
)
def test_a_senior_examiner_has_certificate_title_and_five_years(level, highest, title, years, admissible):
    shown = ExaminerAdmission(
        certificate_level=level, title=title, practice_years=years, occupation_highest_level=highest
    )

    assert (shown.lacks(ExaminerClass.SENIOR) is None) is admissible


def test_somebody_who_lacks_a_condition_is_not_registered():
    with pytest.raises(ExaminerNotAdmissibleError):
        an_examiner(admission=ExaminerAdmission(certificate_level=5, title=Title.NONE, practice_years=1))


@pytest.mark.rule("PER-05")
def test_a_recognised_master_is_admitted_on_the_heads_signature():
    master = ExaminerAdmission(certificate_level=5, title=Title.NONE, practice_years=1, exception_signed_by="S-0001")

    assert an_examiner(admission=master).may_examine(ExamSubject(COOK, 4), EXAM_DAY)
