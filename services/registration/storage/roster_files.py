"""Reading an uploaded roster: which kind of file it is, and its rows as text."""

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.registration.domain.errors.roster import UnreadableFileError, WrongEncodingError
from services.registration.domain.roster import MOST_ROWS, RosterRow, roster_rows
from services.registration.storage.annotated import annotated_workbook
from services.registration.storage.workbook import workbook_table

XLSX_START = b"PK\x03\x04"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
UTF_8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class UploadedRosterFiles:
    """Reads XLSX and CSV in a thread, so that a large file does not hold up the service."""

    most_rows: int = MOST_ROWS

    async def read(self, body: bytes, /) -> list[RosterRow]:
        """The rows below the header; raises a `RosterFileError`."""
        return await asyncio.to_thread(self._read, body)

    async def annotated(self, rows: Sequence[RosterRow], notes: Sequence[tuple[str, str]], /) -> bytes:
        """The roster as a workbook, each row in its place with its notes behind it."""
        return await asyncio.to_thread(annotated_workbook, rows, notes)

    def _read(self, body: bytes) -> list[RosterRow]:
        return roster_rows(self._table(body), most=self.most_rows)

    def _table(self, body: bytes) -> Iterator[list[str]]:
        if not body.strip():
            raise UnreadableFileError("文件是空的。")
        if body.startswith(XLSX_START):
            return workbook_table(body, most_rows=self.most_rows)
        if body.startswith(OLD_OFFICE_START):
            raise UnreadableFileError("文件是旧版 .xls 或设有密码，请另存为不带密码的 .xlsx。")
        return _csv_table(body)


def _csv_table(body: bytes) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(_text(body), newline=""), strict=True)
    try:
        yield from rows
    except csv.Error:
        raise UnreadableFileError("CSV 格式有误，例如引号没有成对。", row=rows.line_num) from None


def _text(body: bytes) -> str:
    """UTF-8 with or without its mark, else GB18030; the header line tells which."""
    if body.startswith(UTF_16_STARTS) or b"\x00" in body:
        raise WrongEncodingError(row=1)
    body = body.removeprefix(UTF_8_MARK)
    header, _, _ = body.partition(b"\n")
    encoding = "utf-8" if _decodes(header, "utf-8") else "gb18030"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncodingError(row=body.count(b"\n", 0, error.start) + 1) from None


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
