"""Refused files of answer sheets: each names the row and the column; nothing of the file is kept."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, InvalidError


class AtCellError(InvalidError):
    """Names the place in the uploaded table; rows count from 1, the header being row 1."""

    shown = ("row", "column")
    _: KW_ONLY
    row: int
    column: str


class AnswerFileUnreadableError(InvalidError):
    """The bytes are not CSV text in UTF-8 or GB18030."""

    says = "答题卡文件无法读取，请用 UTF-8 或 GB18030 编码的 CSV 文件。"


class EmptyAnswerFileError(InvalidError):
    """There is a header, but no answer sheet under it."""

    slug = "answer-file-empty"
    says = "文件中没有任何答题卡。"


class HeaderError(AtCellError):
    """The header is not code, form, 1 … n."""

    slug = "answer-header"
    says = "表头应依次为 code、form、1 至 n 题号：第{row}行“{column}”列缺失或不符。"
    row: int = 1


class FormulaError(AtCellError):
    """A cell holds a spreadsheet formula, never an answer."""

    slug = "answer-formula"
    says = "第{row}行“{column}”列含有公式，整个文件未导入。"


class MissingCellError(AtCellError):
    """A row ends before the last item."""

    slug = "answer-cell-missing"
    says = "第{row}行“{column}”列缺少单元格，整个文件未导入。"


class SurplusCellError(AtCellError):
    """A row goes on after the last item of the paper."""

    slug = "answer-cell-surplus"
    says = "第{row}行“{column}”列超出试卷题数，整个文件未导入。"


class DuplicateCodeError(AtCellError):
    """One file holds two rows for one script."""

    slug = "answer-code-duplicate"
    says = "第{row}行“{column}”列的保密编号在文件中重复，整个文件未导入。"
    column: str = "code"


class UnknownCodeError(AtCellError):
    """No script of this session carries the code."""

    slug = "answer-code-unknown"
    says = "第{row}行“{column}”列的保密编号不属于本场考试，整个文件未导入。"
    column: str = "code"


class WrongFormError(AtCellError):
    """The sheet names another form than the one that was sat."""

    slug = "answer-form-wrong"
    says = "第{row}行“{column}”列的卷型与考场记录不一致，整个文件未导入。"
    column: str = "form"


class IllegalAnswerError(AtCellError):
    """The answer is not one of those the item can have."""

    slug = "answer-illegal"
    says = "第{row}行“{column}”列的答案无效，只能是 {choices} 或留空，整个文件未导入。"
    legal: str

    @property
    def choices(self) -> str:
        """The letters, one by one."""
        return "、".join(self.legal)


class SameFileError(ConflictError):
    """The same bytes were imported before."""

    says = "这份答题卡文件已经导入过，不能重复导入。"
