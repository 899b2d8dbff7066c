"""Refusals for want of a candidate's schedule."""

from libs.chassis.domain import NotYetError


class ScheduleNotYetKnownError(NotYetError):
    """INC-16: whether somebody sat again is known from the schedule."""

    says = "报名 {application_id} 的重考安排尚未到达。"
    application_id: str
