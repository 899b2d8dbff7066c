"""Lists. A list of a service is declared once: its table, its filters and the file that is taken out come from that.

What is chosen stands in the address, so that the back button and a copied address work.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from apps.gateway.answering.visit import Form, Visit
from apps.gateway.screens.page_map import address

AT_ONCE = 50
LONGEST_CHOICE = 100
ALL = {"": "全部"}
Row = Mapping[str, Any]
T = TypeVar("T")
Rows = Callable[[Visit, Mapping[str, str]], Awaitable[Sequence[Row]]]


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
    """`read` makes the cell of a row; `sort` is the key by which the service sorts, or of a short list the field."""

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
        turns = self.declared is None or self.declared.rows is not None
        return self.query(sort=f"-{column}" if self.sort == column and turns else column)

    def order(self, column: str) -> str:
        """How a column is sorted, as `aria-sort` has it."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")


@dataclass(frozen=True, kw_only=True)
class DeclaredList:
    """A list of a service, on the page of its name; `path` is filled with the parts of the page's.

    A short one has no path: `rows` are all there are, for the parts of the page, and filtered and sorted here. A row
    fits a filter whose value its field of that name is, or is one of.

    `columns` are shown and taken out, `further` ones only taken out; `identifiers`, which the service tells the roles
    `whole_for` unmasked, only after a fresh code, on record. `empty` stands there when there is nothing at all.
    """

    page: str
    caption: str
    service: str = ""
    path: str = ""
    rows: Rows | None = None
    columns: Sequence[Column]
    choices: Sequence[Choice] = ()
    further: Sequence[Column] = ()
    identifiers: Sequence[Column] = ()
    whole_for: frozenset[str] = frozenset()
    empty: str = "还没有记录。"

    def chosen(self, sent: Mapping[str, str]) -> dict[str, str]:
        """What of an address this list knows: its filters, each with a value that there is, and its order."""
        sorts = [column.sort for column in self.columns if column.sort]
        sorts += [f"-{one}" for one in sorts if self.rows]
        known: dict[str, Any] = {choice.name: choice.options for choice in self.choices}
        known |= {"sort": sorts} if sorts else {}
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
        cursor = sent.get("cursor", "")[:500]
        found = await (self._here if self.rows else self._there)(visit, chosen, cursor, parts)
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
            total=found.get("total"),
            sort=chosen.get("sort", ""),
            declared=self,
            export=visit.form(self.page, EXPORT, **parts),
            whole=visit.form(self.page, WHOLE, **parts) if self.whole_for & visit.roles else None,
        )

    async def _there(self, visit: Visit, chosen: Mapping[str, str], cursor: str, parts: Mapping[str, str]) -> Any:
        query = {**chosen, "cursor": cursor, "limit": AT_ONCE}
        return await visit.ask(self.service).get(self.path, query=query, **parts)

    async def _here(self, visit: Visit, chosen: Mapping[str, str], cursor: str, parts: Mapping[str, str]) -> Any:
        found = await self.all_of(visit, chosen, parts)
        rows, following = paged(found, cursor)
        return {"items": rows, "next": following, "total": len(found)}

    async def all_of(self, visit: Visit, chosen: Mapping[str, str], parts: Mapping[str, str]) -> list[Row]:
        """Every row of a short list that fits, in order."""
        assert self.rows  # noqa: S101 -- nobody asks another one
        wanted = {name: value for name, value in chosen.items() if name != "sort"}
        found = [
            row
            for row in await self.rows(visit, parts)
            if all(value in _values(row[name]) for name, value in wanted.items())
        ]
        sort = chosen.get("sort", "")
        if by := sort.removeprefix("-"):
            found.sort(key=lambda row: row[by], reverse=sort != by)
        return found

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


def paged(rows: Sequence[T], cursor: str) -> tuple[Sequence[T], str | None]:
    """One page of all rows, and where the next begins if there is one."""
    first = int(cursor) if cursor.isdecimal() else 0
    last = first + AT_ONCE
    return rows[first:last], str(last) if last < len(rows) else None


def _values(told: Any) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list | tuple) else [str(told)]


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


def leading(page: str, part: str, *, field: str = "") -> Callable[[Row], Cell]:
    """The number of something, leading to its page; `field` where a row does not call it as the page's address does."""
    return lambda row: Cell(row[field or part], to=address(page, **{part: row[field or part]}))


def asked(query: str) -> dict[str, str]:
    """An address of a list, read again."""
    return dict(parse_qsl(query.removeprefix("?")))
