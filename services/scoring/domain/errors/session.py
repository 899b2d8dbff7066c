"""Refusals of a session: its attendance, its examiners, and orders about what was sat there."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotYetError


class SessionNotYetPlannedError(NotYetError):
    """INC-24, INC-25: what is called off was planned before."""

    says = "场次 {session_id} 的安排尚未到达。"
    session_id: str


class AttendanceContradictsError(InvalidError):
    """An attendance record names one candidate twice."""

    says = "场次 {session_id} 的到考记录中同一考生出现两次。"
    session_id: str


class AttendanceFinalError(ConflictError):
    """A second attendance record differs from the one that was coded."""

    says = "场次 {session_id} 的到考记录已确定并编号，不能更改。"
    session_id: str


class AttendanceNotFinalError(NotYetError):
    """Who sat a session is known once it has ended."""

    says = "场次 {session_id} 的到考记录尚未确定。"
    session_id: str


class NotInRangeError(ConflictError):
    """INC-16, INC-22, INC-34: only what was sat in the sessions that are named becomes void or zero."""

    says = "该考生没有在所列场次参加考试，没有可以处理的成绩。"


class WrongPartError(InvalidError):
    """Answer sheets belong to theory sessions, score sheets to practical ones."""

    says = "本场次不是{part_name}考试。"
    part_name: str


class PanelUnknownError(NotYetError):
    """The plan of the session, with its examiners, has not arrived."""

    says = "本场次的考评人员名单尚未到达，请稍后再试。"


class NotAnExaminerOfSessionError(ForbiddenError):
    """Only the examiners assigned to the session score its pieces: SCO-20, SCO-21."""

    says = "您不是本场次指派的考评人员，不能评分。"


class NotTheLeaderError(ForbiddenError):
    """Disputes are decided by the team leader of the session: SCO-16, SCO-22."""

    says = "只有本场次的考评组长可以裁定。"


class OnSiteRecordMissingError(ConflictError):
    """An examiner fills in and signs the on-site record, too: SCO-21."""

    says = "请先填写并签署本场次您自己的《职业技能等级认定现场考评记录表》，再提交评分表。"
