"""What refuses a lot for a workstation."""

from libs.chassis.domain import ConflictError, InvalidError


class NotFitToDrawError(InvalidError):
    """EXM-45: identity, ticket and tools are checked before a workstation is drawn."""

    says = "入场查验不全：{missing}，不能抽签。"
    missing: list[str]


class NoLotsHereError(ConflictError):
    """EXM-45: workstations are drawn in a practical, desks are not."""

    says = "场次 {session_id} 不是实操，座位不抽签。"
    session_id: str


class LotNotDrawnError(ConflictError):
    """EXM-45: a candidate signs for the workstation that was drawn."""

    says = "考生 {application_id} 还没有抽签。"
    application_id: str
