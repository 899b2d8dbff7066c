"""Refusals about enrolments and plans."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError, NotYetError


class EnrolmentNotFoundError(NotFoundError):
    """No such application is enrolled for an examination."""

    slug = "enrolment-not-found"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"没有找到报名编号为 {application_id} 的考生。")


class AlreadyEnrolledError(ConflictError):
    """An application is enrolled once."""

    slug = "already-enrolled"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"报名编号 {application_id} 已经进入考务编排，不能重复进入。")


class TicketNumberTakenError(ConflictError):
    """REG-17: a ticket number names one candidate."""

    slug = "ticket-number-taken"

    def __init__(self, ticket_number: object) -> None:
        super().__init__(f"准考证号 {ticket_number} 已经编给其他考生。")


class TicketNotIssuedError(ConflictError):
    """A ticket is printed once its plan is published."""

    slug = "ticket-not-issued"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"报名编号 {application_id} 的考试安排尚未发布，不能核发准考证。")


class RegistrationNotClosedError(NotFoundError):
    """Seats are planned for all candidates at once, so registration must have ended."""

    slug = "registration-not-closed"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"批次 {batch_id} 的报名尚未结束，不能编排。")


class RegistrationClosedTwiceError(ConflictError):
    """A batch closes once; another figure of approved candidates would put the plan in doubt."""

    slug = "registration-closed-twice"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"批次 {batch_id} 已经收到过报名结束的通知。")


class EnrolmentsMissingError(NotYetError):
    """Registration approved more candidates than have arrived here."""

    slug = "enrolments-missing"

    def __init__(self, batch_id: str, missing: int) -> None:
        super().__init__(f"批次 {batch_id} 还有 {missing} 名审核通过的考生信息未到，请稍后再编排。")
        self.extra = {"short_by": missing}


class NobodyToPlanError(ConflictError):
    """A plan without candidates is a mistake."""

    slug = "nobody-to-plan"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"批次 {batch_id} 没有审核通过的考生，无需编排。")


class PlanPublishedError(ConflictError):
    """What candidates were told is not planned anew."""

    slug = "plan-published"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"批次 {batch_id} 的考试安排已经开始发布，不能重新编排。")


class PlanNotMadeError(ConflictError):
    """Only a plan that was made can be published."""

    slug = "plan-not-made"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"批次 {batch_id} 还没有编排，不能发布。")


class PlanOutdatedError(ConflictError):
    """Candidates arrived after the plan was made; it would leave them without a seat."""

    slug = "plan-outdated"

    def __init__(self, batch_id: str, unseated: int) -> None:
        super().__init__(f"批次 {batch_id} 有 {unseated} 名考生尚未排座，请重新编排后再发布。")
        self.extra = {"short_by": unseated}


class TimetableWrongError(InvalidError):
    """The days, times or minutes asked for make no timetable."""

    slug = "timetable-wrong"

    def __init__(self, wrong: str) -> None:
        super().__init__(f"考试时间安排有误：{wrong}。")
