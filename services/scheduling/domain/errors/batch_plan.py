"""When a plan may not be made or published."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError, NotYetError


class RegistrationNotClosedError(NotFoundError):
    """Seats are planned for all candidates at once, so registration must have ended."""

    says = "批次 {batch_id} 的报名尚未结束，不能编排。"
    batch_id: str


class RegistrationClosedTwiceError(ConflictError):
    """A batch closes once; another figure of approved candidates would put the plan in doubt."""

    says = "批次 {batch_id} 已经收到过报名结束的通知。"
    batch_id: str


class EnrolmentsMissingError(NotYetError):
    """Registration approved more candidates than have arrived here."""

    says = "批次 {batch_id} 还有 {short_by} 名审核通过的考生信息未到，请稍后再编排。"
    shown = ("short_by",)
    batch_id: str
    short_by: int


class NobodyToPlanError(ConflictError):
    """A plan without candidates is a mistake."""

    says = "批次 {batch_id} 没有审核通过的考生，无需编排。"
    batch_id: str


class PlanPublishedError(ConflictError):
    """What candidates were told is not planned anew."""

    says = "批次 {batch_id} 的考试安排已经开始发布，不能重新编排。"
    batch_id: str


class PlanNotMadeError(ConflictError):
    """Only a plan that was made can be published."""

    says = "批次 {batch_id} 还没有编排，不能发布。"
    batch_id: str


class PlanOutdatedError(ConflictError):
    """Candidates arrived after the plan was made; it would leave them without a seat."""

    says = "批次 {batch_id} 有 {short_by} 名考生尚未排座，请重新编排后再发布。"
    shown = ("short_by",)
    batch_id: str
    short_by: int


class TimetableWrongError(InvalidError):
    """The days, times or minutes asked for make no timetable."""

    says = "考试时间安排有误：{wrong}。"
    wrong: str


class AmendmentOutdatedError(ConflictError):
    """What is published is what was looked at, and leaves nothing open."""

    says = "调整方案与查看时不同，或还有未解决的项目，请重新查看。"
