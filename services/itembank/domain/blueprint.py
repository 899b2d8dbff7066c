"""The plan that papers of one occupation and level are assembled by."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from itertools import permutations
from typing import Self

from libs.chassis.domain import Act, Aggregate
from services.itembank.domain.errors.blueprint import BlueprintRefusedError
from services.itembank.domain.resources import canonical, subject_id

FULL_MARKS = 100


@dataclass(frozen=True, kw_only=True)
class WeightedRange:
    """A part of the element table, named by the beginning of its points' codes, and its marks."""

    prefix: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class TheoryPlan:
    """How many items of each kind, how many marks from each range, how hard on average."""

    minutes: int
    choice: int
    judgement: int
    marks_each: Decimal
    ranges: list[WeightedRange]
    difficulty: float

    def problems(self) -> Iterator[tuple[str, str]]:
        """What does not add up: field and reason."""
        if self.minutes <= 0:
            yield "theory.minutes", "考试时间须是正数"
        if min(self.choice, self.judgement) < 0 or self.marks_each <= 0:
            yield "theory.marks_each", "题量不能是负数，每题分值须是正数"
            return
        if (self.choice + self.judgement) * self.marks_each != FULL_MARKS:
            yield "theory.marks_each", f"题量乘以每题分值须等于 {FULL_MARKS} 分"
        if sum(part.weight for part in self.ranges) != FULL_MARKS:
            yield "theory.ranges", f"各范围比重合计须等于 {FULL_MARKS}"
        if any(part.weight <= 0 or part.weight % self.marks_each for part in self.ranges):
            yield "theory.ranges", "各范围比重须是正数且是每题分值的整数倍"
        if any(part.prefix.startswith(other.prefix) for part, other in permutations(self.ranges, 2)):
            yield "theory.ranges", "各范围不能重叠"
        if not 0 < self.difficulty < 1:
            yield "theory.difficulty", "平均难度须在 0 和 1 之间"

    def items_per_range(self) -> dict[str, int]:
        """Weights are marks; this is how many items give them."""
        return {part.prefix: int(part.weight / self.marks_each) for part in self.ranges}


@dataclass(frozen=True, kw_only=True)
class PracticalPlan:
    """How many tasks a candidate does in how many minutes."""

    minutes: int
    tasks: int

    def problems(self) -> Iterator[tuple[str, str]]:
        """What does not add up: field and reason."""
        if self.minutes <= 0:
            yield "practical.minutes", "考核时间须是正数"
        if self.tasks <= 0:
            yield "practical.tasks", "题量须是正数"


@dataclass(frozen=True, kw_only=True)
class BlueprintDraft:
    """What is handed in to be the blueprint of an occupation and level."""

    occupation_code: str
    level: int
    theory: TheoryPlan
    practical: PracticalPlan

    def must_add_up(self) -> None:
        """Refuse a plan that no paper can follow. Raises `BlueprintRefusedError`."""
        for field, reason in (*self.theory.problems(), *self.practical.problems()):
            raise BlueprintRefusedError(field, reason)


@dataclass(kw_only=True)
class Blueprint(Aggregate):
    """The plan that the papers of one occupation and level are assembled by.

    It is drawn up as a whole and has to add up to a paper of 100 marks. Drawn up anew it replaces the one before.
    Papers that were assembled stay as they are: they keep the digest of the blueprint that they were made by.
    """

    id: str
    occupation_code: str
    level: int
    theory: TheoryPlan
    practical: PracticalPlan
    drawn_by: str
    drawn_at: datetime

    @classmethod
    def draw_up(cls, draft: BlueprintDraft, *, act: Act) -> Self:
        """Accept a plan that adds up to a paper of 100 marks. Raises `BlueprintRefusedError`."""
        draft.must_add_up()

        return cls(
            id=subject_id(draft.occupation_code, draft.level),
            occupation_code=draft.occupation_code,
            level=draft.level,
            theory=draft.theory,
            practical=draft.practical,
            drawn_by=act.by,
            drawn_at=act.at,
        )

    def as_bytes(self) -> bytes:
        """The plan itself, without who drew it, for the digest of an assembly's input."""
        theory = asdict(self.theory) | {"marks_each": str(self.theory.marks_each)}
        return canonical({"id": self.id, "theory": theory, "practical": asdict(self.practical)})
