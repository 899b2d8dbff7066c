"""Refusals of a row for its identity number."""

from services.registration.domain.errors.entry import RowRefusedError


class ResidentNumberMalformedError(RowRefusedError):
    """Not 17 digits and a check character (GB 11643)."""

    says = "居民身份证号码应为 18 位（末位可为 X），请核对，并把该列设为文本格式。"
    column: str = "证件号码"


class CheckDigitWrongError(RowRefusedError):
    """The check character does not fit the digits (GB 11643)."""

    slug = "resident-number-check-digit"
    says = "证件号码的校验码不对，号码有误，请按证件核对。"
    column: str = "证件号码"


class BirthDateInvalidError(RowRefusedError):
    """No such day, or a day in the future."""

    slug = "resident-number-birth-date"
    says = "证件号码中的出生日期不存在或晚于今天。"
    column: str = "证件号码"
