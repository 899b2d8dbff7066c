"""What may not be done with a session, and when."""

from datetime import datetime

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, SettledError


class NotSessionStaffError(ForbiddenError):
    """Only those on duty in a session act in it."""

    says = "您不是场次 {session_id} 的工作人员，无权操作。"
    session_id: str


class SessionNotPublishedError(ConflictError):
    """A session exists for the room only when its plan is published."""

    says = "场次 {session_id} 的安排尚未发布。"
    session_id: str


class SignalOfTheSiteError(ForbiddenError):
    """EXM-14, EXM-21: a theory room does not begin or end by itself; the site gives one signal to all of its rooms."""

    says = "理论考试的开考和结束信号由考点统一发布，场次 {session_id} 不能自行发出。"
    session_id: str


class NoRoomAwaitsSignalError(ConflictError):
    """EXM-14, EXM-21: a signal is for the rooms of one site that begin, or end, together."""

    says = "考点 {site} 没有在 {at:%Y-%m-%d %H:%M} 等候该信号的理论考场。"
    site: str
    at: datetime


class NothingMissingError(InvalidError):
    """EXM-23: what is reported as missing is at least one paper, and what stays lost is among it."""

    says = "缺少的份数应至少 1 份，追查后仍缺的不多于报告的 {missing} 份。"
    missing: int


class TooEarlyToStartError(ConflictError):
    """EXM-14, EXM-48: nothing starts before its time."""

    says = "未到开考时间 {starts_at:%Y-%m-%d %H:%M}，不能开考。"
    starts_at: datetime


class SessionAlreadyStartedError(ConflictError):
    """A session is started only once."""

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


class SessionNotHeldError(ConflictError):
    """INC-24: a session that was called off or postponed is not held as planned."""

    says = "场次 {session_id} 已停考或缓考。"
    session_id: str


class NewDateNotAheadError(InvalidError):
    """INC-20: an examination is arranged anew for a time to come."""

    says = "场次 {session_id} 的新考试时间已过，请另定日期。"
    session_id: str


class RoomInUseError(ConflictError):
    """SCH-11: a room that candidates were told to come to stays as they were told; moving them is another decision."""

    says = "考场 {room_id} 已用于公布的场次 {session_id}，不能改考点、用途或减到容不下考生；请先将该场次另行安排。"
    room_id: str
    session_id: str


class RoomChangedError(ConflictError):
    """SCH-11: a plan is announced for rooms as they are; if one was changed meanwhile, the plan is made anew."""

    says = "考场 {room_id} 在编排后有变动，场次 {session_id} 不再适用，请重新编排后再公布。"
    room_id: str
    session_id: str


class StepNotFoundError(NotFoundError):
    """No such step is signed in a session of this part."""

    says = "本场没有名为 {name} 的环节。"
    name: str


class StepOfOthersError(ForbiddenError):
    """Each step has those who do it."""

    says = "“{task}”不由您签署。"
    task: str


class StepNotYetError(ConflictError):
    """EXM-09, EXM-11, EXM-20: what has its moment is not done before."""

    says = "“{task}”从 {opens_at:%Y-%m-%d %H:%M} 起办理，现在还不能签署。"
    task: str
    opens_at: datetime


class EndSignalAwaitedError(ConflictError):
    """EXM-21: papers are collected after the end signal, and not before."""

    says = "结束信号尚未发出，“{task}”还不能签署。"
    task: str


class StepBeforeError(ConflictError):
    """EXM-21, EXM-24, EXM-25: what is counted, accepted and sealed follows one after the other."""

    says = "“{task}”之前应先办完“{before}”。"
    task: str
    before: str


class StepSignedError(ConflictError):
    """A step is signed once by each, and not again when it is done."""

    says = "“{task}”您已经签过，或者已经办完。"
    task: str


class StepFiguresError(InvalidError):
    """What is counted is stated in full, and nothing else."""

    says = "请填写清点的数量：{figures}。"
    figures: list[str]


class CountsDifferError(ConflictError):
    """EXM-02, EXM-19, EXM-23: what is counted is what there is, and what the other one counted."""

    says = "{figure} {counted} 与{against} {expected} 不符，请立即追查并报告考务办公室，查清后再签。"
    figure: str
    counted: int
    against: str
    expected: int


class WitnessesMissingError(InvalidError):
    """Two candidates of the room see that the seal is whole."""

    says = "请填写 {wanted} 名已签到考生的座位号，作为查看封口的见证人。"
    wanted: int


class ActNotOfThisRoomError(ConflictError):
    """EXM-52: after the stop order of a practical somebody goes on; all other acts are those of a running session."""

    says = "该情形现在不能登记：“停止口令后继续操作”在实操结束后登记，其他情形在考试进行中登记。"


class MisconductNotFoundError(NotFoundError):
    """There is no such entry in this session."""

    says = "本场没有第 {number} 号违规违纪记录。"
    number: int


class NothingToConfirmError(ConflictError):
    """DIS-03, DIS-09: a warning or a reminder needs no confirmation."""

    says = "第 {number} 号记录是警告或提醒，不需要确认。"
    number: int


class MisconductDecidedError(ConflictError):
    """What follows is decided once."""

    says = "第 {number} 号记录已经处理。"
    number: int


class OwnReportError(ForbiddenError):
    """Whoever saw it does not confirm it."""

    says = "第 {number} 号记录由您本人登记，须由他人确认。"
    number: int
