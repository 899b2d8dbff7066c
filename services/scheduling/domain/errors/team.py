"""What is no team, and who may not take a duty over."""

from libs.chassis.domain import ConflictError, NotYetError


class TeamIncompleteError(ConflictError):
    """SCH-18, SCH-19, SCH-21, SCH-22: a session lacks staff, or has not exactly one in charge."""

    says = (
        "场次 {session_id} 人员不合规：理论考场须1名主监考和至少1名副监考，实操考场须至少3名考评员且恰有1名考评组长。"
    )
    session_id: str


class SupervisorExaminesError(ConflictError):
    """QSP-10: a quality supervisor does no other duty in the same session."""

    says = "场次 {session_id} 的质量督导员不能兼任同场次考评或监考工作。"
    session_id: str


class NotOnDutyHereError(ConflictError):
    """INC-21: who is replaced is on duty in the session."""

    says = "{staff_id} 不是场次 {session_id} 的监考或考评人员。"
    session_id: str
    staff_id: str


class NotOnDutyYetError(NotYetError):
    """INC-21: who is replaced may have been put on duty by an order that is still on its way."""

    says = "{staff_id} 尚未到场次 {session_id} 承担工作，等待此前的处置。"
    session_id: str
    staff_id: str


class AlreadyOnDutyError(ConflictError):
    """INC-21, QSP-10: who takes over has no duty in the session yet."""

    says = "{staff_id} 已在场次 {session_id} 承担工作。"
    session_id: str
    staff_id: str
