"""Lists. A list of a service is declared once: its table, its filters and the file that is taken out come from that.

What is chosen stands in the address, so that the back button and a copied address work.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from apps.gateway.page_map import address
from apps.gateway.visit import Form, Visit

AT_ONCE = 50
LONGEST_CHOICE = 100
ALL = {"": "全部"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """What stands in a table: words that may lead somewhere or be a status, and smaller ones below."""

    words: str
    to: str = ""
    tone: str = ""
    below: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The same in a file."""
        return "\n".join(filter(None, (self.words, *self.below)))


@dataclass(frozen=True)
class Column:
    """`read` makes the cell of a row; `sort` is the key by which the service sorts, if it does."""

    heading: str
    read: Callable[[Row], Cell | str]
    sort: str = ""

    def cell(self, row: Row) -> Cell:
        """Words alone are a cell, too."""
        read = self.read(row)
        return read if isinstance(read, Cell) else Cell(read)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A filter that the service has. `options` maps values to words; none: the page that shows it knows them."""

    name: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice above the list. `options` maps values to words."""

    name: str
    label: str
    value: str
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows as they are shown. `next` is the cursor of the following page, if there is one; `total` if it is known.

    Of a declared list it knows the columns, and the forms that take the rows out.
    """

    items: Sequence[Any]
    filters: Sequence[Filter] = ()
    next: str | None = None
    total: int | None = None
    sort: str = ""
    declared: "DeclaredList | None" = None
    export: Form | None = None
    whole: Form | None = None

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

    @property
    def chosen(self) -> dict[str, str]:
        """What is not left open."""
        named = {one.name: one.value for one in self.filters} | {"sort": self.sort}
        return {name: value for name, value in named.items() if value}

    @property
    def empty(self) -> str:
        """Whether there is nothing, or nothing that fits."""
        assert self.declared  # noqa: S101 -- what is listed is declared
        narrowed = any(one.value for one in self.filters)
        return f"没有符合条件的{self.declared.caption}。" if narrowed else self.declared.empty

    def taken_by(self, form: Form) -> tuple[str, str]:
        """What a form takes out, as an address and in words; if it is back, what was chosen then."""
        words = "，".join(f"{one.label}：{one.options[one.value]}" for one in self.filters if one.value)
        before = form.value("asked")
        if self.declared and before:
            words = self.declared.words(self.declared.chosen(asked(before)))
        return before or self.query(), words

    def query(self, **changed: str) -> str:
        """The address of this list with something chosen differently, from its first page."""
        chosen = self.chosen | changed
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def sorted_by(self, column: str) -> str:
        """The address of this list by a column; backwards if it is by that already and can be."""
        return self.query(sort=f"-{column}" if self.sort == column and not self.declared else column)

    def order(self, column: str) -> str:
        """How a column is sorted, as `aria-sort` has it."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")


@dataclass(frozen=True, kw_only=True)
class DeclaredList:
    """A list of a service, on the page of its name; `path` is filled with the parts of the page's.

    `columns` are shown and taken out, `further` ones only taken out; `identifiers`, which the service tells the roles
    `whole_for` unmasked, only after a fresh code, on record. `empty` stands there when there is nothing at all.
    """

    page: str
    service: str
    path: str
    caption: str
    columns: Sequence[Column]
    choices: Sequence[Choice] = ()
    further: Sequence[Column] = ()
    identifiers: Sequence[Column] = ()
    whole_for: frozenset[str] = frozenset()
    empty: str = "还没有记录。"

    def chosen(self, sent: Mapping[str, str]) -> dict[str, str]:
        """What of an address this list knows: its filters, each with a value that there is, and its order."""
        sorts = {column.sort: column.heading for column in self.columns if column.sort}
        known = {choice.name: choice.options for choice in self.choices} | ({"sort": sorts} if sorts else {})
        return {
            name: value
            for name, options in known.items()
            if (value := sent.get(name, "")[:LONGEST_CHOICE]) and (not options or value in options)
        }

    async def shown(
        self, visit: Visit, *, options: Mapping[str, Mapping[str, str]] | None = None, **parts: str
    ) -> Listing:
        """The page of it that the address of the visit asks for. `options` are those that no declaration knows."""
        sent = visit.request.query_params
        chosen = self.chosen(sent)
        query = {**chosen, "cursor": sent.get("cursor", "")[:500], "limit": AT_ONCE}
        found = await visit.ask(self.service).get(self.path, query=query, **parts)
        filters = [
            Filter(
                name=choice.name,
                label=choice.label,
                value=(value := chosen.get(choice.name, "")),
                options={value: value} | ALL | dict((options or {}).get(choice.name, choice.options)),
            )
            for choice in self.choices
        ]
        return Listing(
            items=found["items"],
            filters=filters,
            next=found["next"],
            sort=chosen.get("sort", ""),
            declared=self,
            export=visit.form(self.page, EXPORT, **parts),
            whole=visit.form(self.page, WHOLE, **parts) if self.whole_for & visit.roles else None,
        )

    @property
    def headings(self) -> dict[str, str]:
        """Heading → the key by which the service sorts, or nothing."""
        return {column.heading: column.sort for column in self.columns}

    def cells(self, row: Row) -> list[Cell]:
        """A row as it is shown."""
        return [column.cell(row) for column in self.columns]

    def taken_out(self, *, whole: bool) -> list[Column]:
        """The columns of a file."""
        return [*self.columns, *self.further, *(self.identifiers if whole else ())]

    def words(self, chosen: Mapping[str, str]) -> str:
        """What was chosen, in words; a value that only its page has words for stands as it is."""
        return "，".join(
            f"{choice.label}：{choice.options.get(chosen[choice.name], chosen[choice.name])}"
            for choice in self.choices
            if choice.name in chosen
        )


EXPORT, WHOLE = "/export", "/export/whole"


def plain(name: str) -> Callable[[Row], str]:
    """A field as it is; nothing where there is none."""
    return lambda row: "" if row[name] is None else str(row[name])


def status(name: str, words: Mapping[str, tuple[str, str]]) -> Callable[[Row], Cell]:
    """A code by its word, in its colour."""
    return lambda row: Cell(words[row[name]][0], tone=words[row[name]][1])


def occupation(row: Row) -> Cell:
    """An occupation with its work type, where it has any."""
    return Cell(row["occupation"], below=[] if row["work_type"] == "--" else [row["work_type"]])


def leading(page: str, part: str) -> Callable[[Row], Cell]:
    """The number of something, leading to its page."""
    return lambda row: Cell(row[part], to=address(page, **{part: row[part]}))


def asked(query: str) -> dict[str, str]:
    """An address of a list, read again."""
    return dict(parse_qsl(query.removeprefix("?")))
