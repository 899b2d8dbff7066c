"""What cannot be sat again."""

from libs.chassis.domain import ConflictError, InvalidError


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
