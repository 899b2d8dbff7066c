"""The kinds of fields that a form has: what each takes, how it is shown, and what a test fills in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from libs.contracts.beijing import BEIJING, beijing_time
from libs.contracts.milliseconds import cut
from libs.contracts.plain_text import in_one_line

STAFF_NUMBER = re.compile(r"[\w-]{1,40}")
EMPTY: Sequence[Any] = (None, "", [], {})
LONGEST = 500
LONGEST_STORY = 4000
MASK = "＊＊＊"
# Deadlines are counted from what is filled in, and told of in events, which keep well off the ends of the calendar.
FIRST_YEAR, LAST_YEAR = 1901, 2199
YES, NO = "是", "否"

Wrong = tuple[str, str]


class NotTakenError(ValueError):
    """What is filled in is not what the field asks for; the text is a sentence for whoever fills in."""


def must_be_near(day: date) -> None:
    """Raises `NotTakenError`."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotTakenError(f"请填写 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间的日期。")


@dataclass(frozen=True)
class Field:
    """One line of a form, by a name for programs and a label for people. What is `given` the service fills in.

    `formerly` is the name that it has in records from before it got this one.
    """

    kind: ClassVar[str]

    name: str
    label: str
    required: bool = field(default=True, kw_only=True)
    hint: str = field(default="", kw_only=True)
    given: bool = field(default=False, kw_only=True)
    formerly: str = field(default="", kw_only=True)

    def wrong(self, value: Any, place: str) -> Iterator[Wrong]:
        """Why this is not taken, beside the place that it is about."""
        if value in EMPTY:
            if self.required and not self.given:
                yield place, "请填写。"
            return
        try:
            self.taken(value)
        except NotTakenError as why:
            yield place, str(why)

    def taken(self, value: Any) -> Any:
        """What is stored of it. Raises `NotTakenError`."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """How a stored value is read by people."""
        return str(value)

    def moment(self, _value: Any) -> datetime | None:
        """The moment that a stored value says, if it is one."""
        return None

    def example(self) -> Any:
        """A value that is taken."""
        raise NotImplementedError

    def another(self) -> Any:
        """Another value that is taken; the same where the kind has no other."""
        return self.example()

    def bad(self) -> Iterator[Any]:
        """Values just beyond each bound: none of them is taken."""
        if self.required:
            yield None


@dataclass(frozen=True)
class Text(Field):
    """Some words in one line, however they are typed; with `lines` a text of several."""

    kind = "text"

    longest: int = field(default=LONGEST, kw_only=True)
    lines: int = field(default=1, kw_only=True)

    def taken(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise NotTakenError("请填写文字。")
        if len(value) > self.longest:
            raise NotTakenError(f"最多 {self.longest} 个字。")
        return (in_one_line(value) if self.lines == 1 else value).strip()

    def example(self) -> str:
        return f"{self.label}已办"[: self.longest]

    def another(self) -> str:
        return f"改为{self.label}"[: self.longest]

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield "字" * (self.longest + 1)
        yield 7


@dataclass(frozen=True)
class Sealed(Text):
    """A personal value: sealed where it is stored, and shown only to those who fill in or sign."""

    kind = "sealed"

    longest: int = field(default=100, kw_only=True)


@dataclass(frozen=True)
class Number(Field):
    """A whole number with its unit, from `least` to `most`."""

    kind = "number"

    least: int = field(default=0, kw_only=True)
    most: int = field(default=100_000, kw_only=True)
    unit: str = field(default="", kw_only=True)

    def taken(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise NotTakenError("请填写整数。")
        if not self.least <= value <= self.most:
            raise NotTakenError(f"请填写 {self.least} 至 {self.most} 之间的数。")
        return value

    def shown(self, value: Any) -> str:
        return f"{value} {self.unit}".strip()

    def example(self) -> int:
        return self.least

    def another(self) -> int:
        return min(self.least + 1, self.most)

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield from (self.least - 1, self.most + 1, "一", 1.5)


@dataclass(frozen=True)
class Moment(Field):
    """A day and a time of day."""

    kind = "moment"

    def taken(self, value: Any) -> str:
        try:
            at = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise NotTakenError("请填写日期和时间，如 2026-11-29 09:00。") from None
        if at.tzinfo is None:
            raise NotTakenError("请填写带时区的时间。")
        must_be_near(at)
        return cut(at.astimezone(UTC)).isoformat()

    def shown(self, value: Any) -> str:
        return f"{datetime.fromisoformat(value).astimezone(BEIJING):%Y-%m-%d %H:%M}"

    def moment(self, value: Any) -> datetime:
        return datetime.fromisoformat(value)

    def example(self) -> str:
        return "2026-09-19T08:20:00+08:00"

    def another(self) -> str:
        return "2026-09-19T08:25:00+08:00"

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield from ("2026-09-19T08:20:00", "上午", 7, "1900-12-31T23:59:00+08:00", "2200-01-01T00:00:00+08:00")


@dataclass(frozen=True)
class Day(Field):
    """A day of the calendar."""

    kind = "day"

    def taken(self, value: Any) -> str:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            raise NotTakenError("请填写日期，如 2026-11-29。") from None
        must_be_near(day)
        return day.isoformat()

    def moment(self, value: Any) -> datetime:
        return beijing_time(date.fromisoformat(value) + timedelta(days=1))

    def example(self) -> str:
        return "2026-09-19"

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield from ("2026-02-30", 7, "1900-12-31", "2200-01-01")


@dataclass(frozen=True)
class Choice(Field):
    """One of some codes, each with its words; with `many` some of them, at least one."""

    kind = "choice"

    options: Mapping[str, str]
    many: bool = field(default=False, kw_only=True)

    def taken(self, value: Any) -> str | list[str]:
        chosen = value if self.many and isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one in self.options for one in chosen):
            raise NotTakenError("请从给出的选项中选择。")
        return [code for code in self.options if code in chosen] if self.many else str(value)

    def shown(self, value: Any) -> str:
        return "；".join(self.options[code] for code in (value if self.many else [value]))

    def example(self) -> str | list[str]:
        first = next(iter(self.options))
        return [first] if self.many else first

    def another(self) -> str | list[str]:
        [*_, last] = self.options
        return [last] if self.many else last

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield "neither"


@dataclass(frozen=True)
class Tick(Field):
    """Something that is so or not. What `must` be so is a condition of the form: it is not taken otherwise."""

    kind = "tick"

    must: bool = field(default=False, kw_only=True)

    def taken(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise NotTakenError("请选择是或否。")
        if self.must and not value:
            raise NotTakenError("须先做到这一项才能填报。")
        return value

    def shown(self, value: Any) -> str:
        return YES if value else NO

    def example(self) -> bool:
        return True

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield "maybe"
        if self.must:
            yield False


@dataclass(frozen=True)
class Person(Field):
    """A member of staff, by the number."""

    kind = "person"

    def taken(self, value: Any) -> str:
        if not isinstance(value, str) or not STAFF_NUMBER.fullmatch(value.strip()):
            raise NotTakenError("请填写工作人员编号。")
        return value.strip()

    def example(self) -> str:
        return "S-0007"

    def another(self) -> str:
        return "S-0008"

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield from ("王 小明", "x" * 41)


@dataclass(frozen=True)
class Rows(Field):
    """A table: at least so many rows and at most so many, each with these columns."""

    kind = "rows"

    columns: Sequence[Field]
    least: int = field(default=0, kw_only=True)
    most: int = field(default=200, kw_only=True)

    def wrong(self, value: Any, place: str) -> Iterator[Wrong]:
        rows = value if value is not None else []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield place, "请逐行填写。"
            return
        if not self.least <= len(rows) <= self.most:
            yield place, f"请填写 {self.least} 至 {self.most} 行。"
            return
        names = {column.name for column in self.columns}
        for number, row in enumerate(rows):
            for unknown in sorted(row.keys() - names):
                yield f"{place}-{number}-{unknown}", "表中没有这一列。"
            for column in self.columns:
                yield from column.wrong(row.get(column.name), f"{place}-{number}-{column.name}")

    def taken(self, value: Any) -> list[dict[str, Any]]:
        return [
            {
                column.name: column.taken(row[column.name])
                for column in self.columns
                if row.get(column.name) not in EMPTY
            }
            for row in value or ()
        ]

    def example(self) -> list[dict[str, Any]]:
        return [{column.name: column.example() for column in self.columns}] * max(self.least, 1)

    def another(self) -> list[dict[str, Any]]:
        [_, *others] = self.example()
        return [{column.name: column.another() for column in self.columns}, *others]

    def bad(self) -> Iterator[Any]:
        [row, *_] = self.example()
        if self.least:
            yield [row] * (self.least - 1)
        yield from ([row] * (self.most + 1), "no rows", [{**row, "unknown": "x"}])
        for column in self.columns:
            yield from ([{**row, column.name: value}] for value in column.bad())
