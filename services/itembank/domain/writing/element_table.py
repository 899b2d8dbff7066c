"""The element table (鉴定要素细目表): ranges on three levels with their weights, and points with their importance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Importance = Literal["X", "Y", "Z"]

RANGE_LEVELS = (1, 2, 3)
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class TableRange:
    """A range of one of three levels; its code begins with the code of the range that it is part of."""

    code: str
    name: str
    level: int
    weight: int


@dataclass(frozen=True, kw_only=True)
class TablePoint:
    """A point (鉴定点): X is core, Y general, Z auxiliary."""

    code: str
    name: str
    importance: Importance


@dataclass(frozen=True, kw_only=True)
class ElementTable:
    """What is examined, and how much each part of it weighs; those of the first level are the marks of a paper."""

    ranges: list[TableRange] = field(default_factory=list)
    points: list[TablePoint] = field(default_factory=list)

    @property
    def proportion(self) -> tuple[int, int, int]:
        """How many points are X, Y and Z."""
        counted = Counter(point.importance for point in self.points)
        return counted["X"], counted["Y"], counted["Z"]

    @property
    def heads(self) -> list[TableRange]:
        """The ranges of the first level."""
        return [part for part in self.ranges if part.level == 1]

    def problems(self) -> Iterator[str]:
        """What does not hold together, in words that quote no item."""
        codes = Counter([part.code for part in self.ranges] + [point.code for point in self.points])
        if repeated := sorted(code for code, count in codes.items() if count > 1 or not code.strip()):
            yield f"鉴定范围或鉴定点代码重复或空缺：{repeated[0] or '（空）'}"
        for level in RANGE_LEVELS:
            if all(part.level != level for part in self.ranges):
                yield f"没有{'一二三'[level - 1]}级鉴定范围"
        if sum(part.weight for part in self.heads) != WHOLE:
            yield f"一级鉴定范围的鉴定比重合计须等于{WHOLE}"
        yield from self._parts_of_ranges()
        yield from self._homeless_points()

    def _parts_of_ranges(self) -> Iterator[str]:
        for part in self.ranges:
            if part.weight <= 0:
                yield f"鉴定范围 {part.code} 的鉴定比重须是正数"
            if part.level > 1 and not any(self._holds(upper, part) for upper in self.ranges):
                yield f"鉴定范围 {part.code} 不属于任何上一级鉴定范围"
            parts = [lower for lower in self.ranges if self._holds(part, lower)]
            if parts and sum(lower.weight for lower in parts) != part.weight:
                yield f"鉴定范围 {part.code} 的鉴定比重不等于其下一级之和"

    def _homeless_points(self) -> Iterator[str]:
        lowest = tuple(part.code for part in self.ranges if part.level == RANGE_LEVELS[-1])
        for point in self.points:
            if not point.code.startswith(lowest):
                yield f"鉴定点 {point.code} 不属于任何三级鉴定范围"

    def _holds(self, upper: TableRange, lower: TableRange) -> bool:
        return lower.level == upper.level + 1 and lower.code.startswith(upper.code)

    def short_of(self, points: Sequence[str], *, forms: int) -> dict[str, int]:
        """How many items each range of the first level lacks for so many forms of which no two share an item."""
        short = {
            part.code: forms * part.weight - sum(point.startswith(part.code) for point in points) for part in self.heads
        }
        return {code: missing for code, missing in short.items() if missing > 0}
