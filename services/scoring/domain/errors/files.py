"""Refused files of answer sheets: each names the row and the column; nothing of the file is kept."""

from libs.chassis.domain import ConflictError, InvalidError


class _AtCell:
    """A refusal that names the place in the uploaded table; rows count from 1, the header being row 1."""

    extra: dict[str, object]

    def _at(self, row: int, column: str) -> str:
        self.extra = {"row": row, "column": column}
        return f"第{row}行“{column}”列"


class AnswerFileUnreadableError(InvalidError):
    """The bytes are not CSV text in UTF-8 or GB18030."""

    slug = "answer-file-unreadable"

    def __init__(self) -> None:
        super().__init__("答题卡文件无法读取，请用 UTF-8 或 GB18030 编码的 CSV 文件。")


class EmptyAnswerFileError(InvalidError):
    """There is a header, but no answer sheet under it."""

    slug = "answer-file-empty"

    def __init__(self) -> None:
        super().__init__("文件中没有任何答题卡。")


class HeaderError(_AtCell, InvalidError):
    """The header is not code, form, 1 … n."""

    slug = "answer-header"

    def __init__(self, column: str) -> None:
        super().__init__(f"表头应依次为 code、form、1 至 n 题号：{self._at(1, column)}缺失或不符。")


class FormulaError(_AtCell, InvalidError):
    """A cell holds a spreadsheet formula, never an answer."""

    slug = "answer-formula"

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"{self._at(row, column)}含有公式，整个文件未导入。")


class MissingCellError(_AtCell, InvalidError):
    """A row ends before the last item."""

    slug = "answer-cell-missing"

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"{self._at(row, column)}缺少单元格，整个文件未导入。")


class SurplusCellError(_AtCell, InvalidError):
    """A row goes on after the last item of the paper."""

    slug = "answer-cell-surplus"

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"{self._at(row, column)}超出试卷题数，整个文件未导入。")


class DuplicateCodeError(_AtCell, InvalidError):
    """One file holds two rows for one script."""

    slug = "answer-code-duplicate"

    def __init__(self, row: int) -> None:
        super().__init__(f"{self._at(row, 'code')}的保密编号在文件中重复，整个文件未导入。")


class UnknownCodeError(_AtCell, InvalidError):
    """No script of this session carries the code."""

    slug = "answer-code-unknown"

    def __init__(self, row: int) -> None:
        super().__init__(f"{self._at(row, 'code')}的保密编号不属于本场考试，整个文件未导入。")


class WrongFormError(_AtCell, InvalidError):
    """The sheet names another form than the one that was sat."""

    slug = "answer-form-wrong"

    def __init__(self, row: int) -> None:
        super().__init__(f"{self._at(row, 'form')}的卷型与考场记录不一致，整个文件未导入。")


class IllegalAnswerError(_AtCell, InvalidError):
    """The answer is not one of those the item can have."""

    slug = "answer-illegal"

    def __init__(self, row: int, column: str, legal: str) -> None:
        super().__init__(f"{self._at(row, column)}的答案无效，只能是 {'、'.join(legal)} 或留空，整个文件未导入。")


class SameFileError(ConflictError):
    """The same bytes were imported before."""

    slug = "same-file"

    def __init__(self) -> None:
        super().__init__("这份答题卡文件已经导入过，不能重复导入。")
