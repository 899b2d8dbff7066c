"""What the times of a session do not allow."""

from libs.chassis.domain import ConflictError, InvalidError


class NoTimeToMakeUpError(InvalidError):
    """INC-31: what is made up is time that was lost."""

    says = "补时分钟数必须大于0。"


class OrderOvertakenError(ConflictError):
    """INC-20: where and when a session is held follows the newest decision, in whatever order the orders come."""

    says = "场次 {session_id} 已按较新的决定另行安排，较早的决定不再执行。"
    session_id: str


class DelayPastTheDayError(ConflictError):
    """INC-20: a delayed session is held on its day; another day is another decision."""

    says = "场次 {session_id} 延时后将超出当天，请改为重新安排。"
    session_id: str
