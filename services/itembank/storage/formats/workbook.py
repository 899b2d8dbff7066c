"""XLSX: columns by their headings; a sheet for theory, and one each for tasks, score sheets, knock-outs and reviews."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import xlsxwriter
from python_calamine import CalamineError as _BrokenError
from python_calamine import CalamineWorkbook

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated, Written
from services.itembank.domain.resources import Criterion, DefenceQuestion, ItemContent, PracticalTask, TheoryItem
from services.itembank.storage.formats.labels import LETTERS, Draft, truth
from services.itembank.storage.formats.sayable import as_said, without_unsayable

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
THEORY, TASKS, CRITERIA, KNOCKOUTS, DEFENCE = "理论知识", "操作技能", "评分标准", "否定项", "综合评审"
COLUMNS = (
    *("试题编号", "题型", "鉴定点", "难度", "题干"),
    *("选项A", "选项B", "选项C", "选项D", "答案", "互斥试题", "选项顺序固定"),
)
OTHERS: dict[str, tuple[str, ...]] = {
    TASKS: ("试题编号", "鉴定点", "题目", "任务书", "考核时间（分钟）"),
    CRITERIA: ("试题编号", "序号", "考核内容", "配分", "评分标准"),
    KNOCKOUTS: ("试题编号", "否定项"),
    DEFENCE: ("试题编号", "鉴定点", "题目"),
}
"""The sheets beside theory, by name, and their columns; all of them are asked for, in any order."""
KINDS = {"choice": "单选", "judgement": "判断"}
MARKS = {"T": "对", "F": "错"}
MOST_CHARACTERS = 32_767
"""What a cell holds."""
BETWEEN_IDS = "、"
WHOLE = re.compile(r"[0-9]{1,6}")
Cells = Mapping[str, str]


# ---- in


def read_workbook(content: bytes) -> Translated:
    """Theory stands on the first sheet, if that is none of the others; each sheet's first row has the headings."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python()
            for place, name in enumerate(book.sheet_names)
            if place == 0 or name in OTHERS
        }
    except (_BrokenError, ValueError, OSError, IndexError):
        raise NotThatFormatError("不是 XLSX 工作簿") from None
    if not any(sheets.values()):
        raise NotThatFormatError("工作簿是空的")
    read = Translated()
    for name, rows in sheets.items():
        if rows and name not in OTHERS:
            _read_theory(read, rows)
    others = {name: list(_rows_of(read, name, sheets.get(name, []))) for name in OTHERS}
    _read_tasks(read, others)
    for where, cells in others[DEFENCE]:
        _read_question(read, cells, where)
    return read


def _read_theory(read: Translated, rows: Sequence[Sequence[object]]) -> None:
    columns = {place: HEADINGS.get(str(words).strip(), "") for place, words in enumerate(rows[0])}
    if missing := [name for name in ASKED if name not in columns.values()]:
        raise NotThatFormatError("缺少表头：" + "、".join("题干" if name == "stem" else "答案" for name in missing))
    for place, known in columns.items():
        if not known and str(rows[0][place]).strip():
            read.losses.append(Problem(item="表头", field=str(rows[0][place]), reason="没有对应的字段，未导入"))
    for number, row in enumerate(rows[1:], start=2):
        cells = {columns[place]: _text(value) for place, value in enumerate(row) if columns.get(place)}
        if any(cells.values()):
            _read(read, cells, f"第{number}行")


def _read(read: Translated, cells: dict[str, str], where: str) -> None:
    options = [cells[letter] for letter in LETTERS if cells.get(letter)]
    answer = cells["answer"].upper() if options else truth(cells["answer"])
    if not answer or (options and answer not in list(LETTERS[: len(options)])):
        read.losses.append(
            Problem(item=cells.get("id") or where, field="answer", reason="答案不是一个选项，也不是对或错，未导入")
        )
        return
    labels = [f"enemy:{one}" for one in _ids_in(cells.get("enemies", ""))]
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


def _rows_of(read: Translated, name: str, rows: Sequence[Sequence[object]]) -> Iterator[tuple[str, Cells]]:
    """The rows of one of the other sheets, each with the words for where it stands."""
    if not rows:
        return
    headings = [str(words).strip() for words in rows[0]]
    if missing := [one for one in OTHERS[name] if one not in headings]:
        raise NotThatFormatError(f"工作表“{name}”缺少表头：" + "、".join(missing))
    for one in headings:
        if one and one not in OTHERS[name]:
            read.losses.append(Problem(item=f"{name}表头", field=one, reason="没有对应的字段，未导入"))
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(headings, map(_text, row), strict=True))
        if any(cells.values()):
            yield f"{name}第{number}行", cells


