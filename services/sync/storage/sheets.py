"""The platform by hand: the certificate data sheet that is carried there, and the sheets that come back."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlrd
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from libs.chassis.typesetting import Typesetter
from libs.chassis.workbook import ZIP_START, WorkbookFlawError, checked_copy
from services.sync.domain.errors import AnswerUnreadableError
from services.sync.domain.row import CERTIFICATE_DATA, NUMBER, SCORE_ROSTER, SCORES, Row, SheetLayout, in_order
from services.sync.domain.upload import Verdict

SHEET = "Sheet1"
LINE = "序号"
NO_WORKBOOK = "不是可以读取的 XLSX 或 XLS 工作簿。"
MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 60_000
HEADER_WITHIN = 10
OUTCOMES = ("结果", "上报结果", "审核结果", "状态")
REASONS = ("原因", "失败原因", "退回原因", "备注")
TAKEN = frozenset({"成功", "通过", "已入库", "已接收", "审核通过"})
REFUSED = frozenset({"失败", "不通过", "退回", "已退回", "审核不通过"})


class Workbooks:
    """Reads and writes them as XLSX; 表5 is set as PDF."""

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._typesetter = Typesetter(Path(__file__).parent, font_dir=font_dir, font_families=font_families)

    def write(self, rows: Sequence[Row]) -> bytes:
        return _data_sheet(rows)

    def roster(self, rows: Sequence[Row]) -> bytes:
        return _roster(rows)

    def verdicts(self, body: bytes, layout: SheetLayout) -> Sequence[tuple[str, Verdict]]:
        return _verdicts_in(body, layout.key)

    def rows(self, body: bytes) -> Mapping[str, Row]:
        return {
            cells[NUMBER]: {name: value for name, value in cells.items() if name in CERTIFICATE_DATA.columns}
            for _, cells in _lines(body, NUMBER)
        }

    async def confirmation(self, content: Mapping[str, object], *, at: datetime) -> bytes:
        return await self._typesetter.set("confirmation", content, at=at)


def _data_sheet(rows: Sequence[Row]) -> bytes:
    """Eleven columns in their order, one row a certificate, text throughout."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 -- equal rows, equal bytes
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    columns = CERTIFICATE_DATA.columns
    for line, cells in enumerate([columns, *(in_order(row, CERTIFICATE_DATA) for row in rows)]):
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, text)
    sheet.set_column(0, len(columns) - 1, 24)
    book.close()
    return kept.getvalue()


def _roster(rows: Sequence[Row]) -> bytes:
    """成绩花名册 as platforms take it: two header rows, 考核成绩 over four columns, and 填报人 at the end."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 -- equal rows, equal bytes
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    columns = (LINE, *SCORE_ROSTER.columns)
    for column, name in enumerate(columns):
        if name not in SCORES:
            sheet.merge_range(0, column, 1, column, name, text)
        else:
            sheet.write_string(1, column, name, text)
    first = columns.index(SCORES[0])
    sheet.merge_range(0, first, 0, first + len(SCORES) - 1, "考核成绩", text)
    lines = [[str(place), *in_order(row, SCORE_ROSTER)] for place, row in enumerate(rows, 1)]
    for line, cells in enumerate([*lines, ["填报人"]], start=2):
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, text)
    sheet.set_column(0, len(columns) - 1, 18)
    book.close()
    return kept.getvalue()


def _verdicts_in(body: bytes, key: str) -> list[tuple[str, Verdict]]:
    """What is in the column `key`, and the verdict, of each line. Raises `AnswerUnreadableError`.

    A sheet without a column of outcomes is a list of what the platform has.
    """
    found = []
    for line, cells in _lines(body, key):
        said = next((cells[name] for name in OUTCOMES if name in cells), None)
        if said is not None and said not in TAKEN | REFUSED:
            raise AnswerUnreadableError(f"第{line}行的结果“{said[:20]}”无法识别。")
        reason = next((cells[name] for name in REASONS if cells.get(name)), "")
        accepted = said is None or said in TAKEN
        found.append((cells[key], Verdict(accepted=accepted, reason="" if accepted else reason)))
    return found


def _lines(body: bytes, key: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines under the header, by its columns, with their numbers as a person counts them."""
    if len(body) > MOST_BYTES:
        raise AnswerUnreadableError("文件超过4 MB。")
    texts = [[_text(cell) for cell in row] for row in (_new if body.startswith(ZIP_START) else _old)(body)]
    start = next((place for place, row in enumerate(texts[:HEADER_WITHIN]) if key in row), None)
    if start is None:
        raise AnswerUnreadableError(f"前{HEADER_WITHIN}行中没有“{key}”一列。")
    names = texts[start]
    for line, row in enumerate(texts[start + 1 :], start + 2):
        cells = dict(zip(names, row, strict=False))
        if not any(row):
            continue
        if not cells.get(key):
            raise AnswerUnreadableError(f"第{line}行没有{key}。")
        yield line, cells


def _new(body: bytes) -> list[list[Any]]:
    try:
        checked = checked_copy(body, last_row=MOST_ROWS)
        return CalamineWorkbook.from_filelike(checked).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except WorkbookFlawError as flaw:
        raise AnswerUnreadableError(flaw.because) from None
    except (CalamineError, ValueError, OSError, IndexError):
        raise AnswerUnreadableError(NO_WORKBOOK) from None


def _old(body: bytes) -> list[list[Any]]:
    """BIFF8: a plain reader, which makes no cells that are not there."""
    try:
        book = xlrd.open_workbook(file_contents=body, ragged_rows=True, logfile=io.StringIO())
        sheet = book.sheet_by_index(0)
        return [[_dated(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- xlrd trusts the file: a damaged one raises whatever it comes upon
        raise AnswerUnreadableError(NO_WORKBOOK) from None


def _dated(cell: xlrd.sheet.Cell, datemode: int) -> Any:
    return xlrd.xldate.xldate_as_datetime(cell.value, datemode) if cell.ctype == xlrd.XL_CELL_DATE else cell.value


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
