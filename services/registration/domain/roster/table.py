"""A roster as it is found in a file: its table among titles, hints and totals, and what makes a whole file unfit."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Self

from libs.contracts.plain_text import plain_text
from services.registration.domain.errors.table import (
    ColumnMissingError,
    ColumnRepeatedError,
    FormulaInCellError,
    RosterEmptyError,
    RowTooWideError,
    SeveralTablesError,
    TooManyRowsError,
)
from services.registration.domain.roster.columns import NAMED, NOTE_COLUMNS, REQUIRED_COLUMNS, bare_heading

# In one file, unless the setting says otherwise.
MOST_ROWS = 50_000
# Below a heading in the first.
FIRST_ROW = 2
# A heading stands among the first rows, below titles and remarks.
HEADER_WITHIN = 30
# Characters. What is not read may be anything, so only its beginning is repeated.
LONGEST_SHOWN = 20
MOST_PLACES_SHOWN = 10
# Different cells of a file that are kept once for all rows that say the same.
MOST_ALIKE = 10_000

# Spreadsheets with a Chinese keyboard take the full-width signs for the same; dashes alone mean "none", not a sum.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
DASHES = re.compile(r"\s*[-－—]+\s*")
QUOTED = re.compile(r'\s*="([^"]*)"\s*')
PHONE_ABROAD = re.compile(r"\s*[+＋]\s*[0-9０-９][0-9０-９\s-]*")
EXAMPLE = re.compile(r"[（(【\[]?\s*(示例|样例|范例|填写示例|举例|例如|例[：:])")
PLACEHOLDER = re.compile(r"[Xx×Ｘ]{4,}")
HINT = re.compile(
    r"[（(【\[]?\s*(必填|选填|非必填|必须填写|请填写|请选择|填写说明|填写要求|填表说明|说明[：:]|注[：:])"
)
FOOT = re.compile(
    r"(合计|总计|小计|共计|填报人|填表人|制表人|制表|经办人|审核人|审核|复核人|负责人|单位负责人|填报单位|填报日期|填表日期|制表日期|联系人|联系电话|日期|备注|注|说明|单位\W?盖章\W?)"
    r"\s*($|[：:（(＿_0-9０-９])|共\s*[0-9０-９]+\s*[人行名]"
)
BLANK = ""
# What may stand in rows that nobody has filled in.
NO_WORDS = frozenset({"序号", *NOTE_COLUMNS})
# Who a row is about; without all of them it is about nobody.
WHO = ("姓名", "证件号码", "手机号码")


@dataclass(frozen=True)
class RosterSheet:
    """A sheet of an uploaded file, from its row 1 on. In a text, a cell beyond the heading has moved the others."""

    name: str
    rows: Iterable[Sequence[str]]
    hidden: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row by column name; `number` is the row of the sheet, where the first row is 1.

    `places` says where each column stands in `texts`; all rows of a file share it.
    """

    number: int
    places: Mapping[str, int]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, number: int, cells: Mapping[str, str]) -> Self:
        return cls(number, {column: place for place, column in enumerate(cells)}, tuple(cells.values()))

    def __getitem__(self, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else self.texts[place]

    @property
    def cells(self) -> dict[str, str]:
        """All of them by column."""
        return dict(zip(self.places, self.texts, strict=True))


@dataclass(frozen=True, kw_only=True)
class RosterTable:
    """The rows of a roster, where its heading stood, and in a sentence each what of the file was not read."""

    header_row: int
    rows: list[RosterRow]
    ignored: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Table:
    """A sheet with its heading: the column in each place, None where there is none to be read."""

    sheet: RosterSheet
    header_row: int
    columns: Sequence[str | None]
    unknown: Sequence[str]
    first: Sequence[Sequence[str]]
    others: Iterator[Sequence[str]]

    @property
    def is_roster(self) -> bool:
        return not self.sheet.hidden and all(column in self.columns for column in REQUIRED_COLUMNS)

    @property
    def holds_rows(self) -> bool:
        return any(map(any, self.first[self.header_row :]))

    @property
    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        return enumerate(chain(self.first, self.others), start=1)


def read_roster(sheets: Iterable[RosterSheet], *, most: int = MOST_ROWS) -> RosterTable:
    """Find the table and read it; raises the `RosterFileError` that makes the file unfit."""
    tables = [_table(sheet) for sheet in sheets]
    rosters = [table for table in tables if table.is_roster and table.holds_rows]
    if len(rosters) > 1:
        raise SeveralTablesError
    visible = [table for table in tables if not table.sheet.hidden]
    if not visible:
        raise RosterEmptyError
    chosen = rosters[0] if rosters else max(visible, key=lambda table: sum(map(bool, table.columns)))
    for column in REQUIRED_COLUMNS:
        if column not in chosen.columns:
            raise ColumnMissingError(column=column, row=chosen.header_row)
    roster = _read(chosen, most=most)
    if not roster.rows:
        raise RosterEmptyError

    unread = [
        table.sheet.name[:LONGEST_SHOWN] for table in tables if table is not chosen and any(map(any, table.first))
    ]
    return replace(roster, ignored=[*roster.ignored, *(f"没有读取工作表“{name}”。" for name in unread)])


def roster_of_one(cells: Mapping[str, str]) -> RosterTable:
    """A person at the counter, as the only row under a heading; raises `FormulaInCellError`."""
    row = {column: _cell(cell, column, FIRST_ROW) for column, cell in cells.items()}
    return RosterTable(header_row=FIRST_ROW - 1, rows=[RosterRow.of(FIRST_ROW, row)])


def _table(sheet: RosterSheet) -> _Table:
    """The heading is the row with the most names of columns among the first ones."""
    rows = iter(sheet.rows)
    first = list(islice(rows, HEADER_WITHIN))
    named = [[bare_heading(plain_text(cell)) for cell in cells] for cells in first] or [[]]
    best = max(range(len(named)), key=lambda place: sum(name in NAMED for name in named[place]))
    columns = _columns(named[best], row=best + 1) if not sheet.hidden else [None for _ in named[best]]
    headings = [cell.strip()[:LONGEST_SHOWN] for cell in first[best]] if first else []
    unknown = [heading for heading, column in zip(headings, columns, strict=True) if heading and column is None]
    return _Table(sheet, best + 1, columns, unknown, first, rows)


def _columns(headings: Sequence[str], *, row: int) -> list[str | None]:
    """A column that is called by two of its names is where its better name stands."""
    places: dict[str, tuple[int, int]] = {}
    for place, heading in enumerate(headings):
        if heading not in NAMED:
            continue
        if headings.count(heading) > 1:
            raise ColumnRepeatedError(column=heading, row=row)
        column, rank = NAMED[heading]
        places[column] = min(places.get(column, (rank, place)), (rank, place))
    at = {place: column for column, (_, place) in places.items()}
    return [at.get(place) for place in range(len(headings))]


def _read(table: _Table, *, most: int) -> RosterTable:
    roster: list[RosterRow] = []
    read = _Cells(table.columns)
    skipped: dict[str, list[int]] = {}
    width = len(table.columns)
    for number, cells in table.rows:
        if number <= table.header_row:
            if number < table.header_row and any(map(str.strip, cells)):
                skipped.setdefault("是表头上方的标题或说明", []).append(number)
            continue
        if table.sheet.is_text and any(map(str.strip, cells[width:])):
            raise RowTooWideError(row=number)
        row = read.row(number, cells)
        reason = _passed_over(row)
        if reason is not None:
            skipped.setdefault(reason, []).append(number)
            continue
        if number > most + table.header_row:
            raise TooManyRowsError(most=most, row=number)
        roster.append(row)
    skipped.pop(BLANK, None)
    ignored = [f"第 {_places(numbers)} 行{reason}，没有读取。" for reason, numbers in skipped.items()]
    if table.unknown:
        ignored.append(f"没有读取模板以外的列：{'、'.join(table.unknown[:MOST_PLACES_SHOWN])}。")
    return RosterTable(header_row=table.header_row, rows=roster, ignored=ignored)


class _Cells:
    """Reads the cells of one file. What many rows say alike, such as an occupation, is read and kept once."""

    def __init__(self, columns: Sequence[str | None]) -> None:
        self._columns = [(place, column) for place, column in enumerate(columns) if column is not None]
        self._places = {column: number for number, (_, column) in enumerate(self._columns)}
        self._alike: dict[tuple[str, str], str] = {}

    def row(self, number: int, cells: Sequence[str]) -> RosterRow:
        width = len(cells)
        texts = tuple(
            self._cell(cells[place], column, number) if place < width and cells[place] else ""
            for place, column in self._columns
        )
        return RosterRow(number, self._places, texts)

    def _cell(self, cell: str, column: str, row: int) -> str:
        if column in WHO:
            return _cell(cell, column, row)
        known = self._alike.get((column, cell))
        if known is None:
            known = _cell(cell, column, row)
            if len(self._alike) < MOST_ALIKE:
                self._alike[column, cell] = known
        return known


def _cell(cell: str, column: str, row: int) -> str:
    """A cell as it was meant: without what a spreadsheet puts round a number to keep it a text."""
    text = plain_text(cell)
    if quoted := QUOTED.fullmatch(text):
        text = quoted[1]
    text = text.removeprefix("'").removeprefix("’")
    harmless = DASHES.fullmatch(text) or (column == "手机号码" and PHONE_ABROAD.fullmatch(text))
    if FORMULA.match(text) and not harmless:
        raise FormulaInCellError(row=row, column=column)

    return text.strip()


def _passed_over(row: RosterRow) -> str | None:
    """Why a row is no application; None for one that is. What is no number before the row may be a remark on it."""
    said = next(
        (text for column, text in zip(row.places, row.texts, strict=True) if text and column not in NO_WORDS), ""
    )
    remark = "" if row["序号"].isdecimal() else row["序号"]
    first = remark or said
    if EXAMPLE.match(first) or EXAMPLE.match(row["姓名"]) or PLACEHOLDER.search(row["证件号码"]):
        return "是填写示例"
    if HINT.match(first) or HINT.match(row["姓名"]) or HINT.match(row["证件号码"]):
        return "是填写说明"
    if FOOT.match(first):
        return "是合计、落款或备注"
    if not said:
        return BLANK
    if not any(row[column] for column in WHO):
        return "没有姓名、证件号码和手机号码"
    return None


def _places(numbers: Sequence[int]) -> str:
    shown = "、".join(map(str, numbers[:MOST_PLACES_SHOWN]))
    return shown if len(numbers) <= MOST_PLACES_SHOWN else f"{shown} 等 {len(numbers)}"
