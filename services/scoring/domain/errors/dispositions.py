"""Refusals of orders that the incident service gives about results."""

from libs.chassis.domain import ConflictError, NotYetError


class NotInRangeError(ConflictError):
    """INC-16, INC-22, INC-34: only what was sat in the sessions that are named becomes void or zero."""

    says = "该考生没有在所列场次参加考试，没有可以处理的成绩。"


class ResultAlreadyPublishedError(ConflictError):
    """SCO-09: a posted result changes only by a documented re-check."""

    says = "该考生的成绩已经公布，只能按复核程序处理。"


class AttendanceNotFinalError(NotYetError):
    """Who sat a session is known once it has ended."""

    says = "场次 {session_id} 的到考记录尚未确定。"
    session_id: str
