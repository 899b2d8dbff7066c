"""The empty roster that offices fill in: headings, an example, what each column holds, and lists to choose from."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from services.registration.domain.admission.conditions import Proof
from services.registration.domain.admission.standards import GENERATION_2023
from services.registration.domain.identity import IdentityKind
from services.registration.domain.resident_number import Sex
from services.registration.domain.roster.columns import REQUIRED_COLUMNS, TEMPLATE_COLUMNS
from services.registration.domain.scope import Offer

SHEET, LISTS, NOTES = "报名名册", "字典", "填写说明"
LEVELS = ("五级/初级工", "四级/中级工", "三级/高级工", "二级/技师", "一级/高级技师")
WIDTH = 18
FIRST_ROW, LAST_ROW = 2, 50_000
# Recognised as an example when it comes in again, and nobody's number.
EXAMPLE = {
    "姓名": "（示例）张某某",
    "证件类型": IdentityKind.RESIDENT.value,
    "证件号码": "43XXXXXXXXXXXXXXXX",
    "性别": Sex.FEMALE.value,
    "手机号码": "1XXXXXXXXXX",
    "报考科目": "全部",
    "从业年限": "5年6个月",
    "文化程度": "高中",
    "证明材料": "身份证;照片;工作年限证明",
    "本人确认": "是",
    "备注": "此行为示例，导入时不读取",
}
EXPLAINED = (
    "带 * 的列必须填写；其余按申报条件填写，没有的留空。不要改动表头。",
    "证件号码、手机号码、原证书编号已设为文本格式，请不要改成数字，否则末几位会变成 0。",
    "日期写到日，例如 2021-06-30；从业年限可写 5、5.5 或 5年6个月。",
    "证件类型不是居民身份证的，须填写性别；证件上没有出生日期的，请填写出生日期。",
    "证明材料用分号隔开，可填：" + "、".join(proof.value for proof in Proof) + "；网上核验过的在后面注明（网络核验）。",
    "姓名按证件填写，少数民族和外国人姓名中的间隔用“·”；不要加备注、序号。",
)


def template_workbook(offers: Sequence[Offer]) -> bytes:
    """A workbook for a batch that examines these."""
    choices = _choices(offers)
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as workbook:
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(TEMPLATE_COLUMNS) - 1, WIDTH, text)
        lists = workbook.add_worksheet(LISTS)
        lists.hide()
        example = EXAMPLE | _post(offers)
        for place, column in enumerate(TEMPLATE_COLUMNS):
            sheet.write_string(0, place, f"*{column}" if column in REQUIRED_COLUMNS else column, text)
            sheet.write_string(1, place, example.get(column, ""), text)
        for place, (column, values) in enumerate(choices.items()):
            lists.write_column(0, place, values)
            at = TEMPLATE_COLUMNS.index(column)
            cells = f"={LISTS}!{_absolute(0, place)}:{_absolute(len(values) - 1, place)}"
            sheet.data_validation(FIRST_ROW, at, LAST_ROW, at, {"validate": "list", "source": cells})
        workbook.add_worksheet(NOTES).write_column(0, 0, EXPLAINED)
    return body.getvalue()


def _choices(offers: Sequence[Offer]) -> Mapping[str, list[str]]:
    levels = {offer.level for offer in offers}
    return {
        "证件类型": [kind.value for kind in IdentityKind],
        "性别": [sex.value for sex in Sex],
        "职业编码": list(dict.fromkeys(offer.occupation_code for offer in offers)),
        "职业名称": list(dict.fromkeys(offer.occupation for offer in offers)),
        "工种": list(dict.fromkeys(offer.work_type for offer in offers)),
        "级别": [name for level, name in zip((5, 4, 3, 2, 1), LEVELS, strict=True) if level in levels],
        "报考科目": ["全部", "理论", "实操"],
        "申报条件": [f"{one.code} {one.sentence}" for one in GENERATION_2023 if one.level in levels],
        "本人确认": ["是", "否"],
    }


def _post(offers: Sequence[Offer]) -> dict[str, str]:
    offer = offers[0]
    condition = next(one for one in GENERATION_2023 if one.level == offer.level)
    return {
        "职业编码": offer.occupation_code,
        "职业名称": offer.occupation,
        "工种": offer.work_type,
        "级别": LEVELS[5 - offer.level],
        "申报条件": condition.code,
    }


def _absolute(row: int, column: int) -> str:
    letters: str = xlsxwriter.utility.xl_col_to_name(column)
    return f"${letters}${row + 1}"
