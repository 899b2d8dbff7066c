"""Made-up announcements, batches, rows and files; a test names only what matters to it."""

import csv
import io
from datetime import UTC, date, datetime

import xlsxwriter

from libs.chassis.domain import Act
from services.registration.domain.admission.eligibility import AdmissionRules
from services.registration.domain.admission.standards import FOUR_STANDARDS, Standards
from services.registration.domain.announcement import Announcement, Fee, Statement
from services.registration.domain.application import Application, Origin, SealedPerson
from services.registration.domain.batch import Batch, Plan
from services.registration.domain.resident_number import check_digit
from services.registration.domain.roster.columns import KEPT_COLUMNS, NOTE_COLUMNS, TEMPLATE_COLUMNS
from services.registration.domain.roster.entry import RosterEntry
from services.registration.domain.roster.table import RosterRow
from services.registration.domain.scope import FOUR_OCCUPATIONS, FiledOffer, FiledScope, Offer

OPENS_AT = datetime(2026, 9, 1, 0, tzinfo=UTC)
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
CLOSES_AT = datetime(2026, 9, 10, 10, tzinfo=UTC)
TODAY = date(2026, 9, 1)
SCOPE = FiledScope(FOUR_OCCUPATIONS)
STANDARDS = Standards(FOUR_STANDARDS)
ADMISSION = AdmissionRules(scope=SCOPE, standards=STANDARDS)
ACT = Act("S-0001", NOON)
# Somebody else: nobody reviews what he took in.
REVIEW = Act("S-0009", NOON)
RARE = {"原证书职业", "连续工作年限", "认定对象"}
COLUMNS = [
    *(column for column in TEMPLATE_COLUMNS if column not in {"备注", "出生日期", *RARE, *KEPT_COLUMNS}),
    *NOTE_COLUMNS,
]


def an_offer(code="4-03-02-01", occupation="中式烹调师", work_type="中式烹调师", level=4):
    return Offer(occupation_code=code, occupation=occupation, work_type=work_type, level=level)


def a_filed_offer(offer=None, *, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)):
    offer = offer or an_offer()
    return FiledOffer(
        occupation_code=offer.occupation_code,
        occupation=offer.occupation,
        work_type=offer.work_type,
        level=offer.level,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def all_levels():
    return [an_offer(level=level) for level in (5, 4, 3)]


def a_statement(**differing):
    return Statement(
        **{
            "title": "2026年秋季职业技能等级认定公告",
            "offers": all_levels(),
            "conditions": "按国家职业标准执行。",
            "method": "理论知识考试和操作技能考核。",
            "registration_opens_at": OPENS_AT,
            "registration_closes_at": CLOSES_AT,
            "areas": ["湘岚考区"],
            "sites": ["主考点"],
            "fees": [Fee(level=level, fen=20_000) for level in (5, 4, 3)],
        }
        | differing
    )


def an_announcement(**differing):
    return Announcement.publish(id="2026-autumn", statement=a_statement(**differing), scope=SCOPE, act=ACT)


def a_plan(**differing):
    return Plan(
        **{
            "id": "2026-autumn",
            "name": "2026年秋季",
            "institution_code": "S000043009001",
            "institution": "湘岚技师学院（虚构）",
            "offers": all_levels(),
            "registration_opens_at": OPENS_AT,
            "registration_closes_at": CLOSES_AT,
            "examination_days": [date(2026, 9, 19), date(2026, 9, 20)],
        }
        | differing
    )


def a_batch(*, announcement=None, scope=SCOPE, now=NOON, **differing):
    batch = Batch.open(a_plan(**differing), announcement=announcement or an_announcement(), scope=scope, now=now)
    batch.collect_events()
    return batch


def a_number(*, born=date(1990, 5, 17), order=1, area="990001"):
    """A resident number of an area that nobody comes from; an odd order is a man's."""
    body = f"{area}{born:%Y%m%d}{order:03d}"
    return body + check_digit(body)


def cells(**differing):
    """A row that meets every condition: a man with five years in the kitchen, for level 4."""
    return (
        dict.fromkeys(COLUMNS, "")
        | {
            "姓名": "欧阳试例",
            "证件类型": "居民身份证",
            "证件号码": a_number(),
            "性别": "男",
            "手机号码": "16900000001",
            "职业编码": "4-03-02-01",
            "职业名称": "中式烹调师",
            "工种": "中式烹调师",
            "级别": "四级",
            "报考科目": "全部",
            "申报条件": "L4-YEARS5",
            "从业年限": "5",
            "文化程度": "高中",
            "证明材料": "身份证;工作年限证明;照片",
            "本人确认": "是",
        }
        | differing
    )


def a_row(number=2, **differing):
    return RosterRow.of(number, cells(**differing))


def an_entry(number=2, **differing):
    return RosterEntry.read(a_row(number, **differing), today=TODAY)


def refusals(*, batch=None, scope=SCOPE, duplicate=False, **differing):
    """The slugs of what stands against a row, in order."""
    admission = AdmissionRules(scope=scope, standards=STANDARDS)
    found = admission.refusals_of(an_entry(**differing), batch or a_batch(), duplicate=duplicate, today=TODAY)
    return [refusal.slug for refusal in found]


def an_application(*, batch=None, number=2, **differing):
    """As it comes out of a roster, with what it announced."""
    entry = an_entry(number, **differing)
    return Application.receive(
        entry,
        origin=Origin(batch_id="2026-autumn", number=number, upload_id="2026-autumn-upload"),
        person=SealedPerson(
            name="sealed:k1:name",
            id_number="sealed:k1:number",
            phone="sealed:k1:phone",
            prior_number="sealed:k1:prior",
            fingerprint="f" * 64 if entry.identity else None,
        ),
        refusals=ADMISSION.refusals_of(entry, batch or a_batch(), duplicate=False, today=TODAY),
        act=ACT,
    )


def a_csv(*rows, encoding="utf-8", header=None):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header or COLUMNS)
    writer.writerows([row.get(column, "") for column in header or COLUMNS] for row in rows)
    return text.getvalue().encode(encoding)


def an_xlsx(*rows, change=None):
    """One sheet, every cell text. `change(workbook, sheet)` may spoil it."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("花名册")
        for index, row in enumerate([{column: column for column in COLUMNS}, *rows]):
            for place, column in enumerate(COLUMNS):
                sheet.write_string(index, place, row[column])
        if change:
            change(workbook, sheet)
    return body.getvalue()


def some_people(count, **differing):
    """So many different people with rows that are all in order."""
    names = [f"考生{''.join('零一二三四五六七八九'[int(digit)] for digit in str(n))}" for n in range(count)]
    return [cells(姓名=names[n], 证件号码=a_number(order=2 * n + 101), **differing) for n in range(count)]
