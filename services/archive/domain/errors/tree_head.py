"""Why a day is not signed, or not proved."""

from libs.chassis.domain import NotFoundError


class NotInThatTreeError(NotFoundError):
    """ARC-12: a proof is by the head of a day on which the event was there."""

    says = "当日签名时，存证中还没有这个事件。"
