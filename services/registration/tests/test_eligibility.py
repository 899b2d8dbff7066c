"""What a row says, and what stands against it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.domain.admission.conditions import Education, Proof
from services.registration.domain.roster.entry import RosterEntry
from services.registration.domain.roster.table import RosterRow
from services.registration.tests.builders import COLUMNS, TODAY, a_batch, a_number, an_entry, an_offer, refusals


def test_nothing_stands_against_a_row_that_meets_its_condition():
    assert refusals() == []


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"姓名": ""}, "cell-missing"),
        ({"姓名": "长" * 51}, "cell-too-long"),
        ({"工作单位": "长" * 201}, "cell-too-long"),
        ({"证件类型": "学生证"}, "identity-type-not-accepted"),
        ({"证件类型": "护照"}, "identity-kind-differs"),
        ({"性别": "不详"}, "sex-unknown"),
        ({"姓名": "张三1"}, "name-not-printable"),
        ({"姓名": "张三（补考）"}, "name-not-printable"),
        ({"姓名": "张\ue123"}, "rare-character-unreadable"),
        ({"证件号码": "4.30102e+17"}, "number-cut-off"),
        ({"原证书编号": "1.843003E+15"}, "number-cut-off"),
        ({"证件类型": ""}, "cell-missing"),
        ({"证件号码": ""}, "cell-missing"),
        ({"证件号码": "123"}, "resident-number-malformed"),
        ({"证件号码": a_number()[:17] + ("0" if a_number()[17] != "0" else "1")}, "resident-number-check-digit"),
        ({"证件号码": a_number(born=date(2026, 9, 2))}, "resident-number-birth-date"),
        ({"性别": "女"}, "sex-differs"),
        ({"手机号码": "12345"}, "phone-invalid"),
        ({"手机号码": "26900000001"}, "phone-invalid"),
        ({"手机号码": ""}, "cell-missing"),
        ({"职业名称": "中式面点师"}, "occupation-name-differs"),
        ({"级别": ""}, "cell-missing"),
        ({"级别": "六级"}, "level-unknown"),
        ({"报考科目": "面试"}, "parts-unknown"),
        ({"申报条件": ""}, "cell-missing"),
        ({"从业年限": "很久"}, "years-invalid"),
        ({"从业年限": "-1"}, "years-invalid"),
        ({"原证书级别": "特级"}, "level-unknown"),
        ({"原证书日期": "2026-02-30"}, "date-invalid"),
        ({"原证书日期": "2026-09-02"}, "date-invalid"),
        ({"原证书日期": "2021-06"}, "date-invalid"),
        ({"原证书日期": "2021111"}, "date-invalid"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(differing, slug):
    assert slug in refusals(**differing)


def test_a_refusal_names_the_column_of_the_cell():
    [refusal] = an_entry(原证书日期="昨天").refusals

    assert refusal.column == "原证书日期"
    assert "原证书日期" in refusal.sentence


def test_all_that_is_wrong_is_told_at_once():
    assert refusals(性别="女", 从业年限="4", 本人确认="") == [
        "sex-differs",
        "not-confirmed-by-candidate",
        "too-few-years",
    ]


@pytest.mark.rule("REG-15")
@pytest.mark.parametrize("answer", ["", "否", "待确认"])
def test_data_the_candidate_did_not_confirm_are_not_accepted(answer):
    assert refusals(本人确认=answer) == ["not-confirmed-by-candidate"]


@pytest.mark.rule("REG-18")
@pytest.mark.parametrize(
    "differing",
    [
        {"职业编码": "6-18-02-04", "职业名称": "焊工", "工种": "焊工"},
        {"级别": "二级", "申报条件": "L2-CERT5"},
        {"工种": "药膳制作师"},
    ],
)
def test_an_application_outside_the_filed_scope_is_refused(differing):
    assert "application-outside-filed-scope" in refusals(**differing)


def test_what_is_filed_but_not_examined_in_this_batch_is_refused():
    assert refusals(batch=a_batch(offers=[an_offer(level=5)])) == ["not-offered-in-batch"]


@pytest.mark.parametrize(("born", "admitted"), [(date(2010, 9, 1), True), (date(2010, 9, 2), False)])
def test_sixteen_is_reached_on_the_birthday(born, admitted):
    found = refusals(证件号码=a_number(born=born), 级别="五级", 申报条件="L5-ENTRY", 从业年限="")

    assert found == ([] if admitted else ["too-young"])


def test_a_missing_document_is_named():
    assert refusals(证明材料="身份证;照片") == ["proof-missing"]


def test_a_second_application_for_the_same_occupation_is_refused():
    assert refusals(duplicate=True) == ["duplicate-application"]


@pytest.mark.parametrize(
    ("cell", "level"),
    [("五级", 5), ("五级/初级工", 5), ("初级工", 5), ("4", 4), ("４级", 4), ("高级工", 3), ("一级/高级技师", 1)],
)
def test_a_level_is_read_in_every_usual_spelling(cell, level):
    assert an_entry(级别=cell).level == level


@pytest.mark.parametrize("cell", ["2021-06-30", "2021/6/30", "2021.6.30", "2021年6月30日", "20210630"])
def test_a_date_is_read_in_every_usual_spelling(cell):
    assert an_entry(原证书日期=cell).claim.prior_on == date(2021, 6, 30)


@pytest.mark.parametrize(
    ("cell", "parts"), [("全部", ["theory", "practical"]), ("理论", ["theory"]), ("实操", ["practical"])]
)
def test_the_parts_applied_for_are_read(cell, parts):
    assert an_entry(报考科目=cell).parts == parts


def test_documents_verified_online_and_enrolment_count_as_presented():
    entry = an_entry(证明材料="身份证；照片、在读证明, 原证书（网络核验）;录音")

    assert set(entry.claim.proofs) == {Proof.IDENTITY, Proof.PHOTO, Proof.DIPLOMA, Proof.PRIOR_CERTIFICATE}


def test_a_remark_in_brackets_does_not_change_the_education():
    assert an_entry(文化程度="中专（在读）").claim.education is Education.SECONDARY_VOCATIONAL
    assert an_entry(文化程度="高中").claim.education is Education.GENERAL


def test_dashes_stand_for_nothing():
    claim = an_entry(原证书级别="--", 原证书编号="—", 原证书日期="-").claim

    assert (claim.prior_level, claim.prior_number_given, claim.prior_on) == (None, False, None)


def test_a_rare_character_is_kept_but_a_radical_becomes_the_character():
    assert an_entry(姓名="\uf9b0\u2f00").name == "\uf9b0一"


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=300)))
def test_any_text_in_any_cell_is_either_accepted_or_refused_by_name(row):
    entry = RosterEntry.read(RosterRow.of(2, row), today=TODAY)

    assert all(refusal.slug and refusal.sentence.endswith("。") for refusal in entry.refusals)
