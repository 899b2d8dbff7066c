"""Refusals of attendances that contradict each other."""

from libs.chassis.domain import ConflictError


class SatTwiceError(ConflictError):
    """One application sat one part in two sessions."""

    says = "报名 {application_id} 的{part_name}出现在两个场次中。"
    application_id: str
    part_name: str
