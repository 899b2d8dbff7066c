"""One practical shift: what is asked for, what there is, and what a room then does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.sessions.team import SMALLEST_TEAM


@dataclass(frozen=True)
class Demand:
    """So many candidates of a subject, and the examiners who must keep away from them (PER-12)."""

    subject: ExamSubject
    recused: frozenset[str]
    count: int


@dataclass(frozen=True)
class Workshop:
    """A practical room that is free in this shift, and what may be examined there."""

    room_id: str
    stations: int
    subjects: tuple[ExamSubject, ...]
    site: str = ""

    def ratio(self, rules: PlanRules) -> int:
        """The most workstations that an examiner watches here, whichever of its occupations it is used for."""
        return max(rules.ratio(subject.occupation_code) for subject in self.subjects)


@dataclass(frozen=True)
class FreeExaminer:
    """An examiner who is free in this shift: what they may examine, what they may lead, what they did so far.

    `out_of_reach`: the sites that are too far from where they are before or after it.
    """

    staff_id: str
    examines: frozenset[ExamSubject]
    leads: frozenset[ExamSubject]
    duties: int = 0
    led: int = 0
    out_of_reach: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OpenedRoom:
    """A workshop that is used in this shift: what is examined there, by whom, and how many of each demand."""

    room_id: str
    subject: ExamSubject
    leader: str
    examiners: list[str]
    takes: dict[Demand, int] = field(default_factory=dict)

    @property
    def seated(self) -> int:
        """How many are examined here."""
        return sum(self.takes.values())


@dataclass(frozen=True)
class Shift:
    """A shift, or a part of one that shares nothing with the rest."""

    demands: Sequence[Demand]
    workshops: Sequence[Workshop]
    examiners: Sequence[FreeExaminer]
    rules: PlanRules

    def team_sizes(self) -> dict[str, int]:
        """How the examiners at hand, were they all alike, open most workstations: team sizes by room (knapsack)."""
        at_hand = len(self.examiners)
        best: list[tuple[int, dict[str, int]]] = [(0, {})] * (at_hand + 1)
        for workshop in self.workshops:
            ratio = workshop.ratio(self.rules)
            full = max(
                team_size(workshop.stations, self.rules, subject.occupation_code) for subject in workshop.subjects
            )
            sizes = range(SMALLEST_TEAM, full + 1, 2 if self.rules.odd_teams else 1)
            for used in range(at_hand, 0, -1):
                for size in sizes:
                    if size <= used:
                        before, others = best[used - size]
                        opened = before + min(workshop.stations, size * ratio)
                        if opened > best[used][0]:
                            best[used] = (opened, {**others, workshop.room_id: size})
        return best[at_hand][1]

    def most(self) -> int:
        """More than this cannot be seated: so many wait, and so many workstations can be opened and served."""
        sizes = self.team_sizes()
        served = sum(
            min(workshop.stations, sizes.get(workshop.room_id, 0) * workshop.ratio(self.rules))
            for workshop in self.workshops
        )
        return min(served, sum(demand.count for demand in self.demands))

    def parts(self) -> list["Shift"]:
        """Offers that share no room and no examiner with others are a problem of their own, and a smaller one."""
        groups: list[set[ExamSubject]] = []
        links = [
            *(set(workshop.subjects) for workshop in self.workshops),
            *(set(examiner.examines) for examiner in self.examiners),
        ]
        for together in links:
            touching = [group for group in groups if group & together]
            groups = [group for group in groups if not group & together]
            groups.append(together.union(*touching))
        return [
            Shift(
                [demand for demand in self.demands if demand.subject in subjects],
                [workshop for workshop in self.workshops if subjects.issuperset(workshop.subjects)],
                [examiner for examiner in self.examiners if subjects >= examiner.examines],
                self.rules,
            )
            for subjects in groups
        ]


def team_size(candidates: int, rules: PlanRules, occupation_code: str) -> int:
    """How many examiners so many workstations in use ask for (SCH-21, SCH-23)."""
    size = max(SMALLEST_TEAM, ceil(candidates / rules.ratio(occupation_code)))
    return size + 1 if rules.odd_teams and size % 2 == 0 else size


def workstations_for(examiners: int, rules: PlanRules, occupation_code: str) -> int:
    """How many workstations a team out of so many examiners may serve."""
    size = examiners - 1 if rules.odd_teams and examiners % 2 == 0 else examiners
    return size * rules.ratio(occupation_code) if size >= SMALLEST_TEAM else 0
