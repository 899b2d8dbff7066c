"""Reading an uploaded roster: which kind of file it is, and its rows as text."""

import asyncio
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.registration.domain.errors.table import UnreadableFileError, WrongEncodingError
from services.registration.domain.roster.table import MOST_ROWS, RosterSheet, RosterTable, read_roster
from services.registration.domain.scope import Offer
from services.registration.storage.annotated import annotated_workbook
from services.registration.storage.old_workbook import old_workbook_sheets
from services.registration.storage.template import template_workbook
from services.registration.storage.workbook import workbook_sheets

ZIP_START = b"PK\x03\x04"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
# The kind of an OpenDocument file is its first part, not packed.
MIMETYPE_WITHIN = 200
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
UTF_32_START = b"\xff\xfe\x00\x00"
UTF_8_MARK = b"\xef\xbb\xbf"
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")
SAVE_AS = "文件其实是{}格式，请用表格软件打开后另存为 .xlsx。"
SEPARATORS = ",\t;"
# Characters.
HEADING_WITHIN = 20_000
NOT_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")


@dataclass(frozen=True)
class UploadedRosterFiles:
    """Reads XLSX, XLS and texts in a thread, so that a large file does not hold up the service."""

    most_rows: int = MOST_ROWS

    async def read(self, body: bytes, /) -> RosterTable:
        """The rows below the heading; raises a `RosterFileError`."""
        return await asyncio.to_thread(self._read, body)

    async def annotated(self, roster: RosterTable, notes: Sequence[tuple[str, str]], /) -> bytes:
        """The roster as a workbook, each row in its place with its notes behind it."""
        return await asyncio.to_thread(annotated_workbook, roster, notes)

    async def template(self, offers: Sequence[Offer], /) -> bytes:
        """A workbook to be filled in for a batch that examines these."""
        return await asyncio.to_thread(template_workbook, offers)

    def _read(self, body: bytes) -> RosterTable:
        return read_roster(self._sheets(body), most=self.most_rows)

    def _sheets(self, body: bytes) -> Iterable[RosterSheet]:
        if not body.strip():
            raise UnreadableFileError("文件是空的。")
        if body.startswith(ZIP_START):
            if OPEN_DOCUMENT in body[:MIMETYPE_WITHIN]:
                raise UnreadableFileError(SAVE_AS.format("OpenDocument（.ods）"))
            return workbook_sheets(body, most_rows=self.most_rows)
        if body.startswith(OLD_OFFICE_START):
            return old_workbook_sheets(body)
        if MARKUP.match(body):
            raise UnreadableFileError(SAVE_AS.format("网页或 XML"))
        return [RosterSheet("CSV", _text_table(body), is_text=True)]


def _text_table(body: bytes) -> Iterator[list[str]]:
    text = _text(body)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
    try:
        yield from rows
    except csv.Error:
        raise UnreadableFileError("CSV 格式有误，例如引号没有成对。", row=rows.line_num) from None


def _separator(text: str) -> str:
    """What parts the heading: it has more of that than any cell has of another."""
    first = text[:HEADING_WITHIN].splitlines()
    return max(SEPARATORS, key=lambda sign: max((line.count(sign) for line in first), default=0))


def _text(body: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else GB18030; the first Chinese line tells which."""
    if body.startswith(UTF_16_STARTS) and not body.startswith(UTF_32_START):
        return _decoded(body, "utf-16")
    if b"\x00" in body:
        raise WrongEncodingError(row=1)
    body = body.removeprefix(UTF_8_MARK)
    first = NOT_ASCII.search(body)
    return _decoded(body, "utf-8" if first is None or _decodes(first[0], "utf-8") else "gb18030")


def _decoded(body: bytes, encoding: str) -> str:
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
