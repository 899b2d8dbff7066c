"""Which standard judges: the edition in force for the occupation on the day, and what of it was met."""

from dataclasses import replace
from datetime import date

import pytest

from services.registration.domain.admission.conditions import Proof
from services.registration.domain.admission.eligibility import AdmissionRules
from services.registration.domain.admission.standards import FOUR_STANDARDS, Generation, Standards
from services.registration.domain.roster.upload import sought_by
from services.registration.tests.builders import ADMISSION, SCOPE, TODAY, a_batch, an_application, an_entry, refusals

COOK = "4-03-02-01"
OLD, NEW = (edition for edition in FOUR_STANDARDS if edition.occupation_code == COOK)


def judged(*editions, **differing):
    admission = AdmissionRules(scope=SCOPE, standards=Standards(editions))
    found = admission.refusals_of(an_entry(**differing), a_batch(), duplicate=False, today=TODAY)
    return [refusal.slug for refusal in found]


@pytest.mark.rule("REG-07")
def test_the_edition_in_force_for_the_occupation_decides():
    in_force_today = replace(OLD, valid_to=TODAY)
    over_yesterday = replace(OLD, valid_to=date(2026, 8, 31))
    begins_tomorrow = replace(NEW, valid_from=date(2026, 9, 2))
    six_years = {"申报条件": "L4-18-YEARS6", "从业年限": "6"}

    assert judged(in_force_today, begins_tomorrow, **six_years) == []
    assert judged(in_force_today, begins_tomorrow, **six_years | {"从业年限": "5.9"}) == ["too-few-years"]
    assert judged(in_force_today, begins_tomorrow) == ["condition-unknown"]  # five years are of the later wording
    assert judged(over_yesterday, replace(NEW, valid_from=TODAY)) == []
    assert judged(over_yesterday, begins_tomorrow) == ["standard-missing"]
    assert judged(replace(NEW, occupation_code="6-18-01-01")) == ["standard-missing"]


def test_of_two_editions_in_force_the_later_decides():
    standards = Standards((replace(NEW, valid_from=date(2024, 1, 1)), replace(OLD, valid_to=None)))

    assert standards.in_force(COOK, TODAY).generation is Generation.OF_2023


@pytest.mark.rule("REG-05")
@pytest.mark.parametrize(
    ("proof", "differing"),
    [
        ("身份证", {}),
        ("培训结业证书", {}),
        ("学历证书", {"申报条件": "L4-DIPLOMA", "文化程度": "中专", "所学专业": "中餐烹饪"}),
        (
            "原证书",
            {"申报条件": "L4-CERT3", "原证书级别": "五级", "原证书编号": "1", "原证书日期": "2020-01-01"},
        ),
        ("工作年限证明", {}),
    ],
)
def test_each_document_is_presented_or_the_row_is_refused(proof, differing):
    edition = replace(NEW, papers=(Proof.TRAINING,))
    all_proofs = [one.value for one in Proof]

    assert judged(edition, **differing, 证明材料=";".join(all_proofs)) == []
    without = ";".join(one for one in all_proofs if one != proof)
    assert judged(edition, **differing, 证明材料=without) == ["proof-missing"]


@pytest.mark.rule("REG-12")
def test_five_years_on_end_after_the_primary_certificate_are_the_seventh_group():
    holder = {
        "申报条件": "L4-CERT3",
        "从业年限": "5",
        "原证书级别": "五级",
        "原证书编号": "1843003014500123",
        "原证书日期": "2020-01-01",
        "证明材料": "身份证;照片;工作年限证明;原证书",
        "认定对象": "7",
    }

    assert refusals(**holder, 连续工作年限="5") == []
    assert refusals(**holder, 连续工作年限="6") == []
    assert refusals(**holder, 连续工作年限="4.9") == ["group-not-met"]
    assert refusals(**holder) == ["group-not-met"]
    assert "group-not-met" in refusals(**holder | {"原证书级别": "四级"}, 连续工作年限="5")
    assert refusals(认定对象="4") == []
    assert refusals(认定对象="8") == ["group-unknown"]


def test_an_assessment_names_the_clause_met_and_what_others_lack():
    application = an_application(级别="三级", 申报条件="L3-YEARS10", 从业年限="9")

    assessment = ADMISSION.assess(sought_by(application, born_on=date(1990, 5, 17)), a_batch(), today=TODAY)

    told = {
        clause.condition.code: [one.sentence for one in clause.missed]
        for clauses in assessment.clauses.values()
        for clause in clauses
    }
    assert list(assessment.clauses) == [3, 4, 5]
    assert told["L3-YEARS10"] == ["从业年限不足 10 年，还差 1 年。"]
    assert told["L4-YEARS5"] == []
    assert [way.condition.code for way in assessment.other_ways] == ["L4-YEARS5", "L5-ENTRY"]


def test_an_occupation_without_an_edition_is_assessed_by_nothing():
    admission = AdmissionRules(scope=SCOPE, standards=Standards(()))

    assessment = admission.assess(sought_by(an_application(), born_on=None), a_batch(), today=TODAY)

    assert (assessment.edition, assessment.other_ways) == (None, [])


def test_every_edition_names_its_own_occupation_among_the_related():
    assert all(edition.name.startswith(edition.related_occupations[0]) for edition in FOUR_STANDARDS)
