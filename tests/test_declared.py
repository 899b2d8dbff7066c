"""What the code declares is written down part by part, so that no part changes unseen."""

from dataclasses import dataclass, field
from datetime import timedelta

from docs.declarations import Telling


@dataclass(frozen=True)
class Column:
    heading: str
    longest: int = 40


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]
    roles: frozenset[str] = frozenset()
    kept: timedelta = field(default=timedelta(days=5), kw_only=True)


NAME, SEX = Column("姓名"), Column("性别", 2)
LONG = Sheet("一张很长的表" * 6, (NAME, SEX, Column("工作单位" * 20, 80)), frozenset({"quality", "director"}))


def test_a_declaration_tells_what_is_not_its_default():
    told = Telling({})

    assert told.lines("PAGE", 500) == ["PAGE: 500"]
    assert told.lines("SHEET", Sheet("表", (SEX,), kept=timedelta(1))) == [
        "SHEET: Sheet(title 表, columns [Column(heading 性别, longest 2)], kept 1 day, 0:00:00)"
    ]


def test_what_is_long_is_told_part_by_part_or_by_its_name():
    told = Telling({id(NAME): "NAME", id(LONG): "LONG"})

    assert told.lines("LONG", LONG) == [
        "LONG: Sheet",
        f"    title {LONG.title}",
        "    columns",
        "        NAME",
        "        Column(heading 性别, longest 2)",
        f"        Column(heading {'工作单位' * 20}, longest 80)",
        "    roles [director, quality]",
    ]


def test_what_is_no_data_is_not_told():
    assert Telling({}).lines("CLIENTS", [object()]) == []
