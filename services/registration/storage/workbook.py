"""Reading an XLSX workbook that nobody vouches for: from the checked copy alone."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from libs.chassis.workbook import WorkbookFlawError, WorkbookTooLargeError, WorkbookTooLongError, checked_copy
from services.registration.domain.errors.table import RosterTooLargeError, TooManyRowsError, UnreadableFileError
from services.registration.domain.roster.table import HEADER_WITHIN, RosterSheet
from services.registration.storage.merged import Merged, filled_down

# Excel keeps 15 digits: a longer number in a numeric cell has lost its end and must not pass for an identifier.
EXACT_BELOW = 10**15

Cell = int | float | str | bool | date | datetime | time | timedelta


def workbook_sheets(body: bytes, *, most_rows: int) -> Iterator[RosterSheet]:
    """The worksheets, with the values that formulas last had; nothing is computed."""
    try:
        checked = checked_copy(body, last_row=most_rows + HEADER_WITHIN)
    except WorkbookTooLargeError:
        raise RosterTooLargeError from None
    except WorkbookTooLongError as long:
        raise TooManyRowsError(most=most_rows, row=long.row) from None
    except WorkbookFlawError as flaw:
        raise UnreadableFileError(flaw.because, row=flaw.row, column=flaw.column) from None
    try:
        workbook = CalamineWorkbook.from_filelike(checked)
        for place, told in enumerate(workbook.sheets_metadata):
            if told.typ is SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_index(place)
                hidden = told.visible is not SheetVisibleEnum.Visible
                yield RosterSheet(told.name, filled_down(_rows(sheet), _merged(sheet)), hidden=hidden)
    except (CalamineError, ValueError, OSError):
        raise UnreadableFileError("工作簿已损坏，无法读取。") from None


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    first_row, first_column = sheet.start or (0, 0)
    yield from ([] for _ in range(first_row))
    try:
        for row in sheet.iter_rows():
            yield [*[""] * first_column, *map(cell_text, row)]
    except (ValueError, OverflowError):
        raise UnreadableFileError("工作簿已损坏，无法读取。") from None


def _merged(sheet: CalamineSheet) -> Iterator[Merged]:
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > first:
            yield Merged(first, last, column)


def cell_text(cell: Cell) -> str:
    """A cell as text. A number too long to be exact is written so that nobody takes it for an identifier."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_BELOW:
        return str(int(cell))
    if isinstance(cell, float | int) and abs(cell) >= EXACT_BELOW:
        return f"{cell:e}"
    return str(cell)
