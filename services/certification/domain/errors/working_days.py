"""Why working days are not counted."""

from libs.chassis.domain import ConflictError


class HolidayNoticeMissingError(ConflictError):
    """SCO-27: working days of a year are known only from that year's notice of the State Council."""

    says = "尚未录入{year}年节假日安排通知，不能推算涉及该年的工作日期限。"
    year: int
