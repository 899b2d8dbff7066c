"""A list on a page: its filters stand in the address, so that the back button and a copied address work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice above the list. `options` maps values to words."""

    name: str
    label: str
    value: str
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows as they are shown. `next` is the cursor of the following page, if there is one; `total` if it is known."""

    items: Sequence[Any]
    filters: Sequence[Filter] = ()
    next: str | None = None
    total: int | None = None
    sort: str = ""

    @classmethod
    def of(
        cls,
        rows: Sequence[Any],
        *,
        filters: Sequence[Filter],
        sort: str,
        by: Mapping[str, Callable[[Any], Any]],
        cursor: str,
    ) -> "Listing":
        """All rows that matched, already filtered: sorted by a column (`-` before its name: backwards), one page."""
        column, backwards = sort.removeprefix("-"), sort.startswith("-")
        if column in by:
            rows = sorted(rows, key=by[column], reverse=backwards)
        first = int(cursor) if cursor.isdecimal() else 0
        following = first + AT_ONCE
        return cls(
            items=rows[first:following],
            filters=filters,
            next=str(following) if following < len(rows) else None,
            total=len(rows),
            sort=sort,
        )

    def query(self, **changed: str) -> str:
        """The address of this list with something chosen differently, from its first page."""
        chosen = {one.name: one.value for one in self.filters} | {"sort": self.sort} | changed
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def sorted_by(self, column: str) -> str:
        """The address of this list by a column; backwards if it is by that already."""
        return self.query(sort=f"-{column}" if self.sort == column else column)

    def order(self, column: str) -> str:
        """How a column is sorted, as `aria-sort` has it."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")
