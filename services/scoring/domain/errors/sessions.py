"""Refusals about sessions, their attendance, their examiners and their codes."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError
from libs.contracts.event import Part

PART_NAMES: dict[Part, str] = {"theory": "理论", "practical": "实操"}


class SessionNotFoundError(NotFoundError):
    """No such session is known here."""

    says = "没有场次 {session_id}。"
    session_id: str


class SessionNotYetPlannedError(NotYetError):
    """INC-24, INC-25: what is called off was planned before."""

    says = "场次 {session_id} 的安排尚未到达。"
    session_id: str


class ScheduleNotYetKnownError(NotYetError):
    """INC-16: whether somebody sat again is known from the schedule."""

    says = "报名 {application_id} 的重考安排尚未到达。"
    application_id: str


class CodesNotFoundError(NotFoundError):
    """The session's scripts have not been coded."""

    says = "场次 {session_id} 尚无编号记录。"
    session_id: str


class AttendanceContradictsError(InvalidError):
    """An attendance record names one candidate twice."""

    says = "场次 {session_id} 的到考记录中同一考生出现两次。"
    session_id: str


class AttendanceFinalError(ConflictError):
    """A second attendance record differs from the one that was coded."""

    says = "场次 {session_id} 的到考记录已确定并编号，不能更改。"
    session_id: str


class SatTwiceError(ConflictError):
    """One application sat one part in two sessions."""

    says = "报名 {application_id} 的{part_name}出现在两个场次中。"
    application_id: str
    part: Part

    @property
    def part_name(self) -> str:
        """What the part is called."""
        return PART_NAMES[self.part]


class WrongPartError(InvalidError):
    """Answer sheets belong to theory sessions, score sheets to practical ones."""

    says = "本场次不是{part_name}考试。"
    part: Part

    @property
    def part_name(self) -> str:
        """What the part is called."""
        return PART_NAMES[self.part]


class PanelUnknownError(NotYetError):
    """The plan of the session, with its examiners, has not arrived."""

    says = "本场次的考评人员名单尚未到达，请稍后再试。"


class NotAnExaminerOfSessionError(ForbiddenError):
    """Only the examiners assigned to the session score its pieces: SCO-20, SCO-21."""

    says = "您不是本场次指派的考评人员，不能评分。"


class NotTheLeaderError(ForbiddenError):
    """Disputes are decided by the team leader of the session: SCO-16, SCO-22."""

    says = "只有本场次的考评组长可以裁定。"


class MarkerKnowsCodesError(ForbiddenError):
    """Who may look codes up does not mark: SCO-19, SCO-24."""

    says = "掌握保密编号的人员不得参与本场阅卷评分，阅卷人员不得查对保密编号。"
