"""Why an objection is not lodged or decided."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError


class ObjectionNotFoundError(NotFoundError):
    """SCO-27: there is no such objection."""

    says = "没有找到编号为 {objection_id} 的异议。"
    objection_id: str


class OwnObjectionError(ForbiddenError):
    """SCO-27: whoever lodged an objection does not decide it."""

    says = "异议由您登记，须由另一位工作人员作出处理决定。"


class ReasonMissingError(InvalidError):
    """SCO-27: an objection and a decision each give their reason."""

    says = "请写明理由。"


class ObjectionAlreadyDecidedError(ConflictError):
    """SCO-27: an objection is decided once."""

    says = "该异议已经作出处理决定。"
