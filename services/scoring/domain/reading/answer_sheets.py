"""A file of answer sheets: what can be read of it is marked, and what cannot becomes a case that a person settles."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form
from services.scoring.domain.answer_key import BLANK, TheoryKey
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.answer_sheets import EmptyAnswerFileError, FormulaError, HeaderError
from services.scoring.domain.script import Script, ScriptState

# A row of a table by the number that a person counts it with, the header being row 1.
NumberedRow = tuple[int, Sequence[str]]
# How the columns before the items are called by those who write such files.
_CODE = frozenset({"code", "编号", "保密编号", "考号"})
_FORM = frozenset({"form", "卷型", "卷别", "试卷类型"})
# The scan of the card, for whoever settles a case; and what a reader may add and nobody needs.
_PICTURE = frozenset({"picture", "图像"})
_IDLE = frozenset({"得分", "成绩", "score", "主观分", "科目"})
# Columns of one text with a character for each item.
_STRINGS = frozenset({"answers", "答案", "客观题", "选择题", "单选题", "判断题"})
# What readers write where a mark is missing, where there are several, and where they cannot tell.
_BLANKS, _SEVERAL, _UNREADABLE = frozenset({"", "-", "_"}), frozenset({"*"}), frozenset({"?", "#"})
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")
# A row is looked at for being out of line when so much more of it is right one place on than where it stands.
_FEWEST_ITEMS, _RIGHT_ELSEWHERE_SHARE, _RIGHT_HERE_SHARE = 20, 0.6, 0.35


class Trouble(StrEnum):
    """Why a row of a file is not marked before somebody has looked at it."""

    UNKNOWN_CODE = "unknown-code"
    DUPLICATE = "duplicate"
    READ_AGAIN = "read-again"
    OTHER_FORM = "other-form"
    SHORT = "short"
    LONG = "long"
    SHIFTED = "shifted"
    SEVERAL_MARKS = "several-marks"
    UNREADABLE = "unreadable"
    NO_ANSWER = "no-answer"


@dataclass(frozen=True)
class AnswerSheet:
    """One row: the line of the file it stands on, the code, the form, the answers as written, and where the scan is."""

    row: int
    code: str
    form: str
    answers: Sequence[str]
    picture: str = ""


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row, and at which items (counted from 1), if it is about some."""

    trouble: Trouble
    items: tuple[int, ...] = ()


@dataclass(kw_only=True)
class AnswerUpload(Aggregate):
    """A file that was imported. `id` is the digest of its bytes, so the same bytes are not taken again."""

    id: str
    session_id: str
    scripts: int
    by: str
    at: datetime
    cases: int = 0


