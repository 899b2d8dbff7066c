"""Refusals of what would change a published result."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError


class ResultNotYetPublishedError(NotYetError):
    """An objection was decided about a result that is not here yet."""

    says = "{application_id} 的成绩尚未公布。"
    application_id: str


class ResultAlreadyPublishedError(ConflictError):
    """SCO-09: a posted result changes only by a documented re-check."""

    says = "该考生的成绩已经公布，只能按复核程序处理。"


class NotUpheldError(ConflictError):
    """A re-check needs an upheld objection to this part."""

    slug = "objection-not-upheld"
    says = "没有针对该科目的已成立异议，不能复核改分。"


class AlreadyRecheckedError(ConflictError):
    """One objection leads to one re-check."""

    says = "异议 {objection_id} 已复核过。"
    objection_id: str


class PartStillCountsError(ConflictError):
    """INC-16, SCO-09: a posted part is replaced by a resit only after it became void."""

    says = "该科目已公布的成绩仍然有效，不能用重考成绩替换。"


class NotSatError(ConflictError):
    """There is no score of a part that was not sat."""

    slug = "part-not-sat"
    says = "考生没有参加{part_name}考试，没有可复核的成绩。"
    part_name: str


class SecondPersonError(InvalidError):
    """The second person of a re-check is somebody else."""

    says = "复核的第二人不能是本人。"


class ObjectionDecidedOtherwiseError(ConflictError):
    """An objection was already noted with another decision or part."""

    says = "异议 {objection_id} 已有不同的处理结论。"
    objection_id: str
