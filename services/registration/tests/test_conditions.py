"""The conditions of generation 2023: every figure at its boundary, every proof by its absence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.domain.conditions import (
    CONDITIONS,
    GENERATION_2023,
    Claim,
    Education,
    Proof,
    Title,
    shortfalls,
)
from services.registration.tests.builders import TODAY

LONG_AGO = date(2000, 1, 1)


def a_claim(condition, **differing):
    """Everything any condition could ask for; a test takes away what it is about."""
    wanted = CONDITIONS[condition]
    return Claim(
        **{
            "condition": condition,
            "years": Decimal(20),
            "prior_level": wanted.prior_level,
            "prior_number_given": True,
            "prior_on": LONG_AGO,
            "education": max(wanted.educations, default=Education.GENERAL),
            "subject": "中餐烹饪",
            "title": wanted.title,
            "title_on": LONG_AGO,
            "proofs": list(Proof),
        }
        | differing
    )


def slugs(condition, *, level=None, born_on=date(1990, 5, 17), **differing):
    level = level or int(condition[1])  # as the code says, whatever the table of the service says
    return [
        refusal.slug for refusal in shortfalls(a_claim(condition, **differing), level, born_on=born_on, today=TODAY)
    ]


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_who_meets_a_condition_is_admitted(condition):
    assert slugs(condition) == []


def test_every_level_has_its_conditions():
    assert {condition.level for condition in GENERATION_2023} == {1, 2, 3, 4, 5}
    assert len(CONDITIONS) == len(GENERATION_2023)


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize(
    ("born_on", "admitted"), [(date(2010, 8, 31), True), (date(2010, 9, 1), True), (date(2010, 9, 2), False)]
)
def test_nobody_under_sixteen_is_admitted_and_the_birthday_counts(condition, born_on, admitted):
    assert ("too-young" not in slugs(condition, born_on=born_on)) is admitted


# The figures of the standard, written by hand: years worked, level and years of the earlier certificate, years with the
# title, and what proves it beside identity card and photograph.
FIGURES = [
    ("L5-ENTRY", 0, None, 0, 0, ""),
    ("L4-YEARS5", 5, None, 0, 0, "工作年限证明"),
    ("L4-CERT3", 3, 5, 3, 0, "工作年限证明 原证书"),
    ("L4-DIPLOMA", 0, None, 0, 0, "学历证书"),
    ("L3-YEARS10", 10, None, 0, 0, "工作年限证明"),
    ("L3-CERT4", 4, 4, 4, 0, "工作年限证明 原证书"),
    ("L3-TITLE1", 1, None, 0, 1, "工作年限证明 职称证书"),
    ("L3-ADVANCED", 0, None, 0, 0, "学历证书"),
    ("L3-DIPLOMA", 0, 4, 0, 0, "学历证书 原证书"),
    ("L3-ACCREDITED", 0, None, 0, 0, "学历证书"),
    ("L2-CERT5", 5, 3, 5, 0, "工作年限证明 原证书"),
    ("L2-TITLE5", 5, 3, 1, 5, "工作年限证明 原证书 职称证书"),
    ("L2-TITLE1", 1, None, 0, 1, "工作年限证明 职称证书"),
    ("L2-ADVANCED2", 2, 3, 2, 0, "工作年限证明 原证书 学历证书"),
    ("L2-CLASS2", 0, 3, 2, 0, "原证书 学历证书"),
    ("L1-CERT5", 5, 2, 5, 0, "工作年限证明 原证书"),
    ("L1-TITLE5", 5, 2, 1, 5, "工作年限证明 原证书 职称证书"),
    ("L1-TITLE1", 1, None, 0, 1, "工作年限证明 职称证书"),
]


def those_with(place):
    """The condition and one of its figures, where it has one."""
    return [(row[0], row[place]) for row in FIGURES if row[place]]


def test_the_table_of_figures_names_every_condition():
    assert {row[0] for row in FIGURES} == set(CONDITIONS)


@pytest.mark.parametrize(("condition", "years"), those_with(1))
def test_the_years_worked_are_a_minimum(condition, years):
    assert slugs(condition, years=Decimal(years)) == []
    assert slugs(condition, years=Decimal(years + 1)) == []
    assert slugs(condition, years=Decimal(years) - Decimal("0.1")) == ["too-few-years"]


@pytest.mark.parametrize(("condition", "held"), those_with(3))
def test_an_earlier_certificate_must_have_been_held_long_enough(condition, held):
    anniversary = TODAY.replace(year=TODAY.year - held)

    assert slugs(condition, prior_on=anniversary) == []
    assert slugs(condition, prior_on=anniversary.replace(month=8, day=31)) == []
    assert slugs(condition, prior_on=anniversary.replace(day=2)) == ["prior-certificate-too-recent"]


@pytest.mark.parametrize(("condition", "held"), those_with(4))
def test_a_title_must_have_been_held_long_enough(condition, held):
    anniversary = TODAY.replace(year=TODAY.year - held)

    assert slugs(condition, title_on=anniversary) == []
    assert slugs(condition, title_on=anniversary.replace(day=2)) == ["title-too-recent"]
    assert slugs(condition, title_on=None) == ["title-below-condition"]


@pytest.mark.parametrize(("condition", "level"), those_with(2))
def test_the_earlier_certificate_is_of_the_level_asked_for(condition, level):
    for other in {1, 2, 3, 4, 5} - {level}:
        assert slugs(condition, prior_level=other) == ["prior-level-differs"]


@pytest.mark.parametrize(("condition", "proofs"), [(row[0], row[5]) for row in FIGURES])
def test_a_condition_is_proved_with_its_documents(condition, proofs):
    needed = [Proof(name) for name in ("身份证 照片 " + proofs).split()]

    assert slugs(condition, proofs=needed) == []
    for absent in needed:
        assert slugs(condition, proofs=[proof for proof in needed if proof is not absent]) == ["proof-missing"]


@pytest.mark.parametrize("missing", [{"prior_level": None}, {"prior_on": None}, {"prior_number_given": False}])
def test_an_earlier_certificate_is_told_with_level_number_and_date(missing):
    assert slugs("L4-CERT3", **missing) == ["prior-certificate-missing"]


# The schooling that counts, of that which is no general one.
SCHOOLING = {
    "L4-DIPLOMA": set(Education) - {Education.GENERAL},
    "L3-ADVANCED": {Education.ADVANCED_TECHNICAL},
    "L3-DIPLOMA": {Education.ADVANCED_TECHNICAL, Education.COLLEGE},
    "L3-ACCREDITED": {Education.COLLEGE},
    "L2-ADVANCED2": {Education.ADVANCED_TECHNICAL},
    "L2-CLASS2": {Education.ADVANCED_TECHNICAL},
}


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("education", list(Education))
def test_a_diploma_counts_by_its_kind(condition, education):
    admitted = education in SCHOOLING.get(condition, Education)

    assert slugs(condition, education=education) == ([] if admitted else ["education-below-condition"])


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_a_diploma_counts_in_a_subject(condition):
    assert slugs(condition, subject="") == (["subject-missing"] if condition in SCHOOLING else [])


LOWEST_TITLE = {
    "L3-TITLE1": Title.JUNIOR,
    "L2-TITLE5": Title.JUNIOR,
    "L2-TITLE1": Title.INTERMEDIATE,
    "L1-TITLE5": Title.INTERMEDIATE,
    "L1-TITLE1": Title.SENIOR,
}


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("title", list(Title))
def test_a_title_counts_by_its_rank(condition, title):
    admitted = title >= LOWEST_TITLE.get(condition, Title.NONE)

    assert slugs(condition, title=title) == ([] if admitted else ["title-below-condition"])


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_a_condition_admits_to_its_own_level_only(condition):
    for other in {1, 2, 3, 4, 5} - {int(condition[1])}:
        assert slugs(condition, level=other) == ["condition-of-other-level"]


def test_a_condition_that_is_not_in_the_table_admits_to_nothing():
    unknown = shortfalls(Claim(condition="L4-GIFT"), 4, born_on=None, today=TODAY)

    assert [refusal.slug for refusal in unknown] == ["condition-unknown"]


@given(st.sampled_from(sorted(CONDITIONS)), st.decimals(0, 60, places=1), st.dates(date(1980, 1, 1), TODAY))
def test_more_years_and_an_older_certificate_never_hurt(condition, years, prior_on):
    before = slugs(condition, years=years, prior_on=prior_on)
    after = slugs(condition, years=years + 1, prior_on=prior_on.replace(year=prior_on.year - 1, day=1))

    assert set(after) <= set(before)
