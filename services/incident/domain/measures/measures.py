"""What can be done about an incident: each measure with what it needs, whom it is for and the order it becomes."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final, Literal

from libs.contracts import incident as contracts
from libs.contracts.event import Event
from services.incident.domain.measures.affected import Affected
from services.incident.domain.measures.errors import (
    MeasureImpossibleError,
    MinutesNotLostError,
    OutageNotPastError,
    OutageTooLongError,
)
from services.incident.domain.record.timeline import beijing

MINUTES_OF_A_DAY: Final = timedelta(days=1) // timedelta(minutes=1)
# The target for which an answer of people is awaited.
PEOPLE_ON_SITE: Final = "on-the-spot"
# Asked of whoever proposes, though what was stored before it was asked has none.
ASKED: Final = {"asked": True}


class MeasureType(StrEnum):
    """First those that another service carries out, then those that people carry out."""

    MAKE_UP_TIME = "make-up-time"
    SPARE_PAPER = "spare-paper"
    REPRINT = "reprint"
    START_DELAY = "start-delay"
    RESCHEDULE = "reschedule"
    CANCELLATION = "cancellation"
    RESIT = "resit"
    VOID_RESULTS = "void-results"
    ZERO_SCORE = "zero-score"
    FEE_WAIVER = "fee-waiver"
    REPLACE_STAFF = "replace-staff"
    POLICE = "police"
    MEDICAL_AID = "medical-aid"
    ISOLATION = "isolation"
    EVACUATION = "evacuation"
    SCENE_PROTECTION = "scene-protection"
    SITE_CLOSURE = "site-closure"
    WORK_GROUP = "work-group"
    CALMING = "calming"
    DELIVERY = "delivery"
    PAPER_RETURN = "paper-return"
    CORRECTION = "correction"
    REPAIR = "repair"
    PUT_BACK = "put-back"
    POWER_RETURN = "power-return"
    SCRIPT_ANALYSIS = "script-analysis"
    CONTINUE = "continue"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    MeasureType.MAKE_UP_TIME: "补足考试时间",
    MeasureType.SPARE_PAPER: "启用备用试卷",
    MeasureType.REPRINT: "重新印制试卷",
    MeasureType.START_DELAY: "考试延时",
    MeasureType.RESCHEDULE: "重新安排考试（缓考）",
    MeasureType.CANCELLATION: "停考（取消该次考试）",
    MeasureType.RESIT: "启用备用试卷重考",
    MeasureType.VOID_RESULTS: "成绩无效",
    MeasureType.ZERO_SCORE: "该科目成绩按零分处理",
    MeasureType.FEE_WAIVER: "下次考试免收费用",
    MeasureType.REPLACE_STAFF: "更换监考人员",
    MeasureType.POLICE: "报警",
    MeasureType.MEDICAL_AID: "救治送医",
    MeasureType.ISOLATION: "隔离",
    MeasureType.EVACUATION: "疏散安置",
    MeasureType.SCENE_PROTECTION: "保护现场和试卷",
    MeasureType.SITE_CLOSURE: "封闭考点",
    MeasureType.WORK_GROUP: "指派工作组调查",
    MeasureType.CALMING: "安抚考生",
    MeasureType.DELIVERY: "运送或调配试卷",
    MeasureType.PAPER_RETURN: "联系考生送回试卷",
    MeasureType.CORRECTION: "更正试题",
    MeasureType.REPAIR: "排除故障",
    MeasureType.PUT_BACK: "收回装入原试卷袋并填写考场情况记录表",
    MeasureType.POWER_RETURN: "确认恢复供电时间",
    MeasureType.SCRIPT_ANALYSIS: "评卷时分析试卷",
    MeasureType.CONTINUE: "如期（继续）进行",
    MeasureType.OTHER: "其他处置",
}


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What every order says of the decision behind it."""

    incident_id: str
    batch_id: str
    disposition: int
    approved_by: str
    approved_at: datetime

    @property
    def fields(self) -> dict[str, Any]:
        """As the orders name them."""
        return {
            "incident_id": self.incident_id,
            "batch_id": self.batch_id,
            "disposition": self.disposition,
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
        }


