"""Who comes too early, too late, or by a clock that is wrong."""

from datetime import datetime

from libs.chassis.domain import ConflictError


class CheckInNotOpenError(ConflictError):
    """EXM-07, EXM-45: candidates are admitted from 15 minutes before the start."""

    says = "考生入场从开考前15分钟开始，即 {opens_at:%Y-%m-%d %H:%M}。"
    opens_at: datetime


class CandidateDisqualifiedError(ConflictError):
    """DIS-01, DIS-14: whose examination qualification is cancelled sits nothing more."""

    says = "该考生已被取消考试资格，不能入场。"


class EntryClosedError(ConflictError):
    """EXM-17: no entry to a theory room from 30 minutes after the start."""

    says = "开考已满30分钟，迟到考生不能再进入考场。"


class PracticalForfeitedError(ConflictError):
    """EXM-47: who is five minutes late for a practical loses the right to it."""

    says = "迟到已满5分钟，取消该项考核资格，不能入场。"


class ClaimOfAnotherDayError(ConflictError):
    """A phone that was away holds to a plan that is not that of the day any more."""

    says = "这条签到是{claimed_at:%Y-%m-%d %H:%M}的，本场考试在{starts_at:%Y-%m-%d}，设备上可能是旧的安排，请刷新。"
    claimed_at: datetime
    starts_at: datetime


class ClaimedTimeImplausibleError(ConflictError):
    """The room says a time that cannot be, and when it was heard nobody was let in."""

    says = "上报的入场时间与系统时间不符，且收到时不在入场时间内，请校对设备时钟后重新上报。"


class ExitNotOpenError(ConflictError):
    """EXM-18: nobody hands in and leaves before thirty minutes have passed."""

    says = "{opens_at:%H:%M} 之前考生不得交卷退场（开考未满30分钟）。"
    opens_at: datetime
