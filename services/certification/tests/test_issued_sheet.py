"""From what was registered to the paper: approved, published and issued through the front doors, read from the PDF."""

from hashlib import sha256

import pytest

from libs.contracts.certification import CertificateIssued, PartKept
from libs.contracts.registration import Offer
from services.certification.settings import Settings
from services.certification.storage.press import TypstPress
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    a_batch_opened,
    a_candidate_approved,
    a_score_published,
    a_sheet,
    beijing,
)
from services.certification.tests.conftest import (
    CLERK,
    certificates,
    decide,
    file_institution,
    lodge,
    post_results,
    progress,
)
from services.certification.tests.pictures import read_code
from services.certification.tests.test_press import text_of

CODE, SCHOOL = "T011000002002", "北京市房山区良乡现代制造高级技工学校"
LONG = "工业机器人系统操作与维护及智能制造生产线运行管理员"
JOB = "多轴数控加工与智能产线装调维护方向（五轴联动）"


@pytest.fixture
def press():
    settings = Settings.model_fields
    return TypstPress(font_dir=settings["font_dir"].default, font_families=settings["font_families"].default)


async def issue(harness, *, number="11010119900307002X", occupation=LONG, work_type=JOB, level=3):
    """One certificate with nothing on it that any other test has; answers its PDF and its entry."""
    offers = [Offer(occupation_code="6-30-99-00", occupation=occupation, work_type=work_type, level=level)]
    filed = {"occupation_code": "6-30-99-00", "occupation": occupation, "work_type": work_type, "level": level}
    await file_institution(harness, institution_code=CODE, institution=SCHOOL, seal=SCHOOL, scope=[filed])
    await harness.deliver(a_batch_opened(institution_code=CODE, institution=SCHOOL, offers=offers))
    await harness.deliver(a_candidate_approved(harness.cipher, name="司马相如", id_number=number, **filed))
    await harness.deliver(a_score_published(level=level))
    await harness.step_to(FIVE_DAYS_OVER)
    [entry] = await certificates(harness)
    return (await harness.get(f"/certificates/{entry['number']}/pdf", as_=CLERK)).content, entry


@pytest.mark.rule("CER-09", "CER-11", "CER-12")
@pytest.mark.parametrize(
    ("work_type", "printed"), [(JOB, JOB), ("", "--"), ("--", "--")], ids=["long", "none", "dashes"]
)
async def test_the_issued_sheet_holds_exactly_what_was_registered(certification, work_type, printed):
    pdf, entry = await issue(certification, work_type=work_type)

    text = text_of(pdf)
    fields = (
        ("姓名Name", "司马相如", "证件类型"),
        ("IDType", "居民身份证", "证件号码"),
        ("IDNo.", "11010119900307002X", "职业名称"),
        ("Occupation", LONG, "工种/"),
        ("职业方向Job", printed, "职业技能等级"),
        ("SkillLevel", "三级/高级工", "证书编号"),
        ("CertificateNo.", f"{CODE}263000001", ""),
        ("（盖章）", SCHOOL, "发证日期"),
        ("发证日期", "2026年10月10日", ""),
        ("本证书由", SCHOOL, "颁发"),
    )
    for before, value, after in fields:
        assert f"{before}{value}{after}" in text
    assert (entry["institution"], entry["institution_code"], entry["number"]) == (SCHOOL, CODE, f"{CODE}263000001")


# 国家参考样式: what stands on a certificate, from top to bottom.
PATTERN = [
    "职业技能等级证书",
    "本证书由",
    "姓名Name",
    "证件类型IDType",
    "证件号码IDNo.",
    "职业名称Occupation",
    "工种/职业方向Job",
    "职业技能等级SkillLevel",
    "证书编号CertificateNo.",
    "评价机构（盖章）",
    "发证日期",
    "证书信息查询网址：http://jndj.osta.org.cn",
    "机构信息查询网址：http://pjjg.osta.org.cn",
]


