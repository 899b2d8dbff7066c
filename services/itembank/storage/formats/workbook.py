"""XLSX: one item a row, columns by their headings."""

import io

from python_calamine import CalamineError as _BrokenError
from python_calamine import CalamineWorkbook

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated
from services.itembank.storage.formats.labels import LETTERS, Draft, truth

HEADINGS = {
    "试题编号": "id",
    "编号": "id",
    "鉴定点": "point",
    "难度": "difficulty",
    "题干": "stem",
    "答案": "answer",
    "互斥试题": "enemies",
    "选项顺序固定": "fixed",
    "题型": "kind",
    **{f"选项{letter}": letter for letter in LETTERS},
}
ASKED = ("stem", "answer")


def read_workbook(content: bytes) -> Translated:
    """The first sheet; its first row has the headings."""
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (_BrokenError, ValueError, OSError, IndexError):
        raise NotThatFormatError("不是 XLSX 工作簿") from None
    if not rows:
        raise NotThatFormatError("工作簿是空的")
    columns = {place: HEADINGS.get(str(words).strip(), "") for place, words in enumerate(rows[0])}
    if missing := [name for name in ASKED if name not in columns.values()]:
        raise NotThatFormatError("缺少表头：" + "、".join("题干" if name == "stem" else "答案" for name in missing))
    read = Translated()
    for place, known in columns.items():
        if not known and str(rows[0][place]).strip():
            read.losses.append(Problem(item="表头", field=str(rows[0][place]), reason="没有对应的字段，未导入"))
    for number, row in enumerate(rows[1:], start=2):
        cells = {columns[place]: _text(value) for place, value in enumerate(row) if columns.get(place)}
        if any(cells.values()):
            _read(read, cells, f"第{number}行")
    return read


def _read(read: Translated, cells: dict[str, str], where: str) -> None:
    options = [cells[letter] for letter in LETTERS if cells.get(letter)]
    answer = cells["answer"].upper() if options else truth(cells["answer"])
    if not answer or (options and answer not in list(LETTERS[: len(options)])):
        read.losses.append(
            Problem(item=cells.get("id") or where, field="answer", reason="答案不是一个选项，也不是对或错，未导入")
        )
        return
    labels = [f"enemy:{one}" for one in cells.get("enemies", "").replace("、", " ").replace(",", " ").split()]
    if cells.get("difficulty"):
        labels.append(f"difficulty:{cells['difficulty']}")
    draft = Draft(
        stem=cells["stem"],
        options=options,
        answer=answer,
        labels=labels,
        item_id=cells.get("id", ""),
        point=cells.get("point", ""),
        keep_option_order=truth(cells.get("fixed", "")) == "T",
    )
    read.items.append(draft.item())
    read.losses.extend(draft.losses)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
