"""Questions of a thesis defence: what a technician is asked besides theory and practice."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "defence"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a defence."""

    area: str
    point: str
    question: str


@cache
def questions_of(trade: str) -> tuple[Question, ...]:
    """The questions of a trade, in the order of the file."""
    content = tomllib.loads((FOLDER / f"{trade}.toml").read_text(encoding="utf-8"))
    return tuple(Question(**entry) for entry in content["question"])
