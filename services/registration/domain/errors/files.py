"""Refusals of a whole roster file. Nothing of such a file is imported; row and column are those of the sheet."""

from libs.chassis.domain import ConflictError, InvalidError


class RosterFileError(InvalidError):
    """The uploaded file cannot be taken."""

    slug = "roster-file-invalid"

    def __init__(self, sentence: str, *, row: int | None = None, column: str | None = None) -> None:
        place = (f"第 {row} 行" if row else "") + (f"“{column}”列" if column else "")
        super().__init__(f"{place}{'：' if place else ''}{sentence}整份文件未导入。")
        self.row = row
        self.column = column
        self.extra = {"row": row, "column": column}


class UnreadableFileError(RosterFileError):
    """Neither an XLSX workbook nor a CSV text."""

    slug = "roster-unreadable"


class WrongEncodingError(RosterFileError):
    """A CSV text in neither UTF-8 nor GB18030, or with a byte that breaks the encoding it began with."""

    slug = "roster-wrong-encoding"

    def __init__(self, *, row: int) -> None:
        super().__init__("文字编码既不是 UTF-8 也不是 GB18030，或有损坏的字符。", row=row)


class ColumnMissingError(RosterFileError):
    """The header lacks a column of the template."""

    slug = "roster-column-missing"

    def __init__(self, column: str) -> None:
        super().__init__("表头缺少此列。", row=1, column=column)


class ColumnUnknownError(RosterFileError):
    """The header names a column that is not in the template; a misspelt one must not be dropped in silence."""

    slug = "roster-column-unknown"

    def __init__(self, column: str) -> None:
        super().__init__("此列不在报名模板中，请检查列名。", row=1, column=column[:20])


class ColumnRepeatedError(RosterFileError):
    """The header names a column twice."""

    slug = "roster-column-repeated"

    def __init__(self, column: str) -> None:
        super().__init__("表头中此列出现了两次。", row=1, column=column)


class RowTooWideError(RosterFileError):
    """A row has cells beyond the last column of the header."""

    slug = "roster-row-too-wide"

    def __init__(self, row: int) -> None:
        super().__init__("单元格数多于表头的列数。", row=row)


class FormulaInCellError(RosterFileError):
    """A cell holds a formula, or a text that a spreadsheet would run as one."""

    slug = "roster-formula"

    def __init__(self, *, row: int, column: str) -> None:
        super().__init__("单元格含有公式或以 = + - @ 开头，请改为纯文本。", row=row, column=column)


class TooManyRowsError(RosterFileError):
    """More rows than one file may have."""

    slug = "roster-too-many-rows"

    def __init__(self, *, most: int, row: int) -> None:
        super().__init__(f"一份报名表最多 {most} 行。", row=row)


class RosterTooLargeError(RosterFileError):
    """The workbook unpacks to more than a roster can be; it is not unpacked."""

    slug = "roster-too-large"

    def __init__(self) -> None:
        super().__init__("文件解压后过大或压缩比异常。")


class RosterEmptyError(RosterFileError):
    """No row below the header."""

    slug = "roster-empty"

    def __init__(self) -> None:
        super().__init__("表头下没有任何报名数据。")


class RosterAlreadyUploadedError(ConflictError):
    """The same bytes were imported into this batch before."""

    slug = "roster-already-uploaded"

    def __init__(self) -> None:
        super().__init__("同一份文件已经导入过本批次，没有重复导入。")
