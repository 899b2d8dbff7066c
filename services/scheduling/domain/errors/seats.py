"""What may not be seated, and who may not sign in."""

from libs.chassis.domain import ConflictError, InvalidError


class SessionTooFullError(ConflictError):
    """SCH-11, SCH-14: at most 30 in a theory room, and one person to a seat or workstation."""

    says = "场次 {session_id} 的考生数超过考场容量，或者有座位（工位）安排了两人。"
    session_id: str


class CandidateNotInSessionError(InvalidError):
    """EXM-07: only those on the sign-in list are admitted."""

    says = "报名编号 {application_id} 不在场次 {session_id} 的签到册中。"
    shown = ("application_id",)
    session_id: str
    application_id: str


class AlreadyCheckedInError(ConflictError):
    """A candidate signs in once; a second arrival under the name is worth a look."""

    says = "报名编号 {application_id} 已经签到，请核对人证是否相符。"
    shown = ("application_id",)
    application_id: str


class NotSignedInError(ConflictError):
    """Only who came can leave."""

    says = "报名编号 {application_id} 没有签到，不能登记交卷。"
    shown = ("application_id",)
    application_id: str


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
