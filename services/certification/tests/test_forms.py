"""Each form of certification is what the rulebook asks for, by a table written from the rulebook; it works."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from libs.contracts import volumes
from libs.forms.subject import a_year
from libs.forms.testing import Proof
from services.certification.domain.forms.book import BOOK
from services.certification.storage.collections import BATCHES
from services.certification.tests.builders import BATCH_ID, a_batch_opened, beijing
from services.certification.views.form_subjects import FormSubjects


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, by then, filed there."""

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: datetime | None
    volume: str
    says: str = ""


OFFICE, TWO, DIRECTOR = ("general-office", 1), ("general-office", 2), ("director", 1)
DEMANDS = {
    # 用人单位可划分层次，或设立特级技师、首席技师等；社会培训评价组织、技工院校一般按五个技能等级
    "CER-04": [
        Demand(
            "level-scheme",
            "institution scheme divided-into",
            (OFFICE, DIRECTOR),
            beijing(2026, 2, 1),
            volumes.MANAGEMENT,
            "特级技师、首席技师",
        )
    ],
    # 经规范认定、取得相应职业技能等级证书且可在全国联网查询系统上查询的人员，纳入人才统计范围
    "CER-06": [
        Demand(
            "talent-statistics",
            "issued findable not-findable why-not by-level queried-on",
            (OFFICE, DIRECTOR),
            beijing(2027, 1, 1),
            volumes.MANAGEMENT,
            "全国联网查询系统可查",
        )
    ],
    # 各级职业技能鉴定中心审核评价结果并上传国家职业技能等级证书查询系统
    "CER-16": [
        Demand(
            "centre-review",
            "centre submitted-on submitted reviewed-on agreed returned why-returned uploaded-on receipt",
            (OFFICE, DIRECTOR),
            None,
            volumes.CERTIFICATES,
            "上传国家职业技能等级证书查询系统",
        )
    ],
    # 证书内容统一使用打印机规范打印，手写无效，照片可直接在证书上打印
    "CER-17": [
        Demand("certificate-printing", "on printed by-printer photo", (TWO,), None, volumes.CERTIFICATES, "手写无效")
    ],
    # 证书盖评价机构章或评价机构职业技能等级认定专用章
    "CER-18": [
        Demand("certificate-printing", "seal sealed as-filed", (TWO,), None, volumes.CERTIFICATES, "认定专用章")
    ],
    # 做好数据上传账号、密码和数据交换平台 CA 认证数字证书的保管工作，并及时将证书数据备份，不得对外泄露证书数据
    "CER-23": [
        Demand(
            "upload-custody",
            "what keeper envelope from not-shared",
            (TWO, DIRECTOR),
            None,
            volumes.MANAGEMENT,
            "CA 认证数字证书",
        ),
        Demand(
            "certificate-backup",
            "on certificates kept-at restored not-leaked",
            (TWO,),
            None,
            volumes.CERTIFICATES,
            "未对外泄露",
        ),
    ],
    # 经人力资源社会保障部系统数据校验筛选入库
    "CER-24": [
        Demand(
            "database-screening",
            "uploaded-on uploaded screened-on entered filtered why corrected",
            (TWO,),
            None,
            volumes.CERTIFICATES,
            "部系统校验筛选",
        )
    ],
    # 证书由持证人本人使用，妥善保管，不得涂改、出借、出租和转让
    "CER-32": [
        Demand(
            "certificate-pledge",
            "told own-use not-altered consequence how",
            (OFFICE,),
            None,
            volumes.CERTIFICATES,
            "不得涂改、出借、出租和转让",
        )
    ],
    # 经技能鉴定合格者，由市职业技能鉴定中心审核，填发相应的技能等级证书
    "CER-34": [
        Demand(
            "centre-review",
            "centre reviewed-on agreed filled-in-after",
            (OFFICE, DIRECTOR),
            None,
            volumes.CERTIFICATES,
            "经审核同意后填发",
        )
    ],
}


async def subject_of(certification, form):
    if form.about == "year":
        return a_year("year-2026")
    subjects = FormSubjects(batches=certification.service.transactions.begin().of(BATCHES))
    return await subjects.get(form.about, BATCH_ID)


@pytest.mark.parametrize(
    "form", [pytest.param(form, id=form.name, marks=pytest.mark.rule(*form.rules)) for form in BOOK.forms]
)
async def test_a_form_is_what_its_rules_ask_and_works(certification, form):
    await certification.deliver(a_batch_opened())
    subject = await subject_of(certification, form)

    asked = {rule: demand for rule, demands in DEMANDS.items() for demand in demands if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert (form.due.at(subject.anchors) if form.due else None) == demand.due
        assert (form.volume, form.years) == (demand.volume, 5)
        assert demand.says in str(form)
    await Proof(certification, BOOK, form, subject).holds()


def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for demands in DEMANDS.values() for demand in demands} == set(BOOK.by_name)
