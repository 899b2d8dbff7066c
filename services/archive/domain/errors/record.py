"""Refusals of the archive."""

from libs.chassis.domain import ConflictError, ForbiddenError, StrangeMessageError


class HistoryClosedError(ForbiddenError):
    """What happened to something is for those who may read it, the whole chain for those who check and lead."""

    says = "您的岗位无权查阅该对象的历史记录。"


class EventAlreadyArchivedError(ConflictError):
    """ARC-15: a record is written once; a second event under the same id never replaces it."""

    says = "编号为 {event_id} 的事件已经归档，归档资料不得涂改。"
    event_id: str


class AnotherUnderItsIdError(StrangeMessageError):
    """ARC-15: something else came under the id of an archived event: whoever published it says two things at once."""

    says = "编号为 {event_id} 的事件已经归档，再次收到的内容与归档内容不同。"
    event_id: str


class EventAlreadyAppendedError(ConflictError):
    """ARC-15: an event has one place in the chain."""

    says = "编号为 {event_id} 的事件已在归档链中占有位置，不能重复登记。"
    event_id: str
