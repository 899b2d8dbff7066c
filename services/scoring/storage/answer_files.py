"""Files of answer sheets as readers and examination platforms write them: CSV, XLSX and DBF, as rows of text."""

import csv
import io
import struct
from collections.abc import Sequence
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from libs.chassis.workbook import ZIP_START, WorkbookFlawError, WorkbookTooLongError, checked_copy
from services.scoring.domain.errors.answer_sheets import AnswerFileTooLongError, AnswerFileUnreadableError
from services.scoring.domain.reading.answer_sheets import NumberedRow

MOST_ROWS = 60_000
# dBase III and IV, FoxPro and its successor; no text begins with one of these bytes.
_DBF = frozenset({0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5})
_HEADER = struct.Struct("<xxxxIHH")
_FIELD, _END_OF_FIELDS, _DELETED = 32, 0x0D, 0x2A


class AnswerFiles:
    """Reads them by their first bytes, whatever their name says."""

    def rows(self, raw: bytes, /) -> Sequence[NumberedRow]:
        """Every row that is not empty, with its number as a person counts them.

        Raises `AnswerFileUnreadableError`, or `AnswerFileTooLongError`.
        """
        if raw.startswith(ZIP_START):
            rows = _workbook(raw)
        elif raw and raw[0] in _DBF:
            rows = _dbf(raw)
        else:
            rows = _csv(raw)
        return [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]


def _csv(raw: bytes) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(_text(raw), newline=""), strict=True)
        rows = [list(cells) for cells in islice(lines, MOST_ROWS + 1)]
    except csv.Error as unreadable:
        raise AnswerFileUnreadableError from unreadable
    if len(rows) > MOST_ROWS:
        raise AnswerFileTooLongError(MOST_ROWS)
    return rows


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError as unreadable:
            raise AnswerFileUnreadableError from unreadable


def _workbook(raw: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(checked_copy(raw, last_row=MOST_ROWS)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except WorkbookTooLongError as long:
        raise AnswerFileTooLongError(MOST_ROWS) from long
    except (WorkbookFlawError, CalamineError, ValueError, OSError, IndexError) as unreadable:
        raise AnswerFileUnreadableError from unreadable
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> str:
    """A number that a spreadsheet made of digits is written as digits."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _dbf(raw: bytes) -> list[list[str]]:
    """DBase as school examination tools exchange it: fields of fixed length, text in GB18030; deleted records are gone.

    The header counts as row 1, as in a sheet.
    """
    try:
        records, begins, length = _HEADER.unpack_from(raw)
        if records >= MOST_ROWS:  # the header is a row, too
            raise AnswerFileTooLongError(MOST_ROWS)
        ends = raw.index(_END_OF_FIELDS, _FIELD)
        fields = [raw[at : at + _FIELD] for at in range(_FIELD, ends, _FIELD)]
        widths = [field[16] for field in fields]
        if sum(widths) + 1 != length or begins + records * length > len(raw) or not fields:
            raise AnswerFileUnreadableError
        names = [field[:11].split(b"\0")[0].decode("gb18030") for field in fields]
        kept = [at for at in range(begins, begins + records * length, length) if raw[at] != _DELETED]
        rows = [names, *(_record(raw[at + 1 : at + length], widths) for at in kept)]
    except (struct.error, ValueError, IndexError) as unreadable:
        raise AnswerFileUnreadableError from unreadable
    return rows


def _record(raw: bytes, widths: Sequence[int]) -> list[str]:
    cells, at = [], 0
    for width in widths:
        cells.append(raw[at : at + width].decode("gb18030"))
        at += width
    return cells
