"""Refusals of a row for the document that somebody registers with."""

from dataclasses import KW_ONLY

from services.registration.domain.errors.entry import RowRefusedError


class IdentityKindDiffersError(RowRefusedError):
    """The number is that of another kind of document than the one named; a certificate would name the wrong one."""

    says = "号码是{meant}的号码，与所填的证件类型不一致，请核对证件后改正证件类型。"
    column: str = "证件类型"
    _: KW_ONLY
    meant: str


class DocumentNumberMalformedError(RowRefusedError):
    """Not what a number of this kind of document looks like."""

    says = "号码与所填的证件类型不符：应为{looks}，请核对证件。"
    column: str = "证件号码"
    _: KW_ONLY
    looks: str


class BirthDateDiffersError(RowRefusedError):
    """The row states another birth than the number."""

    says = "出生日期与证件号码不一致。"
    column: str = "出生日期"


class NumberCutOffError(RowRefusedError):
    """A spreadsheet kept fifteen digits of a longer number, or made a quantity of it."""

    says = "“{column}”的末几位很可能被表格软件截成了 0 或科学计数，请把该列设为“文本”格式，按证件重新填写。"
    column: str = "证件号码"
