"""What can be done about an incident: typed measures, each with what it needs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from libs.contracts import incident as contracts
from libs.contracts.event import Event
from services.incident.domain.measures.errors import MinutesNotLostError, OutageNotPastError, OutageTooLongError
from services.incident.domain.measures.measure_types import MeasureType
from services.incident.domain.measures.orders import OfCandidates, OfSessions
from services.incident.domain.record.timeline import beijing

A_DAY = timedelta(days=1) // timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class MakeUpTime(OfSessions):
    """The time lost between the interruption and the restoration is added at the end; scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.TimeExtensionApproved
    type: Literal[MeasureType.MAKE_UP_TIME] = MeasureType.MAKE_UP_TIME
    minutes: int
    interrupted_at: datetime
    restored_at: datetime

    @property
    def summary(self) -> str:
        return f"{self.type.zh} {self.minutes} 分钟：{'、'.join(self.session_ids)}"

    def check(self, *, restored_within: timedelta | None, now: datetime) -> None:
        """Refuse what was not lost, is not over, or took longer than may be settled on site."""
        if not self.interrupted_at < self.restored_at <= now:
            raise OutageNotPastError
        lost = self.restored_at - self.interrupted_at
        if restored_within is not None and lost > restored_within:
            raise OutageTooLongError(restored_within)
        minutes_lost = -(-lost // timedelta(minutes=1))
        if not 1 <= self.minutes <= minutes_lost:
            raise MinutesNotLostError(minutes_lost)


@dataclass(frozen=True, kw_only=True)
class SparePaper(OfSessions):
    """The sealed spare takes the place of the session's paper; the item bank releases it."""

    contract: ClassVar[type[Event] | None] = contracts.SparePaperApproved
    type: Literal[MeasureType.SPARE_PAPER] = MeasureType.SPARE_PAPER


@dataclass(frozen=True, kw_only=True)
class Reprint(OfSessions):
    """The spare is printed, or what is left is copied under secrecy; the item bank does it."""

    contract: ClassVar[type[Event] | None] = contracts.ReprintApproved
    type: Literal[MeasureType.REPRINT] = MeasureType.REPRINT
    source: Literal["spare", "copy"]
    copies: int

    def impossible(self, _: datetime, /) -> str:
        """It needs some copies."""
        return "" if self.copies > 0 else "印制份数须为正数。"


@dataclass(frozen=True, kw_only=True)
class StartDelay(OfSessions):
    """The sessions begin later on the same day; scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.StartDelayApproved
    type: Literal[MeasureType.START_DELAY] = MeasureType.START_DELAY
    minutes: int

    def impossible(self, _: datetime, /) -> str:
        """It needs some minutes, less than a day of them."""
        return "" if 1 <= self.minutes < A_DAY else "延时须为 1 分钟以上、一天以内。"


@dataclass(frozen=True, kw_only=True)
class Reschedule(OfSessions):
    """Another day or site; without a day the sessions are postponed until one is set (缓考). Scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.RescheduleApproved
    type: Literal[MeasureType.RESCHEDULE] = MeasureType.RESCHEDULE
    new_date: date | None = None
    site: str = ""
    use_spare: bool = False

    def impossible(self, now: datetime, /) -> str:
        """It does not lie in the past."""
        return "新的考试日期不能早于今天。" if self.new_date is not None and self.new_date < now.date() else ""


@dataclass(frozen=True, kw_only=True)
class Cancellation(OfSessions):
    """The sessions are stopped or not held; scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.CancellationApproved
    type: Literal[MeasureType.CANCELLATION] = MeasureType.CANCELLATION


@dataclass(frozen=True, kw_only=True)
class ReplaceStaff(OfSessions):
    """One member of staff takes the place of another in one session; scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.StaffReplacementApproved
    type: Literal[MeasureType.REPLACE_STAFF] = MeasureType.REPLACE_STAFF
    leaving: str
    arriving: str

    def impossible(self, _: datetime, /) -> str:
        """It needs two people and one session."""
        fits = len(self.session_ids) == 1 and self.leaving != self.arriving
        return "" if fits else "更换监考人员须指明一个场次和两名不同的人员。"


@dataclass(frozen=True, kw_only=True)
class Resit(OfCandidates):
    """The candidates sit the part again, with the spare paper; scheduling does it."""

    contract: ClassVar[type[Event] | None] = contracts.ResitApproved
    type: Literal[MeasureType.RESIT] = MeasureType.RESIT
    new_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class VoidResults(OfCandidates):
    """The results inside the range that was established are void; scoring does it."""

    contract: ClassVar[type[Event] | None] = contracts.ResultsVoidApproved
    type: Literal[MeasureType.VOID_RESULTS] = MeasureType.VOID_RESULTS


@dataclass(frozen=True, kw_only=True)
class ZeroScore(OfCandidates):
    """One candidate's score of one part is proposed to be zero for a paper taken away; scoring does it."""

    contract: ClassVar[type[Event] | None] = contracts.ZeroScoreApproved
    type: Literal[MeasureType.ZERO_SCORE] = MeasureType.ZERO_SCORE

    def impossible(self, _: datetime, /) -> str:
        """It is about one candidate in one session."""
        fits = len(self.session_ids) == len(self.application_ids or []) == 1
        return "" if fits else "零分建议每次针对一名考生的一个场次。"


@dataclass(frozen=True, kw_only=True)
class FeeWaiver(OfCandidates):
    """The next sitting of what was cancelled is free; registration does it."""

    contract: ClassVar[type[Event] | None] = contracts.FeeWaiverApproved
    type: Literal[MeasureType.FEE_WAIVER] = MeasureType.FEE_WAIVER


@dataclass(frozen=True, kw_only=True)
class Isolation(OfSessions):
    """Those named, or everybody in these sessions, are kept apart; people do it, and it is done when it is lifted."""

    type: Literal[MeasureType.ISOLATION] = MeasureType.ISOLATION
    session_ids: list[str] = field(default_factory=list)
    application_ids: list[str] | None = None
    since: datetime | None = None
    text: str = ""

    @property
    def summary(self) -> str:
        """One line of the timeline; candidates are counted, not named."""
        since = f"（自 {beijing(self.since)}）" if self.since else ""
        named = "全体考生" if self.application_ids is None else f"{len(self.application_ids)} 名考生"
        return f"{self.type.zh}{since}：{' '.join([*self.session_ids, named, self.text])}".rstrip()

    def impossible(self, now: datetime, /) -> str:
        """It is about somewhere, and has begun."""
        if self.since is not None and self.since > now:
            return "隔离开始时间不能晚于现在。"
        return "" if self.session_ids or self.text.strip() else "请写明隔离的场次，或隔离的地点和人员。"


@dataclass(frozen=True, kw_only=True)
class OnTheSpot(OfSessions):
    """What people do: call for help, move candidates, repair, put right."""

    type: Literal[
        MeasureType.POLICE,
        MeasureType.MEDICAL_AID,
        MeasureType.EVACUATION,
        MeasureType.SCENE_PROTECTION,
        MeasureType.SITE_CLOSURE,
        MeasureType.WORK_GROUP,
        MeasureType.CALMING,
        MeasureType.DELIVERY,
        MeasureType.PAPER_RETURN,
        MeasureType.CORRECTION,
        MeasureType.REPAIR,
        MeasureType.SCRIPT_ANALYSIS,
        MeasureType.CONTINUE,
        MeasureType.OTHER,
    ]
    session_ids: list[str] = field(default_factory=list)
    text: str

    @property
    def summary(self) -> str:
        return f"{self.type.zh}：{self.text}"

    def impossible(self, _: datetime, /) -> str:
        """It says what is to be done."""
        return "" if self.text.strip() else "请写明处置内容。"


Measure = (
    MakeUpTime
    | SparePaper
    | Reprint
    | StartDelay
    | Reschedule
    | Cancellation
    | ReplaceStaff
    | Resit
    | VoidResults
    | ZeroScore
    | FeeWaiver
    | Isolation
    | OnTheSpot
)
