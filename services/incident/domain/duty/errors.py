"""What is missing of the duty list."""

from libs.chassis.domain import NotFoundError


class RosterNotFoundError(NotFoundError):
    """INC-40: nobody has entered a duty list for this batch."""

    says = "批次 {batch_id} 还没有应急值班名单。"
    batch_id: str
