"""Why what was published of the institution is not entered, confirmed or ended."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class FilingDaysError(InvalidError):
    """CER-01: a filing counts from a day to a later one."""

    says = "备案有效期的截止日期不能早于起始日期。"


class SealNotAsFiledError(InvalidError):
    """CER-10, CER-18: the seal is that of the published name, or its special certification seal."""

    says = "印章应为“{institution}”或“{special}”，与备案公布的名称一致。"
    institution: str
    special: str


class OwnFilingError(ForbiddenError):
    """CER-10: what one person entered another one holds against the publication."""

    says = "备案记录由您录入，须由另一人与公布的原文核对后确认。"


class FilingConfirmedError(ConflictError):
    """CER-10: a filing is confirmed once and is not changed afterwards."""

    says = "备案记录已经确认。"


class FilingNotInForceError(ConflictError):
    """CER-31: only a confirmed filing that was not cancelled yet is cancelled."""

    says = "备案记录没有确认，或者已经取消。"