@pytest.mark.rule("CER-02")
async def test_a_sheet_follows_the_national_code_rule_and_pattern(certification):
    pdf, entry = await issue(certification)

    text = text_of(pdf)
    places = [text.find(label) for label in PATTERN]
    assert places == sorted(places)
    assert places[0] == 0
    institution, year, level, serial = CODE, "26", "3", "000001"
    assert entry["number"] == f"{institution}{year}{level}{serial}"
    assert (len(institution), len(entry["number"])) == (13, 22)
    assert f"CertificateNo.{entry['number']}" in text


@pytest.mark.rule("CER-09")
async def test_the_code_on_the_sheet_leads_to_the_verification_of_this_certificate(certification, press):
    pdf, entry = await issue(certification)
    token = certification.cipher.fingerprint(f"certificate:{entry['number']}")[:32]
    words = {
        "name": "司马相如",
        "id_number": "11010119900307002X",
        "occupation": LONG,
        "work_type": JOB,
        "level": "三级/高级工",
        "number": f"{CODE}263000001",
        "institution": SCHOOL,
        "seal": SCHOOL,
        "print_serial": "263000001-01",
    }
    address = read_code(pdf)

    by_hand = press.render(a_sheet(**words, verification_url=address))
    elsewhere = press.render(a_sheet(**words, verification_url=address.replace("8105", "8106")))

    assert address.startswith(f"http://127.0.0.1:8105/verify/{CODE}263000001?token={token}&s=")
    assert pdf.startswith(by_hand), "what is signed stands before its signature"
    assert not pdf.startswith(elsewhere)
    assert sha256(pdf).hexdigest() == entry["pdf_sha256"]
    shown = (await certification.get(address.removeprefix("http://127.0.0.1:8105"))).json()
    assert (shown["number"], shown["pdf_sha256"], shown["status"]) == (entry["number"], entry["pdf_sha256"], "valid")


@pytest.mark.rule("CER-13")
async def test_a_number_has_the_year_of_its_issue_in_beijing(certification):
    """An objection is dismissed on New Year's morning, when the year in UTC has half an hour to go."""
    await post_results(certification, {"published_at": beijing(2026, 12, 14, 9)})
    await certification.step_to(beijing(2026, 12, 15))
    await lodge(certification)
    await certification.step_to(beijing(2027, 1, 1, 7, 30))

    await decide(certification, "dismissed")
    await certification.step_to(beijing(2027, 1, 1, 7, 31))

    [entry] = await certificates(certification)
    assert (entry["number"], entry["issued_on"]) == ("S000043009001275000001", "2027-01-01")
    pdf = (await certification.get(f"/certificates/{entry['number']}/pdf", as_=CLERK)).content
    assert "发证日期2027年1月1日" in text_of(pdf)


@pytest.mark.parametrize("level", [2, 1])
async def test_levels_2_and_1_are_withheld_for_the_review_that_is_missing(certification, level):
    await certification.deliver(
        a_batch_opened(
            offers=[Offer(occupation_code="4-03-02-01", occupation="中式烹调师", work_type="--", level=level)]
        )
    )
    await certification.deliver(a_candidate_approved(certification.cipher, level=level))
    await certification.deliver(a_score_published(level=level))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"withheld": 1}
    [notice] = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    assert notice["certificate_number"] is None
    assert "综合评审" in notice["withheld_because"]
    assert await certificates(certification) == []
    assert certification.published(CertificateIssued) == []


@pytest.mark.parametrize("part", ["theory", "practical"])
async def test_a_kept_part_is_shown_with_the_day_it_ends(certification, part):
    other = "practical" if part == "theory" else "theory"
    await post_results(certification, {other: "59.9"})

    await certification.step_to(FIVE_DAYS_OVER)

    [notice] = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    assert (notice["stage"], notice["kept_part"], notice["kept_until"]) == ("kept", part, "2028-10-10")
    [kept] = certification.published(PartKept)
    assert (kept.part, kept.valid_until.isoformat()) == (part, "2028-10-10")
