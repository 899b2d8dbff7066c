"""How candidates are dealt to rooms, and which form of the paper lies on which desk."""

from collections.abc import Sequence
from math import ceil

from libs.contracts.event import Form, Part

# Five columns of six make the thirty desks of a standard room (SCH-11).
DESK_ROWS = 6


def deal(count: int, capacities: Sequence[int]) -> list[int]:
    """Spread so many people over rooms as evenly as their sizes allow; who does not fit is left out."""
    shares = [0] * len(capacities)
    left = min(count, sum(capacities))
    smallest_first = sorted(range(len(capacities)), key=lambda index: capacities[index])
    for position, index in enumerate(smallest_first):
        shares[index] = min(capacities[index], ceil(left / (len(capacities) - position)))
        left -= shares[index]
    return shares


def form_at(part: Part, seat: int) -> Form:
    """Forms A and B alternate along the rows, so that all four neighbours of a desk have the other one."""
    return "A" if part == "practical" or seat % 2 else "B"


def desk_of(seat: int, rows: int = DESK_ROWS) -> tuple[int, int]:
    """Column and row of a seat. Seats are numbered up one column and down the next (S形), as rooms usually are."""
    column, step = divmod(seat - 1, rows)
    return column + 1, (step if column % 2 == 0 else rows - 1 - step) + 1
