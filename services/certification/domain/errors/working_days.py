"""Why a year's holidays are not entered as they were typed."""

from datetime import date

from libs.chassis.domain import InvalidError


class BreakOddError(InvalidError):
    """A break ends after it begins, within its year; that of New Year may begin on 29 December."""

    says = "放假时段{first}至{last}不成立：止日不能早于起日，并须在该年之内（元旦假期可自上年12月29日起）。"
    first: date
    last: date


class WeekendWorkdayOddError(InvalidError):
    """Only a Saturday or Sunday outside the breaks is worked instead of another day."""

    says = "{day}不能作为调休上班日：须是该年的周六或周日，且不在放假时段内。"
    day: date


class StatutoryHolidayWorkedError(InvalidError):
    """A notice arranges the days around the statutory holidays; it takes none of them away."""

    says = "{day}是法定节假日，却不在所填的放假时段内。请对照通知核对。"
    day: date