@dataclass(frozen=True, kw_only=True)
class SessionMeasure:
    """A measure for some sessions.

    `of_one` names the lists that hold exactly one; a proposal names that one in the singular.
    """

    by_people: ClassVar[bool] = False
    touches_candidates: ClassVar[bool] = False
    of_one: ClassVar[frozenset[str]] = frozenset()
    type: MeasureType
    session_ids: list[str]

    @property
    def summary(self) -> str:
        """One line of the timeline."""
        return f"{self.type.zh}：{'、'.join(self.session_ids)}"

    def check(self, *, restored_within: timedelta | None, now: datetime) -> None:  # noqa: ARG002 -- only outages last
        """Raises `MeasureImpossibleError` with the reason, if there is one."""
        because = self.impossible(now)
        if because:
            raise MeasureImpossibleError(because)

    def impossible(self, _: datetime, /) -> str:
        """Why it cannot be, in a sentence; empty if it can."""
        return ""

    def targets(self, affected: Affected) -> list[str]:
        """For what an answer is awaited."""
        if self.by_people:
            return [PEOPLE_ON_SITE]
        return affected.application_ids if self.touches_candidates else self.session_ids

    def order(self, approval: Approval, affected: Affected, /) -> Event | None:  # noqa: ARG002 -- people get no order
        """What the service that carries it out is told; none if people do."""
        return None


@dataclass(frozen=True, kw_only=True)
class CandidateMeasure(SessionMeasure):
    """A measure about candidates: those named, or all of the sessions."""

    touches_candidates: ClassVar[bool] = True
    application_ids: list[str] | None = None


