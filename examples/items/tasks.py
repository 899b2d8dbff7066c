"""Practical tasks: each with a title, what to do, minutes, and criteria whose marks sum to 100."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tasks"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One practical task."""

    slug: str
    area: str
    point: str
    title: str
    task: str
    minutes: int
    criteria: tuple[tuple[str, int], ...]


@cache
def tasks_of(trade: str, level: int) -> tuple[Task, ...]:
    """The tasks of a trade and level: every row of every pattern, in the order of the file."""
    content = tomllib.loads((FOLDER / f"{trade}.toml").read_text(encoding="utf-8"))
    return tuple(
        Task(
            slug=f"{pattern['slug']}-{ordinal:02d}",
            area=pattern["area"],
            point=pattern["point"],
            title=pattern["title"].format(**row),
            task=pattern["task"].format(**row),
            minutes=pattern["minutes"],
            criteria=tuple((text.format(**row), marks) for text, marks in pattern["criteria"]),
        )
        for pattern in content["pattern"]
        if pattern["level"] == level
        for ordinal, row in enumerate(pattern["rows"], start=1)
    )