def digest_of(raw: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(raw).hexdigest()


def read_answer_sheets(rows: Sequence[NumberedRow]) -> list[AnswerSheet]:
    """The sheets in a table headed code, form and 1 to n, or code, form and texts of one character an item.

    Raises `HeaderError` and `EmptyAnswerFileError`, and `FormulaError` for what a spreadsheet would compute.
    """
    if not rows:
        raise EmptyAnswerFileError
    layout = _Layout.of([cell.strip() for cell in rows[0][1]])
    sheets = [layout.sheet(row, cells) for row, cells in rows[1:]]
    if not sheets:
        raise EmptyAnswerFileError
    return sheets


@dataclass(frozen=True)
class _Layout:
    """Where what stands in a row."""

    columns: Sequence[str]
    code: int
    form: int
    picture: int | None
    strings: Sequence[int]
    first: int
    items: int

    @classmethod
    def of(cls, columns: Sequence[str]) -> "_Layout":
        code, form = _place(columns, _CODE, "code"), _place(columns, _FORM, "form")
        picture = next((place for place, name in enumerate(columns) if name in _PICTURE), None)
        strings = [place for place, name in enumerate(columns) if name in _STRINGS]
        known = {code, form, picture, *strings, *(place for place, name in enumerate(columns) if name in _IDLE)}
        rest = [place for place in range(len(columns)) if place not in known and columns[place]]
        if strings:
            if rest:
                raise HeaderError(column=columns[rest[0]])
            return cls(columns, code, form, picture, strings, 0, 0)
        for number, place in enumerate(rest or [len(columns)], start=1):
            if place >= len(columns) or columns[place] != str(number) or place != rest[0] + number - 1:
                raise HeaderError(column=str(number))
        return cls(columns, code, form, picture, [], rest[0], len(rest))

    def sheet(self, row: int, cells: Sequence[str]) -> AnswerSheet:
        for place, cell in enumerate(cells):
            if cell.strip().startswith(_FORMULA) and cell.strip().strip("-") and place not in self.strings:
                name = self.columns[place] if place < len(self.columns) else str(place - self.first + 1)
                raise FormulaError(row=row, column=name)
        padded = [*cells, *[""] * (len(self.columns) - len(cells))]
        if self.strings:
            answers = [*"".join(padded[place] for place in self.strings)]
        elif self.first + self.items == len(self.columns):
            answers = list(cells[self.first :])  # a row may be shorter or longer than its header
        else:
            answers = padded[self.first : self.first + self.items]
        return AnswerSheet(
            row=row,
            code=padded[self.code].strip(),
            form=padded[self.form].strip(),
            answers=[_symbol(answer) for answer in answers],
            picture=padded[self.picture].strip() if self.picture is not None else "",
        )


def _place(columns: Sequence[str], names: frozenset[str], wanted: str) -> int:
    for place, name in enumerate(columns):
        if name in names:
            return place
    raise HeaderError(column=wanted)


def _symbol(cell: str) -> str:
    symbol = cell.strip()
    return BLANK if symbol in _BLANKS else symbol


@dataclass(frozen=True)
class SortedSheets:
    """What a file comes to: scripts with their answers, one character an item, and sheets with what is wrong."""

    readable: Sequence[tuple[Script, str]]
    troubled: Sequence[tuple[AnswerSheet, RowFault]]


def sort_sheets(
    sheets: Sequence[AnswerSheet], scripts: Mapping[str, Script], keys: Mapping[Form, TheoryKey]
) -> SortedSheets:
    """Part what is to be marked from what is to be settled; of two rows of one code neither is taken.

    Raises `KeyNotFoundError`, for without its key nothing can be told of a sheet, and `HeaderError`.
    """
    times = Counter(sheet.code for sheet in sheets)
    readable, troubled = [], []
    for sheet in sheets:
        script = scripts.get(sheet.code)
        if script is None:
            troubled.append((sheet, RowFault(Trouble.UNKNOWN_CODE)))
        elif finding := _finding(sheet, script, keys, times[sheet.code]):
            troubled.append((sheet, finding))
        else:
            readable.append((script, "".join(sheet.answers)))
    _must_have_as_many_items(readable, troubled, keys)
    return SortedSheets(readable, troubled)


def _must_have_as_many_items(
    readable: Sequence[object], troubled: Sequence[tuple[AnswerSheet, RowFault]], keys: Mapping[Form, TheoryKey]
) -> None:
    """Where no row has as many answers as its paper items, the file is of another paper."""
    lengths = [sheet for sheet, finding in troubled if finding.trouble in {Trouble.SHORT, Trouble.LONG}]
    if not readable and lengths and len(lengths) == len(troubled):
        items = min(key.items for key in keys.values())
        raise HeaderError(column=str(min(len(lengths[0].answers), items) + 1))


def _finding(sheet: AnswerSheet, script: Script, keys: Mapping[Form, TheoryKey], times: int) -> RowFault | None:
    if times > 1:
        return RowFault(Trouble.DUPLICATE)
    if script.state is ScriptState.MARKED:
        return RowFault(Trouble.READ_AGAIN)
    if script.form not in keys:
        raise KeyNotFoundError(script.form)
    if sheet.form != script.form:
        return RowFault(Trouble.OTHER_FORM)
    return finding_in(sheet.answers, keys[script.form])


def finding_in(answers: Sequence[str], key: TheoryKey) -> RowFault | None:
    """What is wrong with the answers themselves, the gravest first."""
    if len(answers) != key.items:
        return RowFault(Trouble.SHORT if len(answers) < key.items else Trouble.LONG)
    wrong = [
        item for item, (answer, taken) in enumerate(zip(answers, key.takes, strict=True), 1) if answer not in taken
    ]
    if _is_shifted(answers, key, wrong):
        return RowFault(Trouble.SHIFTED, tuple(wrong))
    if not wrong:
        return None
    troubles = {_trouble_of(answers[item - 1]) for item in wrong}
    by_weight = (Trouble.SEVERAL_MARKS, Trouble.UNREADABLE, Trouble.NO_ANSWER)
    return RowFault(next(one for one in by_weight if one in troubles), tuple(wrong))


def _trouble_of(answer: str) -> Trouble:
    if answer in _SEVERAL or (len(answer) > 1 and answer.isalpha()):
        return Trouble.SEVERAL_MARKS
    return Trouble.UNREADABLE if answer in _UNREADABLE else Trouble.NO_ANSWER


def _is_shifted(answers: Sequence[str], key: TheoryKey, wrong: Sequence[int]) -> bool:
    """Whether the answers fit one place on: those that cannot be where they stand, or else most of those given."""
    moved = ["".join([*answers[1:], BLANK]), "".join([BLANK, *answers[:-1]])]
    if any(len(text) != key.items for text in moved):
        return False
    if len(wrong) > 1 and not any(_trouble_of(answers[item - 1]) is not Trouble.NO_ANSWER for item in wrong):
        return any(all(answer in taken for answer, taken in zip(text, key.takes, strict=True)) for text in moved)
    if key.items < _FEWEST_ITEMS or key.correct("".join(answers)) >= _RIGHT_HERE_SHARE * key.items:
        return False
    return any(key.correct(text) >= _RIGHT_ELSEWHERE_SHARE * key.items for text in moved)
