"""Refusals about sessions, their attendance, their examiners and their codes."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError
from libs.contracts.event import Part

PART_NAMES: dict[Part, str] = {"theory": "理论", "practical": "实操"}


class SessionNotFoundError(NotFoundError):
    """No such session is known here."""

    slug = "session-not-found"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"没有场次 {session_id}。")


class SessionNotYetPlannedError(NotYetError):
    """INC-24, INC-25: what is called off was planned before."""

    slug = "session-not-yet-planned"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 的安排尚未到达。")


class ScheduleNotYetKnownError(NotYetError):
    """INC-16: whether somebody sat again is known from the schedule."""

    slug = "schedule-not-yet-known"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"报名 {application_id} 的重考安排尚未到达。")


class CodesNotFoundError(NotFoundError):
    """The session's scripts have not been coded."""

    slug = "codes-not-found"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 尚无编号记录。")


class AttendanceContradictsError(InvalidError):
    """An attendance record names one candidate twice."""

    slug = "attendance-contradicts"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 的到考记录中同一考生出现两次。")


class AttendanceFinalError(ConflictError):
    """A second attendance record differs from the one that was coded."""

    slug = "attendance-final"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 的到考记录已确定并编号，不能更改。")


class SatTwiceError(ConflictError):
    """One application sat one part in two sessions."""

    slug = "sat-twice"

    def __init__(self, application_id: str, part: Part) -> None:
        super().__init__(f"报名 {application_id} 的{PART_NAMES[part]}出现在两个场次中。")


class WrongPartError(InvalidError):
    """Answer sheets belong to theory sessions, score sheets to practical ones."""

    slug = "wrong-part"

    def __init__(self, part: Part) -> None:
        super().__init__(f"本场次不是{PART_NAMES[part]}考试。")


class PanelUnknownError(NotYetError):
    """The plan of the session, with its examiners, has not arrived."""

    slug = "panel-unknown"

    def __init__(self) -> None:
        super().__init__("本场次的考评人员名单尚未到达，请稍后再试。")


class NotAnExaminerOfSessionError(ForbiddenError):
    """Only the examiners assigned to the session score its pieces: SCO-20, SCO-21."""

    slug = "not-an-examiner-of-session"

    def __init__(self) -> None:
        super().__init__("您不是本场次指派的考评人员，不能评分。")


class NotTheLeaderError(ForbiddenError):
    """Disputes are decided by the team leader of the session: SCO-16, SCO-22."""

    slug = "not-the-leader"

    def __init__(self) -> None:
        super().__init__("只有本场次的考评组长可以裁定。")


class MarkerKnowsCodesError(ForbiddenError):
    """Who may look codes up does not mark: SCO-19, SCO-24."""

    slug = "marker-knows-codes"

    def __init__(self) -> None:
        super().__init__("掌握保密编号的人员不得参与本场阅卷评分，阅卷人员不得查对保密编号。")
