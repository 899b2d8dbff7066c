"""Refusals of the fees: in fen, one item once, money back by two people."""

from collections.abc import Collection

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class PaymentTooHighError(ConflictError):
    """REG-02: nobody pays more than was announced."""

    says = "应缴 {owed} 元，实收不能为 0，也不能多收。"
    owed: str


class ReceiptVoidedError(ConflictError):
    """A receipt is void once, and what it stood for must still be there."""

    says = "收据 {number} 已作废，或所收款项已退。"
    number: str


class OwnReceiptError(ForbiddenError):
    """ORG-11: whoever took the money does not make its receipt void."""

    says = "收据不能由开具人本人作废，请由另一名工作人员办理。"


class RefundOpenError(ConflictError):
    """One request for money back is decided before the next."""

    says = "已有一笔退费申请等待审批。"


class NoRefundAskedError(ConflictError):
    """Nobody has asked for money back."""

    says = "没有等待审批的退费申请。"


class NotChargedError(InvalidError):
    """Only what was charged is let off, and once."""

    says = "{items}没有收费，或已经免收。"
    items: Collection[str]


class NothingToGiveBackError(ConflictError):
    """What was paid is what is due: nothing is over."""

    says = "没有多收的款项可退。"


class OwnRefundError(ForbiddenError):
    """ORG-11: money back is asked for by one and granted by another."""

    says = "退费须由申请人以外的工作人员审批。"
