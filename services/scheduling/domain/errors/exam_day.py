"""Refusals about sessions: what may not be planned into a room, and what may not be done in it."""

from datetime import datetime

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, SettledError


class SessionNotFoundError(NotFoundError):
    """No such session is planned."""

    says = "没有编号为 {session_id} 的考试场次。"
    session_id: str


class SessionTooFullError(ConflictError):
    """SCH-11, SCH-14: at most 30 in a theory room, and one person to a seat or workstation."""

    says = "场次 {session_id} 的考生数超过考场容量，或者有座位（工位）安排了两人。"
    session_id: str


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


class NotSessionStaffError(ForbiddenError):
    """Only those on duty in a session act in it."""

    says = "您不是场次 {session_id} 的工作人员，无权操作。"
    session_id: str


class SessionNotPublishedError(ConflictError):
    """A session exists for the room only when its plan is published."""

    says = "场次 {session_id} 的安排尚未发布。"
    session_id: str


class CheckInNotOpenError(ConflictError):
    """EXM-07, EXM-45: candidates are admitted from 15 minutes before the start."""

    says = "考生入场从开考前15分钟开始，即 {opens_at:%Y-%m-%d %H:%M}。"
    opens_at: datetime


class EntryClosedError(ConflictError):
    """EXM-17: no entry to a theory room from 30 minutes after the start."""

    says = "开考已满30分钟，迟到考生不能再进入考场。"


class PracticalForfeitedError(ConflictError):
    """EXM-47: who is five minutes late for a practical loses the right to it."""

    says = "迟到已满5分钟，取消该项考核资格，不能入场。"


class ClaimedTimeImplausibleError(ConflictError):
    """The room says a time that cannot be, and when it was heard nobody was let in."""

    says = "上报的入场时间与系统时间不符，且收到时不在入场时间内，请校对设备时钟后重新上报。"


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


class TooEarlyToStartError(ConflictError):
    """EXM-14, EXM-48: nothing starts before its time."""

    says = "未到开考时间 {starts_at:%Y-%m-%d %H:%M}，不能开考。"
    starts_at: datetime


class SessionAlreadyStartedError(ConflictError):
    """A session starts once."""

    says = "场次 {session_id} 已经开考。"
    session_id: str


class SessionNotRunningError(SettledError):
    """What is asked for needs a running session."""

    says = "场次 {session_id} 没有在考试中。"
    session_id: str


class TooEarlyToFinishError(ConflictError):
    """EXM-21: a session ends at its end, made-up time included."""

    says = "未到考试结束时间 {ends_at:%Y-%m-%d %H:%M}，不能结束考试。"
    ends_at: datetime


class SessionFinishedError(ConflictError):
    """A finished session takes no more entries, time or papers."""

    says = "场次 {session_id} 已经结束。"
    session_id: str


class NoTimeToMakeUpError(InvalidError):
    """INC-31: what is made up is time that was lost."""

    says = "补时分钟数必须大于0。"
