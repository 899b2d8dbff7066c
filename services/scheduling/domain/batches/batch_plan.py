"""The plan of a batch: when it may be made, and when it may be published."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate
from services.scheduling.domain.errors.batch_plan import (
    EnrolmentsMissingError,
    NobodyToPlanError,
    PlanNotMadeError,
    PlanOutdatedError,
    PlanPublishedError,
)


class PlanState(StrEnum):
    """Where a batch's plan stands."""

    AWAITED = "awaited"
    DRAFT = "draft"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


@dataclass(kw_only=True)
class BatchPlan(Aggregate):
    """Begins when registration closes; `approved` is how many candidates must get a seat."""

    id: str
    approved: int
    closed_at: datetime
    state: PlanState = PlanState.AWAITED
    sessions: int = 0
    candidates: int = 0
    days: list[date] = field(default_factory=list)
    planned_at: datetime | None = None
    planned_by: str | None = None

    def must_be_plannable(self, candidates: int) -> None:
        """A plan is made for everybody who was approved, and not after publication has begun."""
        if self.state in {PlanState.PUBLISHING, PlanState.PUBLISHED}:
            raise PlanPublishedError(self.id)
        if candidates < self.approved:
            raise EnrolmentsMissingError(self.id, self.approved - candidates)
        if candidates == 0:
            raise NobodyToPlanError(self.id)

    def note_made(self, *, sessions: int, candidates: int, days: list[date], act: Act) -> None:
        """Keep what a plan came to."""
        self.must_be_plannable(candidates)

        self.state = PlanState.DRAFT
        self.sessions, self.candidates, self.days = sessions, candidates, days
        self.planned_by, self.planned_at = act.by, act.at

    def note_late(self, *, sessions: int, candidates: int) -> None:
        """So many came after publication and were seated, some of them in sessions that are new."""
        self.sessions += sessions
        self.candidates += candidates

    def note_published(self, *, unseated: int, remaining: int) -> None:
        """Keep how far publication has come; never while somebody has no seat."""
        if self.state is PlanState.AWAITED:
            raise PlanNotMadeError(self.id)
        if self.state is PlanState.PUBLISHED:
            raise PlanPublishedError(self.id)
        if unseated:
            raise PlanOutdatedError(self.id, unseated)

        self.state = PlanState.PUBLISHING if remaining else PlanState.PUBLISHED
