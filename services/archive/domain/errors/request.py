"""Why the head decides nothing here, or has not yet."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class SpecialReasonMissingError(InvalidError):
    """ARC-07, ARC-08: only for a special reason, which is on record."""

    says = "请写明特殊原因。"


class RequestDecidedError(ConflictError):
    """ARC-07, ARC-08: a request is decided once."""

    says = "该申请已经审批过。"


class OwnRequestError(ForbiddenError):
    """ARC-07, ARC-08: the head decides what somebody else has asked for."""

    says = "不能审批自己登记或自己使用的申请。"


class NotApprovedError(ForbiddenError):
    """ARC-07, ARC-08: without the head's approval nothing is shown and nothing leaves the archive."""

    says = "未经负责人批准，不得查阅或外借。"
