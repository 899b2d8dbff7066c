"""Refused files of answer sheets, with the row and the column, of which nothing is kept; and refused settlements."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class AtCellError(InvalidError):
    """Names the place in the uploaded table; rows count from 1, the header being row 1."""

    shown = ("row", "column")
    _: KW_ONLY
    row: int
    column: str


class AnswerFileUnreadableError(InvalidError):
    """The bytes are neither a workbook nor dBase nor CSV text in UTF-8 or GB18030."""

    says = "答题卡文件无法读取，请用 CSV（UTF-8 或 GB18030）、XLSX 或 DBF 文件。"


class AnswerFileTooLongError(InvalidError):
    """More rows than a batch has cards; it is not read on."""

    says = "答题卡文件超过 {most} 行，请分开上传。"
    most: int


class EmptyAnswerFileError(InvalidError):
    """There is a header, but no answer sheet under it."""

    slug = "answer-file-empty"
    says = "文件中没有任何答题卡。"


class HeaderError(AtCellError):
    """The header does not name code, form and the items, 1 to n, or their answers in one text."""

    slug = "answer-header"
    says = "表头应有编号、卷型和 1 至 n 题号（或选择题、判断题答案串）：第{row}行“{column}”列缺失或不符。"
    row: int = 1


class FormulaError(AtCellError):
    """A cell holds a spreadsheet formula, never an answer."""

    slug = "answer-formula"
    says = "第{row}行“{column}”列含有公式，整个文件未导入。"


class SameFileError(ConflictError):
    """The same bytes were imported before."""

    says = "这份答题卡文件已经导入过，不能重复导入。"


class SheetCaseNotFoundError(NotFoundError):
    """No row of this session waits to be settled under this id."""

    says = "本场次没有待处理的答题卡 {case_id}。"
    case_id: str


class SheetCaseSettledError(ConflictError):
    """A card is looked at once; what was taken of it is corrected answer by answer: SCO-15."""

    says = "第{row}行的答题卡已经处理。"
    row: int


class CardNotReadError(InvalidError):
    """What a person reads off a card is an answer that each item can have, or a blank."""

    says = "请照答题卡逐题录入，未填涂、多涂的填“-”：{at}。"
    at: str


class OtherFormOnCardError(InvalidError):
    """The card and the room's record name different forms; the record is corrected first, by who signs: SCO-15."""

    says = "该编号在考场记录中是另一卷型，请先更正卷别，再处理这张答题卡。"
