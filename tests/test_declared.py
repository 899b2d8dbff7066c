"""What the code declares is written down part by part, so that no part changes unseen."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from fastapi import Path

from docs.declarations import Telling, told_of
from libs.chassis.web.http import Limit, Routes, allow


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


def test_a_route_tells_its_roles_its_answer_and_its_bounds():
    routes = Routes(prefix="/years", dependencies=[allow("quality", "director")])

    @routes.post("/{year}/days", status_code=201)
    async def add(year: Annotated[int, Path(ge=2025)], name: str, limit: Limit = 100) -> str:
        return name

    assert [line for name, value in told_of(routes) for line in Telling({}).lines(name, value)] == [
        "POST /years/{year}/days:",
        "    roles: [director, quality]",
        "    answers: [201, application/json]",
        "    year: [type: integer, minimum: 2025]",
        "    limit: [type: integer, maximum: 500, minimum: 1, default: 100]",
    ]
