"""Why nothing is looked into, decided or followed up."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class FactsMissingError(InvalidError):
    """CER-33: what was found, why it is decided so and on whose authority stand on record."""

    says = "请写明{what}。"
    what: str


class NumberIsOursError(ConflictError):
    """CER-27: a number that the ledger gave is not one that somebody made up."""

    says = "编号 {number} 由本机构编号台账连续编制，不是自行编制的编码；如有其他问题，请按相应情形查处。"
    number: str


class OwnProceedingError(ForbiddenError):
    """CER-33: whoever found something does not decide about it."""

    says = "该事项由您登记，须由另一位负责人作出决定。"


class ProceedingDecidedError(ConflictError):
    """CER-33: a proceeding is decided once."""

    says = "该事项已经作出决定。"


class NothingToFollowError(ConflictError):
    """CER-33: paper and national entry go after a certificate was revoked or declared void, once each."""

    says = "没有需要登记的后续事项，或者该项已经登记。"


class FollowUpDayError(InvalidError):
    """CER-33: what follows a decision happens on its day or later, and is on record once it has happened."""

    says = "办理日期应在作出决定之日（{decided}）至今日之间。"
    decided: str
