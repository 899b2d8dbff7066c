"""How severe each marker is beside the others, and how far they agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# Points of 100: whoever is so far from the others on average is told so.
SEVERE = 5
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class MarkerStatistics:
    """One marker: on average so many points above (or below) the others of the same pieces, and so far apart."""

    marker: str
    pieces: int
    above_others: float
    apart: float

    @property
    def remark(self) -> str:
        """What is unusual, in words."""
        if self.pieces < FEWEST or abs(self.above_others) <= SEVERE:
            return ""
        return "明显偏宽" if self.above_others > 0 else "明显偏严"


def marker_statistics(pieces: Sequence[Mapping[str, float]]) -> list[MarkerStatistics]:
    """`pieces` are marker → points; each marker is held against the mean of the others of the same piece.

    The leniency of a rater as the mean deviation from the others: F. E. Saal, R. G. Downey and M. A. Lahey, "Rating the
    ratings", Psychological Bulletin 88 (1980) 413-428.
    """
    deviations: dict[str, list[float]] = {}
    for points in pieces:
        total = sum(points.values())
        for marker, given in points.items():
            if len(points) > 1:
                deviations.setdefault(marker, []).append(given - (total - given) / (len(points) - 1))
    return [
        MarkerStatistics(
            marker=marker,
            pieces=len(found),
            above_others=float(np.mean(found)),
            apart=float(np.mean(np.abs(found))),
        )
        for marker, found in sorted(deviations.items())
    ]


def agreement(pieces: Sequence[Sequence[float]]) -> float | None:
    """How much of what differs is the pieces', not the markers': 1 is perfect; nothing where it cannot be told.

    The intraclass correlation ICC(1,1) of P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing
    rater reliability", Psychological Bulletin 86 (1979) 420-428, for pieces not all marked by the same people.
    Only pieces with as many sheets as most have are counted.
    """
    sizes = [len(points) for points in pieces if len(points) > 1]
    if not sizes:
        return None
    most = max(set(sizes), key=lambda size: (sizes.count(size), size))
    table = np.asarray([points for points in pieces if len(points) == most], dtype=np.float64)
    if len(table) < 2:  # noqa: PLR2004 -- one piece differs from nothing
        return None
    between = most * table.mean(axis=1).var(ddof=1)
    within = table.var(axis=1, ddof=1).mean()
    scale = between + (most - 1) * within
    return float((between - within) / scale) if scale > 0 else None
