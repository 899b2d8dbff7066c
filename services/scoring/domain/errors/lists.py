"""Refusals about score lists, published results and re-checks."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError
from libs.contracts.event import Part
from services.scoring.domain.errors.sessions import PART_NAMES


class ListNotFoundError(NotFoundError):
    """The batch has no list of this occupation and level."""

    says = "没有成绩册 {list_id}。"
    list_id: str


class ListStateError(ConflictError):
    """The list is not at the step that this presupposes: marked, checked, approved, published in this order."""

    says = "成绩册目前为“{state}”，此操作要求“{wanted}”。"
    state: str
    wanted: str


class ListIncompleteError(ConflictError):
    """A list is checked and approved only when every script is marked: SCO-10, SCO-19."""

    says = (
        "成绩册尚不完整：未阅完 {unmarked} 份，未结束场次 {sessions_open} 个，考试情况不明的考生 {candidates_open} 人。"
    )
    shown = ("unmarked", "sessions_open", "candidates_open")
    _: KW_ONLY
    unmarked: int
    sessions_open: int
    candidates_open: int


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


class ResultNotFoundError(NotFoundError):
    """Unpublished and absent results answer alike: SEC-08."""

    says = "没有 {application_id} 的已公布成绩。"
    application_id: str


class ResultNotYetPublishedError(NotYetError):
    """An objection was decided about a result that is not here yet."""

    says = "{application_id} 的成绩尚未公布。"
    application_id: str


class NotUpheldError(ConflictError):
    """A re-check needs an upheld objection to this part."""

    slug = "objection-not-upheld"
    says = "没有针对该科目的已成立异议，不能复核改分。"


class AlreadyRecheckedError(ConflictError):
    """One objection, one re-check."""

    says = "异议 {objection_id} 已复核过。"
    objection_id: str


class PartStillCountsError(ConflictError):
    """INC-16, SCO-09: a posted part is replaced by a resit only after it became void."""

    says = "该科目已公布的成绩仍然有效，不能用重考成绩替换。"


class ListBeingPublishedError(NotYetError):
    """INC-16: the results of a resit are added to a list that is published."""

    says = "成绩册 {list_id} 尚未公布完毕，重考成绩待公布后补登。"
    list_id: str


class NotSatError(ConflictError):
    """There is no score of a part that was not sat."""

    slug = "part-not-sat"
    says = "考生没有参加{part_name}考试，没有可复核的成绩。"
    part: Part

    @property
    def part_name(self) -> str:
        """What the part is called."""
        return PART_NAMES[self.part]


class SecondPersonError(InvalidError):
    """The second person of a re-check is somebody else."""

    says = "复核的第二人不能是本人。"


class ObjectionDecidedOtherwiseError(ConflictError):
    """An objection was already noted with another decision or part."""

    says = "异议 {objection_id} 已有不同的处理结论。"
    objection_id: str
