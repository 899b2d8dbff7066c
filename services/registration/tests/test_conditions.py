"""The conditions of generation 2023: every figure at its boundary, every proof by its absence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.domain.admission.conditions import Claim, Education, Proof, Title
from services.registration.domain.admission.standards import GENERATION_2018, GENERATION_2023, Edition, Generation
from services.registration.tests.builders import TODAY

CONDITIONS = {condition.code: condition for condition in (*GENERATION_2018, *GENERATION_2023)}
EDITIONS = {
    generation: Edition(
        occupation_code="4-03-02-01",
        name="中式烹调师",
        generation=generation,
        valid_from=date(2019, 1, 1),
        related_occupations=("中式烹调师", "中式面点师"),
    )
    for generation in Generation
}


def shortfalls(claim, level, *, born_on, today):
    generation = Generation.OF_2018 if "-18-" in claim.condition else Generation.OF_2023
    return EDITIONS[generation].shortfalls(claim, level, born_on=born_on, today=today)


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
    assert {condition.level for condition in GENERATION_2018} == {1, 2, 3, 4, 5}
    assert len(CONDITIONS) == len(GENERATION_2023) + len(GENERATION_2018)


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
    ("L2-ADVANCED2", 2, 3, 0, 0, "工作年限证明 原证书 学历证书"),
    ("L2-CLASS2", 0, 3, 2, 0, "原证书 学历证书"),
    ("L1-CERT5", 5, 2, 5, 0, "工作年限证明 原证书"),
    ("L1-TITLE5", 5, 2, 1, 5, "工作年限证明 原证书 职称证书"),
    ("L1-TITLE1", 1, None, 0, 1, "工作年限证明 职称证书"),
    ("L5-18-YEARS1", 1, None, 0, 0, "工作年限证明"),
    ("L5-18-APPRENTICE", 0, None, 0, 0, "学徒期满证明"),
    ("L4-18-CERT4", 4, 5, 4, 0, "工作年限证明 原证书"),
    ("L4-18-YEARS6", 6, None, 0, 0, "工作年限证明"),
    ("L4-18-DIPLOMA", 0, None, 0, 0, "学历证书"),
    ("L3-18-CERT5", 5, 4, 5, 0, "工作年限证明 原证书"),
    ("L3-18-DIPLOMA", 0, 4, 0, 0, "学历证书 原证书"),
    ("L3-18-COLLEGE2", 2, 4, 2, 0, "工作年限证明 原证书 学历证书"),
    ("L2-18-CERT4", 4, 3, 4, 0, "工作年限证明 原证书"),
    ("L2-18-ADVANCED3", 3, 3, 3, 0, "工作年限证明 原证书 学历证书"),
    ("L2-18-CLASS2", 2, 3, 2, 0, "工作年限证明 原证书 学历证书"),
    ("L1-18-CERT4", 4, 2, 4, 0, "工作年限证明 原证书"),
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
    "L4-18-DIPLOMA": set(Education) - {Education.GENERAL},
    "L3-18-DIPLOMA": {Education.ADVANCED_TECHNICAL, Education.COLLEGE},
    "L3-18-COLLEGE2": {Education.COLLEGE},
    "L2-18-ADVANCED3": {Education.ADVANCED_TECHNICAL},
    "L2-18-CLASS2": {Education.ADVANCED_TECHNICAL},
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


@pytest.mark.parametrize("prior", ["", "中式烹调师", "中式面点师"])
def test_an_earlier_certificate_counts_in_the_occupation_and_in_a_related_one(prior):
    assert slugs("L4-CERT3", prior_occupation=prior) == []
    assert slugs("L4-CERT3", prior_occupation="车工") == ["prior-occupation-unrelated"]
    assert slugs("L4-YEARS5", prior_occupation="车工") == []


@pytest.mark.parametrize(
    ("years", "short"),
    [("4", "1 年"), ("4.9", "2 个月"), ("3.5", "1 年 6 个月"), ("0", "5 年")],
)
def test_too_few_years_say_how_many_are_missing(years, short):
    [refusal] = shortfalls(a_claim("L4-YEARS5", years=Decimal(years)), 4, born_on=None, today=TODAY)

    assert refusal.sentence == f"从业年限不足 5 年，还差 {short}。"


def test_a_recent_certificate_says_from_when_it_counts():
    [refusal] = shortfalls(a_claim("L4-CERT3", prior_on=date(2024, 2, 29)), 4, born_on=None, today=TODAY)

    assert refusal.sentence == "取得原证书未满 3 年，2027-03-01 起可以申报。"
