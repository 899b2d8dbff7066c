"""Reading an .xls workbook (BIFF8), which platforms still hand out.

xlrd is plain Python and gives cells that share a text the same object, so a small file cannot grow beyond memory.
"""

import io
from collections.abc import Iterator
from datetime import datetime

import xlrd
from xlrd.sheet import Sheet as OldSheet

from services.registration.domain.errors.table import UnreadableFileError
from services.registration.domain.roster.table import RosterSheet
from services.registration.storage.merged import Merged, filled_down
from services.registration.storage.workbook import cell_text

# Excel 97; the ones before keep their text in a code page that the file often names wrongly.
BIFF8 = 80


def old_workbook_sheets(body: bytes) -> Iterator[RosterSheet]:
    """The worksheets, with the values that formulas last had."""
    try:
        # merged cells are only told together with all formats
        book = xlrd.open_workbook(file_contents=body, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        sheets = book.sheets()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- xlrd trusts the file: a damaged one raises whatever it comes upon
        raise UnreadableFileError("工作簿已损坏或设有密码，请用表格软件打开后另存为不带密码的 .xlsx。") from None
    if book.biff_version < BIFF8:
        raise UnreadableFileError("工作簿是 Excel 95 或更早的格式，请用表格软件打开后另存为 .xlsx。")
    if book.datemode:
        raise UnreadableFileError("工作簿使用 1904 日期系统，日期会差四年，请在选项中取消后另存。")
    for sheet in sheets:
        yield RosterSheet(sheet.name, filled_down(_rows(sheet), _merged(sheet)), hidden=bool(sheet.visibility))


def _rows(sheet: OldSheet) -> Iterator[list[str]]:
    for row in range(sheet.nrows):
        yield [_text(cell) for cell in sheet.row(row)]


def _merged(sheet: OldSheet) -> Iterator[Merged]:
    for first, behind, column, _ in sheet.merged_cells:
        if behind - first > 1:
            yield Merged(first, behind - 1, column)


def _text(cell: xlrd.sheet.Cell) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return cell_text(_moment(cell.value))
        case xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return ""
        case _:
            return cell_text(cell.value)


def _moment(serial: float) -> datetime | float:
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(serial, 0)
    except (ValueError, OverflowError):
        return serial
    return moment
