"""Who gets a certificate, and what stands on it."""

from datetime import date

import pytest

from libs.contracts.certification import CertificateIssued
from services.certification.domain.certificate import Certificate, ReleasedResult
from services.certification.domain.entitlement import certificate_withholding_policy, review_policy
from services.certification.domain.errors.certificate import NotEntitledError, NotFiledError
from services.certification.domain.errors.notice import NotReleasedError
from services.certification.domain.notice import Stage
from services.certification.domain.sheet import Sheet, TakenNumber, print_serial
from services.certification.domain.verification.proof import VerifiedBy, masked_name
from services.certification.domain.withholding import Withholding
from services.certification.tests.builders import (
    FIVE_DAYS_OVER,
    INSTITUTION,
    a_batch,
    a_candidate,
    a_filing,
    a_notice,
    a_part,
    a_published,
    a_released_notice,
    a_result,
    a_sheet,
)

NUMBER = "S000043009001265000001"


def issued(notice, *, filing=None, **sheet):
    return Certificate.issue(
        ReleasedResult(notice=notice, candidate=a_candidate(), filing=filing or a_filing()),
        batch=a_batch(),
        sheet=a_sheet(**sheet),
        proof=VerifiedBy(token="0" * 32, holder="f" * 64, pdf_sha256="a" * 64),
        now=FIVE_DAYS_OVER,
    )


@pytest.mark.rule("SCO-02")
def test_a_released_whole_pass_gets_a_certificate_announced_with_its_digest():
    notice = a_released_notice()

    certificate = issued(notice)

    assert notice.stage is Stage.ISSUED
    assert notice.certificate_number == NUMBER
    [announced] = certificate.collect_events()
    assert isinstance(announced, CertificateIssued)
    assert (announced.certificate_number, announced.pdf_sha256) == (NUMBER, "a" * 64)


@pytest.mark.rule("SCO-02", "DIS-31")
@pytest.mark.parametrize(("theory", "practical"), [("59.9", "90.0"), ("90.0", "59.9"), ("90.0", None), (None, None)])
def test_nobody_who_failed_a_part_or_has_no_score_gets_a_certificate(theory, practical):
    notice = a_released_notice()
    notice.result = a_result(theory, practical)

    with pytest.raises(NotEntitledError):
        issued(notice)


@pytest.mark.rule("SCO-27")
def test_a_result_that_is_still_posted_gets_no_certificate():
    with pytest.raises(NotReleasedError):
        issued(a_notice())


@pytest.mark.rule("CER-14")
def test_a_result_gets_one_certificate():
    notice = a_released_notice()
    issued(notice)

    with pytest.raises(NotReleasedError):
        issued(notice)


def withheld(candidate, batch=None):
    return certificate_withholding_policy(candidate, batch or a_batch(), [], on=FIVE_DAYS_OVER.date())


@pytest.mark.parametrize("level", [5, 4, 3])
def test_inside_the_announced_scope_nothing_is_withheld(level):
    assert withheld(a_candidate(level=level)) is None


@pytest.mark.rule("CER-07")
@pytest.mark.parametrize(
    "outside",
    [
        {"occupation_code": "4-03-02-02", "occupation": "中式面点师"},
        {"work_type": "药膳制作师"},
        {"level": 2},
        {"occupation": "中式烹饪师"},
    ],
)
def test_outside_the_filed_scope_the_certificate_is_withheld(outside):
    assert withheld(a_candidate(**outside)) is Withholding.OUTSIDE_SCOPE


def test_no_work_type_is_the_same_however_it_is_written():
    assert withheld(a_candidate(work_type="")) is None


@pytest.mark.rule("CER-05", "SCO-05")
@pytest.mark.parametrize("level", [2, 1])
@pytest.mark.parametrize(
    ("review", "because"),
    [
        (a_part("60.0"), None),
        (a_part("59.9"), Withholding.REVIEW_FAILED),
        (a_part("80.0", "failed"), Withholding.REVIEW_FAILED),
        (a_part(None), Withholding.REVIEW_MISSING),
        (a_part(None, "not-taken"), Withholding.REVIEW_MISSING),
        (None, Withholding.REVIEW_MISSING),
    ],
)
def test_technicians_need_a_passed_review_as_well(level, review, because):
    assert review_policy(level, review) is because


@pytest.mark.parametrize("level", [5, 4, 3])
def test_nobody_below_level_two_needs_a_review(level):
    assert review_policy(level, None) is None


def a_printed_sheet(**differing):
    return Sheet.of(
        a_candidate(**differing),
        name="欧阳喆玥",
        id_number="431202199803070014",
        filed=a_published(),
        numbered=TakenNumber(
            number=NUMBER,
            token="0" * 32,
            issued_on=FIVE_DAYS_OVER.date(),
            verification_url="http://127.0.0.1:8105/verify/x",
        ),
    )


@pytest.mark.rule("CER-12")
@pytest.mark.parametrize(
    ("work_type", "printed"), [("", "--"), ("  ", "--"), ("--", "--"), ("药膳制作师", "药膳制作师")]
)
def test_without_a_work_type_two_dashes_are_printed(work_type, printed):
    assert a_printed_sheet(work_type=work_type).work_type == printed


@pytest.mark.rule("CER-03")
@pytest.mark.parametrize(
    ("level", "name"),
    [(5, "五级/初级工"), (4, "四级/中级工"), (3, "三级/高级工"), (2, "二级/技师"), (1, "一级/高级技师")],
)
def test_the_five_levels_are_printed_as_numeral_and_name(level, name):
    assert a_printed_sheet(level=level).level == name


def test_a_replacement_keeps_the_number_and_counts_its_prints():
    assert print_serial(NUMBER) == "265000001-01"
    assert print_serial(NUMBER, copy=2) == "265000001-02"


@pytest.mark.parametrize(("name", "shown"), [("王五", "王*"), ("欧阳喆玥", "欧***"), ("李", "李")])
def test_the_public_sees_the_first_character_of_a_name(name, shown):
    assert masked_name(name) == shown


@pytest.mark.rule("CER-10")
@pytest.mark.parametrize(
    "differing",
    [
        {"institution": "怀化市示例职业培训学校有限公司"},
        {"seal": "怀化市示例职业培训学校有限公司职业技能等级认定专用章"},
        {"seal": INSTITUTION},
        {"issued_on": date(2024, 12, 31)},
        {"issued_on": date(2028, 1, 1)},
    ],
)
def test_no_certificate_carries_another_name_seal_or_day_than_filed(differing):
    with pytest.raises(NotFiledError):
        issued(a_released_notice(), **differing)
