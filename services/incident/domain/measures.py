"""What can be done about an incident: typed measures, each with what it needs and what it announces when approved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from libs.contracts.event import Event
from libs.contracts.incident import SparePaperApproved, TimeExtensionApproved
from services.incident.domain.errors import MinutesNotLostError, OutageNotPastError, OutageTooLongError


class MeasureType(StrEnum):
    """The dispositions that other services can carry out today, by their name in the plan."""

    MAKE_UP_TIME = "make-up-time"
    SPARE_PAPER = "spare-paper"

    @property
    def zh(self) -> str:
        """The plan's own word."""
        return {MeasureType.MAKE_UP_TIME: "补足考试时间", MeasureType.SPARE_PAPER: "启用备用试卷"}[self]


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What an approved measure is announced with."""

    incident_id: str
    batch_id: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MakeUpTime:
    """The time lost between the interruption and the restoration is added at the end; scheduling does it."""

    type: Literal[MeasureType.MAKE_UP_TIME] = MeasureType.MAKE_UP_TIME
    session_ids: list[str]
    minutes: int
    interrupted_at: datetime
    restored_at: datetime

    @property
    def summary(self) -> str:
        """One line of the timeline."""
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

    def announcement(self, approval: Approval) -> Event:
        """The order to scheduling."""
        return TimeExtensionApproved(
            incident_id=approval.incident_id,
            batch_id=approval.batch_id,
            session_ids=self.session_ids,
            minutes=self.minutes,
            approved_by=approval.by,
            approved_at=approval.at,
        )


@dataclass(frozen=True, kw_only=True)
class SparePaper:
    """The sealed spare takes the place of the session's paper; the item bank releases it."""

    type: Literal[MeasureType.SPARE_PAPER] = MeasureType.SPARE_PAPER
    session_ids: list[str]

    @property
    def summary(self) -> str:
        """One line of the timeline."""
        return f"{self.type.zh}：{'、'.join(self.session_ids)}"

    def check(self, *, restored_within: timedelta | None, now: datetime) -> None:
        """Nothing beyond the approval is asked for."""

    def announcement(self, approval: Approval) -> Event:
        """The order to the item bank."""
        return SparePaperApproved(
            incident_id=approval.incident_id,
            batch_id=approval.batch_id,
            session_ids=self.session_ids,
            approved_by=approval.by,
            approved_at=approval.at,
        )


Measure = MakeUpTime | SparePaper