@dataclass(frozen=True, kw_only=True)
class MakeUpTime(SessionMeasure):
    """The time lost between the interruption and the restoration is added at the end; scheduling does it."""

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

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.TimeExtensionApproved(**approval.fields, session_ids=self.session_ids, minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class SparePaper(SessionMeasure):
    """The sealed spare takes the place of the session's paper; the item bank releases it."""

    type: Literal[MeasureType.SPARE_PAPER] = MeasureType.SPARE_PAPER

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.SparePaperApproved(**approval.fields, session_ids=self.session_ids)


@dataclass(frozen=True, kw_only=True)
class Reprint(SessionMeasure):
    """The spare is printed, or what is left is copied under secrecy; the item bank does it."""

    type: Literal[MeasureType.REPRINT] = MeasureType.REPRINT
    source: Literal["spare", "copy"]
    copies: int

    def impossible(self, _: datetime, /) -> str:
        return "" if self.copies > 0 else "印制份数须为正数。"

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.ReprintApproved(
            **approval.fields, session_ids=self.session_ids, source=self.source, copies=self.copies
        )


@dataclass(frozen=True, kw_only=True)
class StartDelay(SessionMeasure):
    """The sessions begin later on the same day; scheduling does it."""

    type: Literal[MeasureType.START_DELAY] = MeasureType.START_DELAY
    minutes: int

    def impossible(self, _: datetime, /) -> str:
        """It needs some minutes, less than a day of them."""
        return "" if 1 <= self.minutes < MINUTES_OF_A_DAY else "延时须为 1 分钟以上、一天以内。"

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.StartDelayApproved(**approval.fields, session_ids=self.session_ids, minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Reschedule(SessionMeasure):
    """Another day or site; without a day the sessions are postponed until one is set (缓考). Scheduling does it."""

    type: Literal[MeasureType.RESCHEDULE] = MeasureType.RESCHEDULE
    new_date: date | None = None
    site: str = ""
    use_spare: bool = False

    def impossible(self, now: datetime, /) -> str:
        """It does not lie in the past."""
        return "新的考试日期不能早于今天。" if self.new_date is not None and self.new_date < now.date() else ""

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.RescheduleApproved(
            **approval.fields,
            session_ids=self.session_ids,
            new_date=self.new_date,
            site=self.site,
            use_spare=self.use_spare,
        )


@dataclass(frozen=True, kw_only=True)
class Cancellation(SessionMeasure):
    """The sessions are stopped or not held; scheduling does it."""

    type: Literal[MeasureType.CANCELLATION] = MeasureType.CANCELLATION

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.CancellationApproved(**approval.fields, session_ids=self.session_ids)


@dataclass(frozen=True, kw_only=True)
class ReplaceStaff(SessionMeasure):
    """One member of staff takes the place of another in one session; scheduling does it."""

    of_one: ClassVar[frozenset[str]] = frozenset({"session_ids"})
    type: Literal[MeasureType.REPLACE_STAFF] = MeasureType.REPLACE_STAFF
    leaving: str
    arriving: str

    def impossible(self, _: datetime, /) -> str:
        """It needs two people and one session."""
        fits = len(self.session_ids) == 1 and self.leaving != self.arriving
        return "" if fits else "更换监考人员须指明一个场次和两名不同的人员。"

    def order(self, approval: Approval, _: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.StaffReplacementApproved(
            **approval.fields, session_id=self.session_ids[0], leaving=self.leaving, arriving=self.arriving
        )


@dataclass(frozen=True, kw_only=True)
class Resit(CandidateMeasure):
    """The candidates sit the part again, with the spare paper; scheduling does it."""

    type: Literal[MeasureType.RESIT] = MeasureType.RESIT
    new_date: date | None = None

    def order(self, approval: Approval, affected: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.ResitApproved(
            **approval.fields,
            session_ids=self.session_ids,
            application_ids=affected.application_ids,
            new_date=self.new_date,
        )


@dataclass(frozen=True, kw_only=True)
class VoidResults(CandidateMeasure):
    """The results inside the range that was established are void; scoring does it."""

    type: Literal[MeasureType.VOID_RESULTS] = MeasureType.VOID_RESULTS

    def order(self, approval: Approval, affected: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.ResultsVoidApproved(
            **approval.fields, session_ids=self.session_ids, application_ids=affected.application_ids
        )


@dataclass(frozen=True, kw_only=True)
class ZeroScore(CandidateMeasure):
    """One candidate's score of one part is proposed to be zero for a paper taken away; scoring does it."""

    of_one: ClassVar[frozenset[str]] = frozenset({"session_ids", "application_ids"})
    type: Literal[MeasureType.ZERO_SCORE] = MeasureType.ZERO_SCORE

    def impossible(self, _: datetime, /) -> str:
        """It is about one candidate in one session."""
        fits = len(self.session_ids) == len(self.application_ids or []) == 1
        return "" if fits else "零分建议每次针对一名考生的一个场次。"

    def order(self, approval: Approval, affected: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.ZeroScoreApproved(
            **approval.fields,
            session_id=self.session_ids[0],
            application_id=affected.application_ids[0],
            part=affected.parts[0],
        )


@dataclass(frozen=True, kw_only=True)
class FeeWaiver(CandidateMeasure):
    """The next sitting of what was cancelled is free; registration does it."""

    type: Literal[MeasureType.FEE_WAIVER] = MeasureType.FEE_WAIVER

    def order(self, approval: Approval, affected: Affected, /) -> Event:
        """What is told to the service that does it."""
        return contracts.FeeWaiverApproved(
            **approval.fields,
            application_ids=affected.application_ids,
            parts=affected.parts,
            parts_of=affected.parts_of,
        )


@dataclass(frozen=True, kw_only=True)
class Isolation(SessionMeasure):
    """Those named, or everybody in these sessions, are kept apart; people do it, and it is done when it is lifted."""

    by_people: ClassVar[bool] = True
    type: Literal[MeasureType.ISOLATION] = MeasureType.ISOLATION
    session_ids: list[str] = field(default_factory=list, metadata=ASKED)
    application_ids: list[str] | None = None
    since: datetime | None = field(default=None, metadata=ASKED)
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
class PeopleMeasure(SessionMeasure):
    """What people do: call for help, move candidates, repair, put right."""

    by_people: ClassVar[bool] = True
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
        MeasureType.PUT_BACK,
        MeasureType.POWER_RETURN,
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
    | PeopleMeasure
)
