"""A question before it has a number, and what every family of questions offers."""

from dataclasses import dataclass, field
from random import Random
from typing import Protocol

BLANK = "（　）"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One question. `about` names the fact or the numbers behind it: equal ones give each other away."""

    family: str
    stem: str
    right: str = ""
    wrong: tuple[str, ...] = ()
    holds: bool | None = None
    about: str
    numbers: tuple[float, ...] = field(default=())

    @property
    def kind(self) -> str:
        """Choice, or judgement when the stem is a claim that holds or does not."""
        return "choice" if self.holds is None else "judgement"


class Family(Protocol):
    """Questions on one knowledge point that differ in numbers or facts."""

    @property
    def slug(self) -> str:
        """The name of the family inside its trade."""

    @property
    def area(self) -> str:
        """The range of the blueprint: A to E."""

    @property
    def point(self) -> str:
        """The knowledge point."""

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that ask it."""

    @property
    def easiness(self) -> float:
        """The share of candidates expected to answer rightly."""

    def choices(self, random: Random) -> list[Draft]:
        """Choice questions, the most wanted first."""

    def judgements(self, random: Random) -> list[Draft]:
        """Claims to judge, about half of them true."""