def _read_tasks(read: Translated, sheets: Mapping[str, Sequence[tuple[str, Cells]]]) -> None:
    """A task with its lines and knock-outs, in their order; a row of no task and a number that is none are told."""
    known = {cells["试题编号"] for _, cells in sheets[TASKS]} - {""}
    parts: dict[str, dict[str, list[Cells]]] = {name: defaultdict(list) for name in (CRITERIA, KNOCKOUTS)}
    for name, of_task in parts.items():
        for where, cells in sheets[name]:
            of_task[cells["试题编号"]].append(cells)
            if cells["试题编号"] in known:
                continue
            read.losses.append(Problem(item=where, field="试题编号", reason="操作技能表中没有该试题，未导入"))
    for where, cells in sheets[TASKS]:
        name = cells["试题编号"]
        if not name:
            read.losses.append(Problem(item=where, field="试题编号", reason="不能为空，未导入"))
            continue
        lines = parts[CRITERIA][name]
        numbers = [cells["考核时间（分钟）"], *(line[column] for line in lines for column in ("序号", "配分"))]
        if not all(map(WHOLE.fullmatch, numbers)):
            read.losses.append(Problem(item=name, field="评分标准", reason="时间、序号和配分须是整数，未导入"))
            continue
        read.items.append(
            PracticalTask(
                item_id=name,
                point=cells["鉴定点"],
                title=cells["题目"],
                task=cells["任务书"],
                minutes=int(cells["考核时间（分钟）"]),
                criteria=[
                    Criterion(
                        no=int(line["序号"]),
                        text=line["考核内容"],
                        marks=int(line["配分"]),
                        standard=line["评分标准"],
                    )
                    for line in lines
                ],
                knockouts=[one["否定项"] for one in parts[KNOCKOUTS][name]],
            )
        )


def _read_question(read: Translated, cells: Cells, where: str) -> None:
    if not cells["题目"]:
        read.losses.append(Problem(item=where, field="题目", reason="不能为空，未导入"))
        return
    draft = Draft(stem=cells["题目"], answer="", item_id=cells["试题编号"], point=cells["鉴定点"])
    read.items.append(draft.question())
    read.losses.extend(draft.losses)


def _ids_in(words: str) -> list[str]:
    return words.replace(BETWEEN_IDS, " ").replace(",", " ").split()


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


# ---- out


def write_workbook(items: Sequence[ItemContent]) -> Written:
    """Every sheet that has rows, text throughout; the same items give the same bytes."""
    said, losses = as_said(items, _in_a_cell, why="含有单元格不能表示的内容，已去掉")
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 -- equal items, equal bytes
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, columns, rows in _sheets(said, losses):
            sheet = book.add_worksheet(name)
            for line, cells in enumerate([columns, *rows]):
                for column, cell in enumerate(cells):
                    sheet.write_string(line, column, cell, text)
            sheet.set_column(0, len(columns) - 1, 20)
            sheet.freeze_panes(1, 0)
    return Written(content=kept.getvalue(), losses=losses)


def _sheets(
    items: Iterable[ItemContent], losses: list[Problem]
) -> Iterator[tuple[str, Sequence[str], list[Sequence[str]]]]:
    rows: dict[str, list[Sequence[str]]] = {THEORY: [], **{name: [] for name in OTHERS}}
    for item in items:
        match item:
            case TheoryItem():
                rows[THEORY].append(_theory_row(item, losses))
            case PracticalTask():
                rows[TASKS].append((item.item_id, item.point, item.title, item.task, str(item.minutes)))
                rows[CRITERIA] += [
                    (item.item_id, str(line.no), line.text, str(line.marks), line.standard) for line in item.criteria
                ]
                rows[KNOCKOUTS] += [(item.item_id, knockout) for knockout in item.knockouts]
            case DefenceQuestion():
                rows[DEFENCE].append((item.item_id, item.point, item.question))
    for name, filled in rows.items():
        if filled or name == THEORY:
            yield name, OTHERS.get(name, COLUMNS), filled


def _theory_row(item: TheoryItem, losses: list[Problem]) -> Sequence[str]:
    enemies = BETWEEN_IDS.join(item.enemies)
    if _ids_in(enemies) != item.enemies:
        losses.append(Problem(item=item.item_id, field="enemies", reason="编号中有顿号、逗号或空格，读回时会分开"))
    options = [*item.options, "", "", "", ""][:4]
    fixed, answer = MARKS["T"] if item.keep_option_order else "", MARKS.get(item.answer, item.answer)
    kind, difficulty = KINDS[item.kind], repr(item.difficulty)
    return (item.item_id, kind, item.point, difficulty, item.stem, *options, answer, enemies, fixed)


def _in_a_cell(words: str) -> str:
    return without_unsayable(words)[:MOST_CHARACTERS].strip()
