"""What is no timetable."""

from libs.chassis.domain import InvalidError


class TimetableWrongError(InvalidError):
    """The days, times or minutes asked for make no timetable."""

    says = "考试时间安排有误：{wrong}。"
    wrong: str
