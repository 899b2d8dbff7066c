"""A roster as a table: the columns of the template, and what makes a whole file unfit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from libs.contracts.plain_text import plain_text
from services.registration.domain.errors.roster import (
    ColumnMissingError,
    ColumnRepeatedError,
    ColumnUnknownError,
    FormulaInCellError,
    RosterEmptyError,
    RowTooWideError,
    TooManyRowsError,
)

# In one file, unless the setting says otherwise.
MOST_ROWS = 50_000
HEADER_ROW = 1
# Characters. An unknown column may hold anything, so a refusal repeats only its beginning.
LONGEST_COLUMN_SHOWN = 20
REQUIRED_COLUMNS = (
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "手机号码",
    "职业编码",
    "职业名称",
    "工种",
    "级别",
    "报考科目",
    "申报条件",
    "从业年限",
    "原证书级别",
    "原证书编号",
    "原证书日期",
    "文化程度",
    "所学专业",
    "证明材料",
    "本人确认",
)
# What is written beside the rows of a file that is handed back; it may come in again, and says nothing then.
NOTE_COLUMNS = ("校验结果", "校验说明")
OPTIONAL_COLUMNS = ("序号", "班级", "工作单位", "职称", "职称日期", "备注", *NOTE_COLUMNS)

# Spreadsheets with a Chinese keyboard take the full-width signs for the same; dashes alone mean "none", not a sum.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
DASHES = re.compile(r"\s*[-－—]+\s*")


@dataclass(frozen=True)
class RosterRow:
    """One row by column name; `number` is the row of the sheet, where the header is row 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def roster_rows(table: Iterable[Sequence[str]], *, most: int = MOST_ROWS) -> list[RosterRow]:
    """Read a table whose first row is the header; raises the `RosterFileError` that makes the file unfit."""
    rows = ([plain_text(cell) for cell in cells] for cells in table)
    header = _header(next(rows, ()))
    roster = [
        _row(number, cells, header, most=most)
        for number, cells in enumerate(rows, start=HEADER_ROW + 1)
        if any(cell.strip() for cell in cells)
    ]
    if not roster:
        raise RosterEmptyError

    return roster


def _header(cells: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    for column in REQUIRED_COLUMNS:
        if column not in header:
            raise ColumnMissingError(column=column)
    for column in header:
        if column not in REQUIRED_COLUMNS + OPTIONAL_COLUMNS:
            raise ColumnUnknownError(column=column[:LONGEST_COLUMN_SHOWN])
        if header.count(column) > 1:
            raise ColumnRepeatedError(column=column)

    return header


def _row(number: int, cells: Sequence[str], header: list[str], *, most: int) -> RosterRow:
    if number > most + HEADER_ROW:
        raise TooManyRowsError(most=most, row=number)
    if any(cell.strip() for cell in cells[len(header) :]):
        raise RowTooWideError(row=number)
    row = RosterRow(number, dict(zip(header, cells, strict=False)))
    for column, cell in row.cells.items():
        if FORMULA.match(cell) and not DASHES.fullmatch(cell):
            raise FormulaInCellError(row=number, column=column)

    return row
