"""Refusals of orders that the incident service gives: what cannot be moved, called off, replaced or sat again."""

from libs.chassis.domain import ConflictError, InvalidError


class SessionNotHeldError(ConflictError):
    """INC-24: a session that was called off or postponed is not held as planned."""

    says = "场次 {session_id} 已停考或缓考。"
    session_id: str


class OrderOvertakenError(ConflictError):
    """INC-20: where and when a session is held follows the newest decision, in whatever order the orders come."""

    says = "场次 {session_id} 已按较新的决定另行安排，较早的决定不再执行。"
    session_id: str


class DelayPastTheDayError(ConflictError):
    """INC-20: a delayed session is held on its day; another day is another decision."""

    says = "场次 {session_id} 延时后将超出当天，请改为重新安排。"
    session_id: str


class NewDateNotAheadError(InvalidError):
    """INC-20: an examination is arranged anew for a time to come."""

    says = "场次 {session_id} 的新考试时间已过，请另定日期。"
    session_id: str


class PlaceTakenError(ConflictError):
    """SCH-11, PER-12: a moved session takes no room, and nobody's time, that another session has."""

    says = "场次 {session_id} 与场次 {other_id} 的{what}时间冲突，不能这样调整。"
    session_id: str
    other_id: str
    what: str


class NoRoomAtSiteError(ConflictError):
    """INC-23: another site needs a free room that is fit for the session."""

    says = "考点“{site}”没有适合场次 {session_id} 且当时空闲的考场。"
    session_id: str
    site: str


class NotOnDutyHereError(ConflictError):
    """INC-21: who is replaced is on duty in the session."""

    says = "{staff_id} 不是场次 {session_id} 的监考或考评人员。"
    session_id: str
    staff_id: str


class AlreadyOnDutyError(ConflictError):
    """INC-21, QSP-10: who takes over has no duty in the session yet."""

    says = "{staff_id} 已在场次 {session_id} 承担工作。"
    session_id: str
    staff_id: str


class NotFitForDutyError(ConflictError):
    """PER-01, PER-18, PER-25: a duty is for somebody who is available, has the role and is qualified on that day."""

    says = "{staff_id} 届时不具备承担场次 {session_id} 该项工作的条件。"
    session_id: str
    staff_id: str


class RecusedFromCandidateError(ConflictError):
    """PER-12: an examiner keeps away from candidates that are close."""

    says = "{staff_id} 与场次 {session_id} 的考生存在应回避的关系。"
    session_id: str
    staff_id: str


class ResitDateMissingError(InvalidError):
    """INC-16: a session for those who sit again is held on a day."""

    says = "尚未确定重考日期，不能安排重考场次。"


class ResitBeforeTheEndError(ConflictError):
    """INC-16: only what was sat is sat again."""

    says = "场次 {session_id} 尚未结束，不能安排重考。"
    session_id: str


class SpareAlreadyWrittenError(ConflictError):
    """INC-16: what is sat again is sat with a spare that nobody has seen."""

    says = "场次 {session_id} 已使用备用卷，没有未启用的试卷可供重考。"
    session_id: str


class NobodyConcernedError(ConflictError):
    """INC-16: those who sit again sat in one of the sessions that are named."""

    says = "该考生没有参加所列场次的考试，不能安排重考。"
