"""Who reviews at levels 2 and 1: senior examiners, three or more, an odd number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Act, Aggregate
from libs.contracts.event import Level
from services.scoring.domain.errors.review import (
    NotReviewedAtLevelError,
    NotSeniorExaminerError,
    ReviewPanelRefusedError,
)
from services.scoring.domain.session import Session

# Who needs a review besides theory and practical (SCO-05).
REVIEWED_LEVELS = frozenset({2, 1})
FEWEST_REVIEWERS = 3


@dataclass(frozen=True, kw_only=True)
class Reviewers:
    """Who reviews under whom, as somebody named them."""

    members: list[str]
    leader: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class ReviewPanel(Aggregate):
    """Who reviews the candidates of one list; `id` is the list's.

    Another panel may be named at any time: whoever is being reviewed stays with the reviewers of the first sheet.
    """

    id: str
    batch_id: str
    named: list[Reviewers] = field(default_factory=list)

    @property
    def current(self) -> Reviewers:
        """Who reviews from now on."""
        return self.named[-1]

    def name(self, members: Sequence[str], leader: str, act: Act, *, level: Level, seniors: Collection[str]) -> None:
        """Name at least three, an odd number, all of them senior examiners of this occupation (SCO-05, PER-01)."""
        if level not in REVIEWED_LEVELS:
            raise NotReviewedAtLevelError(level)
        distinct = len(set(members)) == len(members)
        if len(members) < FEWEST_REVIEWERS or len(members) % 2 == 0 or not distinct or leader not in members:
            raise ReviewPanelRefusedError(len(members))
        for member in members:
            if member not in seniors:
                raise NotSeniorExaminerError(member)

        self.named.append(Reviewers(members=list(members), leader=leader, by=act.by, at=act.at))


def senior_examiners(sessions: Collection[Session], *, occupation_code: str) -> set[str]:
    """Whom scheduling put on a panel of levels 2 and 1: none but senior examiners of the occupation come there."""
    return {
        examiner
        for session in sessions
        if session.level in REVIEWED_LEVELS and session.occupation_code == occupation_code
        for examiner in session.panel
    }
