"""An XLSX workbook that nobody vouches for: checked part by part, and handed on as a copy of what was checked.

A reader that trusts the file reserves room for every cell between the first and the last: a kilobyte asks for 500 GB.
"""

import io
import zipfile
from xml.parsers import expat

from libs.chassis.zip_files import DAMAGE, unpacked

# All parts unpacked. A roster of 50,000 rows has about 46 MB.
MOST_BYTES = 96 * 1024 * 1024
# A workbook with one sheet has about ten.
MOST_PARTS = 200
# Cells that share one text get a copy each when they are read, so a small file could grow beyond all memory.
MOST_SHARED_BYTES = 512 * 1024 * 1024
# More than twice the columns of any sheet that is read.
MOST_COLUMNS = 64
# Different elements whose names are taken apart once; a worksheet has about thirty.
MOST_NAMES = 100
# Unpacked to packed, by part. The sheet of a roster has about 11; a thousand is what nothing but one byte reaches.
HIGHEST_RATIO = 150
# Bytes to which every XLSX can be told from a workbook of before.
ZIP_START = b"PK\x03\x04"

TOO_LARGE = "文件解压后过大或压缩比异常。"


class WorkbookFlawError(Exception):
    """It is not read; `because` is a sentence for whoever brought it. Row and column are those of the sheet."""

    def __init__(self, because: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(because)
        self.because, self.row, self.column = because, row, column


class WorkbookTooLargeError(WorkbookFlawError):
    """It unpacks to more than anybody fills in; it is not unpacked."""


class WorkbookTooLongError(WorkbookFlawError):
    """It has more rows than are read."""


def checked_copy(body: bytes, *, last_row: int) -> io.BytesIO:
    """The XML parts of the workbook, each unpacked within bounds and looked through; nothing else is copied.

    Nothing stands below the last row. Raises `WorkbookFlawError`, or of its kinds `WorkbookTooLargeError`.
    """
    copy = io.BytesIO()
    scan = _Scan(last_row)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, zipfile.ZipFile(copy, "w") as checked:
            parts = [info for info in archive.infolist() if info.filename.endswith((".xml", ".rels"))]
            _must_be_bounded(parts)
            for info in parts:
                # If the directory lies about the size, the checksum tells.
                content = unpacked(archive, info, most=info.file_size)
                scan.look_through(content)
                checked.writestr(info.filename, content)
    except (*DAMAGE, expat.ExpatError):
        raise WorkbookFlawError("工作簿已损坏、设有密码或不是 .xlsx 格式。") from None
    if scan.shared_bytes > MOST_SHARED_BYTES:
        raise WorkbookTooLargeError(TOO_LARGE)
    copy.seek(0)
    return copy


def _must_be_bounded(parts: list[zipfile.ZipInfo]) -> None:
    names = {info.filename for info in parts}
    if len(names) != len(parts):
        raise WorkbookFlawError("工作簿结构异常。")
    too_dense = any(info.file_size > HIGHEST_RATIO * max(info.compress_size, 1024) for info in parts)
    if too_dense or len(parts) > MOST_PARTS or sum(info.file_size for info in parts) > MOST_BYTES:
        raise WorkbookTooLargeError(TOO_LARGE)


class _Scan:
    """Walks the XML parts: no document type, and in a worksheet no cell out of bounds."""

    def __init__(self, last_row: int) -> None:
        self._last_row = last_row
        self._row = 0
        self._column = 0
        # those of the cell before, which most cells share with it
        self._digits: str | None = None
        self._kinds: dict[str, str] = {}
        self._ordinals: dict[str, int] = {}
        self._sharing_cells = 0
        self._length = 0
        self._longest = 0

    @property
    def shared_bytes(self) -> int:
        """The most text (bytes) that the shared strings can grow to once every cell has its copy."""
        return self._sharing_cells * self._longest

    def look_through(self, content: bytes) -> None:
        self._row = self._column = 0
        self._digits = None
        parser = expat.ParserCreate(namespace_separator=" ")

        def begin(name: str, _: dict[str, str]) -> None:
            handlers = {"worksheet": self._element, "sst": self._string, "workbook": _must_count_days_from_1900}
            parser.StartElementHandler = handlers.get(_local(name))
            parser.CharacterDataHandler = self._characters if _local(name) == "sst" else None

        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = begin
        parser.Parse(content, True)  # noqa: FBT003 -- expat takes it by position only

    def _refuse_doctype(self, *_: object) -> None:
        raise WorkbookFlawError("工作簿结构异常。")

    def _string(self, name: str, _: dict[str, str]) -> None:
        if _local(name) == "si":
            self._length = 0

    def _characters(self, text: str) -> None:
        self._length += len(text.encode())
        self._longest = max(self._longest, self._length)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        """Called for every cell and every value of a sheet, so that names and letters are taken apart once."""
        kind = self._kinds.get(name)
        if kind is None:
            kind = _local(name)
            if len(self._kinds) < MOST_NAMES:
                self._kinds[name] = kind
        if kind == "c":
            self._step_to(attributes.get("r"))
            if attributes.get("t") == "s":
                self._sharing_cells += 1
        elif kind == "row":
            self._digits = attributes.get("r")
            self._row = _whole(self._digits, self._row + 1)
            self._column = 0
        elif kind in {"v", "is"}:
            self._must_be_in_bounds()

    def _must_be_in_bounds(self) -> None:
        if self._row > self._last_row:
            raise WorkbookTooLongError("行数过多。", row=self._row)
        if self._column > MOST_COLUMNS:
            raise WorkbookFlawError("数据超出表头所在的列。", row=self._row, column=_letters(self._column))

    def _step_to(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        digits = reference[len(letters) :]
        if digits != self._digits:
            self._row, self._digits = _whole(digits, self._row), digits
        column = self._ordinals.get(letters)
        if column is None:
            if not letters.isascii() or not letters.isalpha():
                raise WorkbookFlawError("工作簿结构异常。", row=self._row)
            column = _ordinal(letters)
            if column <= MOST_COLUMNS:
                self._ordinals[letters] = column
        self._column = column


def _must_count_days_from_1900(name: str, attributes: dict[str, str]) -> None:
    """A day that lost its format is a number, and another day in the calendar that old Macintosh workbooks count by."""
    if _local(name) == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
        raise WorkbookFlawError("工作簿使用 1904 日期系统，日期会差四年，请在选项中取消后另存。")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _whole(digits: str | None, otherwise: int) -> int:
    if digits is None:
        return otherwise
    if not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 -- far beyond the last row of any sheet
        raise WorkbookFlawError("工作簿结构异常。")
    return int(digits)


def _ordinal(letters: str) -> int:
    ordinal = 0
    for letter in letters.upper()[:4]:
        ordinal = ordinal * 26 + ord(letter) - ord("A") + 1
    return ordinal


def _letters(ordinal: int) -> str:
    letters = ""
    while ordinal > 0:
        ordinal, rest = divmod(ordinal - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters or "A"
