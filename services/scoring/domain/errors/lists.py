"""Refusals about score lists, published results and re-checks."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError
from libs.contracts.event import Part
from services.scoring.domain.errors.sessions import PART_NAMES


class ListNotFoundError(NotFoundError):
    """The batch has no list of this occupation and level."""

    slug = "list-not-found"

    def __init__(self, list_id: str) -> None:
        super().__init__(f"没有成绩册 {list_id}。")


class ListStateError(ConflictError):
    """The list is not at the step that this presupposes: marked, checked, approved, published in this order."""

    slug = "list-state"

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"成绩册目前为“{state}”，此操作要求“{wanted}”。")


class ListIncompleteError(ConflictError):
    """A list is checked and approved only when every script is marked: SCO-10, SCO-19."""

    slug = "list-incomplete"

    def __init__(self, *, unmarked: int, sessions: int, candidates: int) -> None:
        super().__init__(
            f"成绩册尚不完整：未阅完 {unmarked} 份，未结束场次 {sessions} 个，考试情况不明的考生 {candidates} 人。"
        )
        self.extra = {"unmarked": unmarked, "sessions_open": sessions, "candidates_open": candidates}


class ScoreMismatchError(ConflictError):
    """The check found a score that its answers, key or sheets do not give: SCO-10."""

    slug = "score-mismatch"

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"核实不符：编号 {'、'.join(codes)} 的成绩与原始记录不一致。")
        self.extra = {"codes": codes}


class CheckerMarkedError(ForbiddenError):
    """The scores are checked by somebody who gave none of them: SCO-10."""

    slug = "checker-marked"

    def __init__(self) -> None:
        super().__init__("您参与过本批试卷的阅卷评分，不能担任成绩核实人。")


class ScoresRegisteredError(ConflictError):
    """Registered scores are changed by nobody: SCO-09."""

    slug = "scores-registered"

    def __init__(self) -> None:
        super().__init__("成绩已登记，任何人不得改动；异议成立后只能复核。")


class ResultNotFoundError(NotFoundError):
    """Unpublished and absent results answer alike: SEC-08."""

    slug = "result-not-found"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"没有 {application_id} 的已公布成绩。")


class ResultNotYetPublishedError(NotYetError):
    """An objection was decided about a result that is not here yet."""

    slug = "result-not-yet-published"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"{application_id} 的成绩尚未公布。")


class NotUpheldError(ConflictError):
    """A re-check needs an upheld objection to this part."""

    slug = "objection-not-upheld"

    def __init__(self) -> None:
        super().__init__("没有针对该科目的已成立异议，不能复核改分。")


class AlreadyRecheckedError(ConflictError):
    """One objection, one re-check."""

    slug = "already-rechecked"

    def __init__(self, objection_id: str) -> None:
        super().__init__(f"异议 {objection_id} 已复核过。")


class PartStillCountsError(ConflictError):
    """INC-16, SCO-09: a posted part is replaced by a resit only after it became void."""

    slug = "part-still-counts"

    def __init__(self) -> None:
        super().__init__("该科目已公布的成绩仍然有效，不能用重考成绩替换。")


class ListBeingPublishedError(NotYetError):
    """INC-16: the results of a resit are added to a list that is published."""

    slug = "list-being-published"

    def __init__(self, list_id: str) -> None:
        super().__init__(f"成绩册 {list_id} 尚未公布完毕，重考成绩待公布后补登。")


class NotSatError(ConflictError):
    """There is no score of a part that was not sat."""

    slug = "part-not-sat"

    def __init__(self, part: Part) -> None:
        super().__init__(f"考生没有参加{PART_NAMES[part]}考试，没有可复核的成绩。")


class SecondPersonError(InvalidError):
    """The second person of a re-check is somebody else."""

    slug = "second-person"

    def __init__(self) -> None:
        super().__init__("复核的第二人不能是本人。")


class ObjectionDecidedOtherwiseError(ConflictError):
    """An objection was already noted with another decision or part."""

    slug = "objection-decided-otherwise"

    def __init__(self, objection_id: str) -> None:
        super().__init__(f"异议 {objection_id} 已有不同的处理结论。")
