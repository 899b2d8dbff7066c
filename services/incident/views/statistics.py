"""What past batches show. A drill is counted nowhere."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Protocol, Self

from pydantic import BaseModel

from libs.contracts.incident import Tier
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.escalation.ladder_plans import LADDERS
from services.incident.domain.incident import Incident
from services.incident.domain.measures.measures import MeasureType
from services.incident.domain.record.timeline import EntryKind

# After so many the timers have their turn: a page takes the processor for some hundredths of a second.
A_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is counted of one incident; minutes are from its discovery, None while it has not come to that."""

    batch_id: str
    category: str
    tier: Tier
    discovered_at: datetime
    is_open: bool
    is_overdue: bool
    to_first_report: float | None
    to_acknowledge: float | None
    to_closure: float | None
    reached: Post
    escalated_to: tuple[Post, ...]
    measures: tuple[MeasureType, ...]
    stage_reports_missed: int

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The figures of this incident. The first report counts from its entry, as the verdict on it does."""
        clock = incident.first_report
        stamp = clock.stamps.get(Hop.LEADING_GROUP)
        taken = incident.acknowledgements[0].at if incident.acknowledgements else None

        def minutes(moment: datetime | None) -> float | None:
            return None if moment is None else (moment - clock.discovered_at).total_seconds() / 60

        return cls(
            batch_id=incident.batch_id,
            category=incident.classification.category,
            tier=incident.classification.tier,
            discovered_at=clock.discovered_at,
            is_open=incident.is_open,
            is_overdue=clock.overdue_at is not None,
            to_first_report=minutes(stamp.entered_at if stamp else None),
            to_acknowledge=minutes(taken),
            to_closure=minutes(incident.closed_at),
            reached=incident.ladder.step.post,
            escalated_to=tuple(one.post for one in incident.escalations),
            measures=tuple(one.measure.type for one in incident.dispositions.items if one.is_approved),
            stage_reports_missed=sum(entry.step is EntryKind.STAGE_REPORT_MISSED for entry in incident.timeline),
        )


class Minutes(BaseModel):
    """How long it took, in the middle and at worst."""

    median: float
    worst: float

    @classmethod
    def of(cls, told: Iterable[float | None]) -> Self | None:
        """Over those that have come to it, if any has."""
        known = [minutes for minutes in told if minutes is not None]
        return cls(median=round(median(known), 1), worst=round(max(known), 1)) if known else None


class KindCount(BaseModel):
    """Incidents of one kind, by the tier they ended in."""

    category: str
    name: str
    major: int
    general: int


class StepCount(BaseModel):
    """One step of the ladder: for how many incidents it was the highest called, and how often it was escalated to."""

    post: Post
    name: str
    reached: int
    escalations: int


class MeasureCount(BaseModel):
    """Approved measures of one type."""

    type: MeasureType
    name: str
    count: int


class BatchStatistics(BaseModel):
    """One batch. In time plus overdue is everything whose ten minutes are settled."""

    batch_id: str
    first_discovered_at: datetime
    total: int
    major: int
    general: int
    open: int
    in_time: int
    overdue: int
    minutes_to_first_report: Minutes | None
    minutes_to_acknowledge: Minutes | None
    minutes_to_closure: Minutes | None
    kinds: list[KindCount]
    steps: list[StepCount]
    measures: list[MeasureCount]
    stage_reports_missed: int

    @classmethod
    def of(cls, batch_id: str, found: Sequence[Figures]) -> Self:
        """Add up the incidents of a batch."""
        tiers = Counter(one.tier for one in found)
        kinds = Counter((one.category, one.tier) for one in found)
        reached = Counter(one.reached for one in found)
        escalated = Counter(post for one in found for post in one.escalated_to)
        measures = Counter(measure for one in found for measure in one.measures)
        return cls(
            batch_id=batch_id,
            first_discovered_at=min(one.discovered_at for one in found),
            total=len(found),
            major=tiers["major"],
            general=tiers["general"],
            open=sum(one.is_open for one in found),
            in_time=sum(one.to_first_report is not None and not one.is_overdue for one in found),
            overdue=sum(one.is_overdue for one in found),
            minutes_to_first_report=Minutes.of(one.to_first_report for one in found),
            minutes_to_acknowledge=Minutes.of(one.to_acknowledge for one in found),
            minutes_to_closure=Minutes.of(one.to_closure for one in found),
            kinds=[
                KindCount(category=code, name=kind.name, major=kinds[code, "major"], general=kinds[code, "general"])
                for code, kind in KINDS.items()
                if kinds[code, "major"] or kinds[code, "general"]
            ],
            steps=[
                StepCount(
                    post=step.post, name=step.post.zh, reached=reached[step.post], escalations=escalated[step.post]
                )
                for step in LADDERS["major"].steps
            ],
            measures=[MeasureCount(type=one, name=one.zh, count=measures[one]) for one in MeasureType if measures[one]],
            stage_reports_missed=sum(one.stage_reports_missed for one in found),
        )


class StatisticsPage(BaseModel):
    """Every batch, the newest first."""

    batches: list[BatchStatistics]


@dataclass(frozen=True)
class AnnouncedIncidents:
    """Incidents of which something was announced, as they are now, and how far in the log of commits that reaches.

    `position` is None before everything has been read.
    """

    incidents: list[Incident]
    position: int | None


class Announced(Protocol):
    """Committed incidents by what was announced of them, in the order of the commits, whatever any clock said."""

    def since(self, position: int | None, *, size: int) -> AsyncIterator[AnnouncedIncidents]:
        """Those of which something was announced after that position, so many at a time.

        Everything, if nothing was read before or if what was announced since is forgotten.
        """
        ...


class Statistics:
    """Keeps a few figures of every incident between requests, so that one reads only what changed since the last.

    No figure changes without an event, so the log of events says what is to be read again. The first request of a
    process reads everything once; the timers have their turn after every page.
    """

    def __init__(self, announced: Announced) -> None:
        self._announced = announced
        self._position: int | None = None
        self._known: dict[str, Figures] = {}
        self._one_at_a_time = asyncio.Lock()

    async def page(self) -> StatisticsPage:
        """The figures as things stand now."""
        async with self._one_at_a_time:
            await self._catch_up()
        by_batch: dict[str, list[Figures]] = {}
        for figures in self._known.values():
            by_batch.setdefault(figures.batch_id, []).append(figures)
        batches = [BatchStatistics.of(batch_id, found) for batch_id, found in by_batch.items()]
        return StatisticsPage(batches=sorted(batches, key=lambda one: one.first_discovered_at, reverse=True))

    async def _catch_up(self) -> None:
        async for told in self._announced.since(self._position, size=A_PAGE):
            for incident in told.incidents:
                self._known.pop(incident.id, None)
                if not incident.is_drill and not incident.merged_into:
                    self._known[incident.id] = Figures.of(incident)
            self._position = told.position
            await asyncio.sleep(0)
