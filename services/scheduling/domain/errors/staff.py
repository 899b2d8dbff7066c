"""Who is not registered."""

from libs.chassis.domain import NotFoundError


class StaffNotFoundError(NotFoundError):
    """Nobody is registered under this id."""

    says = "没有登记编号为 {staff_id} 的工作人员。"
    staff_id: str
