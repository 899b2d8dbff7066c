"""Why a paper is not opened, changed or printed for a session."""

from datetime import datetime

from libs.chassis.domain import ConflictError, ForbiddenError, NotYetError


class NotOnDutyError(ForbiddenError):
    """Only people on duty in a session open its paper (EXM-11)."""

    says = "您不在场次 {session_id} 的值守名单中，不能启封试卷。"
    session_id: str


class WrongPaperError(ConflictError):
    """The paper is of another batch, occupation, level or part than the session (EXM-06)."""

    says = "试卷 {paper_id} 与场次 {session_id} 的批次、职业、级别或科目不符。"
    paper_id: str
    session_id: str


class SpareNotReleasedError(ConflictError):
    """A spare is used only after its release for the session (INC-17)."""

    says = "场次 {session_id} 没有获准启用备用试卷。"
    session_id: str


class SpareInUseError(ConflictError):
    """A session that got its spare does not go back to the first papers (INC-17)."""

    says = "场次 {session_id} 已改用备用试卷，原试卷不能再启封。"
    session_id: str


class OpeningTooEarlyError(ConflictError):
    """A paper stays sealed until five minutes before the start (EXM-11)."""

    says = "试卷须在 {opens_at:%H:%M} 以后当众启封，现在还不能启封。"
    opens_at: datetime


class SessionEndedError(ConflictError):
    """A paper is not opened after its session's end."""

    says = "场次 {session_id} 已经结束，不能再启封试卷。"
    session_id: str


class SessionNotYetPlannedError(NotYetError):
    """The plan of a session has not arrived yet."""

    says = "场次 {session_id} 的安排还没有收到。"
    session_id: str


class SpareNotYetSealedError(NotYetError):
    """A spare is released once it is sealed."""

    says = "备用试卷 {paper_id} 尚未封存，封存后启用。"
    paper_id: str


class SpareAlreadyReleasedError(ConflictError):
    """One incident releases the spare of a session once."""

    says = "场次 {session_id} 的备用试卷已因同一事件启用。"
    session_id: str


class SpareNotSealedError(ConflictError):
    """INC-17, INC-28: an order to use or print the spare is answered with a refusal while no spare is sealed."""

    says = "场次 {session_id} 没有已封存的备用试卷，不能启用或印制。"
    session_id: str


class SessionOverError(ConflictError):
    """INC-28, INC-29: papers are changed or printed for a session that is still to be written."""

    says = "场次 {session_id} 已经结束，不能再更换或加印试卷。"
    session_id: str


class SessionPostponedError(ConflictError):
    """INC-20: a paper that is still to be written somewhere keeps its key."""

    says = "场次 {session_id} 已缓考、日期未定，其试卷尚未使用完毕，不能移交答案。"
    session_id: str


class SessionCalledOffError(ConflictError):
    """INC-24, INC-25: no paper is opened for a session that was stopped or postponed."""

    says = "场次 {session_id} 已停考或缓考，不能启封试卷。"
    session_id: str
