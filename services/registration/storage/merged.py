"""Merged cells: what stands in the first row of one holds for all rows that it covers."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Merged(NamedTuple):
    """Rows from `first` to `last` and the left column, counted from 0."""

    first: int
    last: int
    column: int


def filled_down(rows: Iterable[list[str]], merged: Iterable[Merged]) -> Iterator[list[str]]:
    """The rows with the text of each merged cell in every row of it."""
    waiting = sorted(merged, reverse=True)
    open_at: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(rows):
        for column, (last, text) in list(open_at.items()):
            if number > last:
                del open_at[column]
            elif text:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or text
        while waiting and waiting[-1].first <= number:
            first, last, column = waiting.pop()
            if first == number and column < len(cells):
                open_at[column] = last, cells[column]
        yield cells
