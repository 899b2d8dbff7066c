"""Why an objection is not lodged or decided."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class OwnObjectionError(ForbiddenError):
    """SCO-27: whoever lodged an objection does not decide it."""

    says = "异议由您登记，须由另一位工作人员作出处理决定。"


class ReasonMissingError(InvalidError):
    """SCO-27: an objection and a decision each give their reason."""

    says = "请写明理由。"


class ObjectionAlreadyDecidedError(ConflictError):
    """SCO-27: an objection is decided once."""

    says = "该异议已经作出处理决定。"
