"""A file of answer sheets, read cell by cell: one fault refuses the whole file and names where it is."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from services.scoring.domain.answer_key import BLANK, TheoryKey
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.answer_sheets import (
    AnswerFileUnreadableError,
    DuplicateCodeError,
    EmptyAnswerFileError,
    FormulaError,
    HeaderError,
    IllegalAnswerError,
    MissingCellError,
    SurplusCellError,
    UnknownCodeError,
    WrongFormError,
)
from services.scoring.domain.errors.script import AlreadyMarkedError
from services.scoring.domain.script import Script, ScriptState

# The columns before the items.
_LEAD = ("code", "form")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class AnswerSheet:
    """One row: the line of the file it stands on, the code, the form and the answers as written."""

    row: int
    code: str
    form: str
    answers: Sequence[str]


def digest_of(raw: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(raw).hexdigest()


@dataclass(kw_only=True)
class AnswerUpload(Aggregate):
    """A file that was imported. `id` is the digest of its bytes, so the same bytes are not taken again."""

    id: str
    session_id: str
    scripts: int
    by: str
    at: datetime


def read_answer_sheets(raw: bytes) -> list[AnswerSheet]:
    """The sheets in a CSV file with the header `code,form,1,2,…`, in UTF-8 or GB18030."""
    table = _table(raw)
    if not table:
        raise EmptyAnswerFileError
    _, header = table[0]
    items = _items(header)

    sheets: list[AnswerSheet] = []
    codes: set[str] = set()
    for row, cells in table[1:]:
        _must_be_whole(row, cells, header)
        code, form, *answers = cells
        if code in codes:
            raise DuplicateCodeError(row=row)
        codes.add(code)
        sheets.append(AnswerSheet(row, code, form, answers[:items]))
    if not sheets:
        raise EmptyAnswerFileError
    return sheets


def answers_of(sheet: AnswerSheet, scripts: Mapping[str, Script], keys: Mapping[str, TheoryKey]) -> tuple[Script, str]:
    """The script that a sheet belongs to and its answers, one character an item."""
    script = scripts.get(sheet.code)
    if script is None:
        raise UnknownCodeError(row=sheet.row)
    if script.form != sheet.form:
        raise WrongFormError(row=sheet.row)
    if script.state is ScriptState.MARKED:
        raise AlreadyMarkedError(sheet.code, sheet.row)
    key = keys.get(sheet.form)
    if key is None:
        raise KeyNotFoundError(sheet.form)
    if len(sheet.answers) != key.items:
        raise HeaderError(column=str(min(len(sheet.answers), key.items) + 1))
    for item, answer in enumerate(sheet.answers, start=1):
        legal = key.legal(item)
        if answer and (len(answer) > 1 or answer not in legal):
            raise IllegalAnswerError(legal, row=sheet.row, column=str(item))
    return script, "".join(answer or BLANK for answer in sheet.answers)


def _table(raw: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as unreadable:
            raise AnswerFileUnreadableError from unreadable
    try:
        rows = [[cell.strip() for cell in cells] for cells in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error as unreadable:
        raise AnswerFileUnreadableError from unreadable
    return [(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]


def _items(header: Sequence[str]) -> int:
    """How many items the header counts; it must name each of them, in order."""
    items = max(len(header) - len(_LEAD), 1)
    wanted = [*_LEAD, *(str(item) for item in range(1, items + 1))]
    for position, name in enumerate(wanted):
        if position >= len(header) or header[position] != name:
            raise HeaderError(column=name)
    return items


def _must_be_whole(row: int, cells: Sequence[str], header: Sequence[str]) -> None:
    for position, cell in enumerate(cells):
        column = header[position] if position < len(header) else str(position - len(_LEAD) + 1)
        if cell.startswith(_FORMULA):
            raise FormulaError(row=row, column=column)
        if position >= len(header):
            raise SurplusCellError(row=row, column=column)
    if len(cells) < len(header):
        raise MissingCellError(row=row, column=header[len(cells)])
