"""What a candidate's application, or its ticket, does not allow."""

from libs.chassis.domain import ConflictError


class AlreadyEnrolledError(ConflictError):
    """An application is enrolled once."""

    says = "报名编号 {application_id} 已经进入考务编排，不能重复进入。"
    application_id: str


class TicketNumberTakenError(ConflictError):
    """REG-17: a ticket number names one candidate."""

    says = "准考证号 {ticket_number} 已经编给其他考生。"
    ticket_number: object


class TicketNotIssuedError(ConflictError):
    """A ticket is printed once its plan is published."""

    says = "报名编号 {application_id} 的考试安排尚未发布，不能核发准考证。"
    application_id: str
