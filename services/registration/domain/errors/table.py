"""Refusals of a whole roster file. Nothing of such a file is imported; row and column are those of the sheet."""

from dataclasses import KW_ONLY

from libs.chassis.domain import InvalidError


class RosterFileError(InvalidError):
    """The uploaded file cannot be taken; the sentence names the row and the column if there are such."""

    slug = "roster-file-invalid"
    shown = ("row", "column")
    _: KW_ONLY
    row: int | None = None
    column: str | None = None

    @property
    def sentence(self) -> str:
        """The place, what is wrong there, and that nothing was taken."""
        place = (f"第 {self.row} 行" if self.row else "") + (f"“{self.column}”列" if self.column else "")
        return f"{place}{'：' if place else ''}{super().sentence}整份文件未导入。"


class UnreadableFileError(RosterFileError):
    """Neither an XLSX workbook nor a CSV text."""

    slug = "roster-unreadable"
    says = "{because}"
    because: str


class WrongEncodingError(RosterFileError):
    """A CSV text in neither UTF-8 nor GB18030, or with a byte that breaks the encoding it began with."""

    slug = "roster-wrong-encoding"
    says = "文字编码既不是 UTF-8 也不是 GB18030，或有损坏的字符。"


class ColumnMissingError(RosterFileError):
    """The header lacks a column of the template."""

    slug = "roster-column-missing"
    says = "表头缺少此列。"
    row: int | None = 1


class ColumnRepeatedError(RosterFileError):
    """The header names a column twice."""

    slug = "roster-column-repeated"
    says = "表头中此列出现了两次。"
    row: int | None = 1


class SeveralTablesError(RosterFileError):
    """More than one sheet holds applications; a row number would name two of them."""

    slug = "roster-several-tables"
    says = "有不止一张工作表填有报名数据，请合并到一张工作表，或分开上传。"


class RowTooWideError(RosterFileError):
    """A row has cells beyond the last column of the header."""

    slug = "roster-row-too-wide"
    says = "单元格数多于表头的列数。"


class FormulaInCellError(RosterFileError):
    """A cell holds a text that a spreadsheet would run as a formula."""

    slug = "roster-formula"
    says = "单元格以 = + - @ 开头，会被表格当作公式，请改为纯文本。"


class TooManyRowsError(RosterFileError):
    """More rows than one file may have."""

    slug = "roster-too-many-rows"
    says = "一份报名表最多 {most} 行。"
    _: KW_ONLY
    most: int


class RosterTooLargeError(RosterFileError):
    """The workbook unpacks to more than a roster can be; it is not unpacked."""

    says = "文件解压后过大或压缩比异常。"


class RosterEmptyError(RosterFileError):
    """No row below the header."""

    says = "表头下没有任何报名数据。"
