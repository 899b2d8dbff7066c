"""Refusals of a list's steps."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, ForbiddenError, NotYetError


class ListStateError(ConflictError):
    """The list is not at the step that this presupposes: marked, checked, approved, published in this order."""

    says = "成绩册目前为“{state}”，此操作要求“{wanted}”。"
    state: str
    wanted: str


class ListIncompleteError(ConflictError):
    """A list is checked and approved only when every script is marked: SCO-10, SCO-19."""

    says = (
        "成绩册尚不完整：未阅完 {unmarked} 份，未结束场次 {sessions_open} 个，考试情况不明的考生 {candidates_open} 人，"
        "综合评审未完成 {reviews_open} 人，待处理的答题卡 {cases_open} 张。"
    )
    shown = ("unmarked", "sessions_open", "candidates_open", "reviews_open", "cases_open")
    _: KW_ONLY
    unmarked: int
    sessions_open: int
    candidates_open: int
    reviews_open: int
    cases_open: int = 0


class ScoreMismatchError(ConflictError):
    """The check found a score that its answers, key or sheets do not give: SCO-10."""

    says = "核实不符：编号 {codes} 的成绩与原始记录不一致。"
    shown = ("codes",)
    codes: list[str]


class CheckerMarkedError(ForbiddenError):
    """The scores are checked by somebody who gave none of them: SCO-10."""

    says = "您参与过本批试卷的阅卷评分，不能担任成绩核实人。"


class ScoresRegisteredError(ConflictError):
    """Registered scores are changed by nobody: SCO-09."""

    says = "成绩已登记，任何人不得改动；异议成立后只能复核。"


class ListBeingPublishedError(NotYetError):
    """INC-16: the results of a resit are added to a list that is published."""

    says = "成绩册 {list_id} 尚未公布完毕，重考成绩待公布后补登。"
    list_id: str
