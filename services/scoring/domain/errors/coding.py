"""Refusals about coding records."""

from libs.chassis.domain import ConflictError


class CodesSealedError(ConflictError):
    """SCO-19, SCO-24: what was coded is sealed while it is marked, and opened to register the scores."""

    says = "场次 {session_id} 已开始阅卷评分，编号记录已经密封；成绩审查同意后登记时，方可开封对号。"
    session_id: str
