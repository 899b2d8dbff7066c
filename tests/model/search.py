"""Breadth-first search: visits every state that a model can reach, and tells the shortest way to a broken promise."""

import gc
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)

ENOUGH = 100_000


class Model(Protocol[S]):
    """What can be searched: steps that a fair run takes sooner or later, mishaps that it may be spared, promises."""

    def steps(self, state: S, /) -> Iterator[tuple[str, S]]:
        """What goes on by itself: the name of each possible step and the state it leads to."""
        ...

    def mishaps(self, state: S, /) -> Iterator[tuple[str, S]]:
        """What may go wrong here."""
        ...

    def seen_as(self, state: S, /) -> Hashable:
        """States that are seen as the same are visited once."""
        ...

    def broken(self, state: S, /) -> str | None:
        """The promise that this state breaks, whatever comes next."""
        ...

    def unfinished(self, state: S, /) -> str | None:
        """The promise that this state breaks if nothing more will happen."""
        ...


class TooManyStatesError(Exception):
    """The scenario is too big for a test that runs on every change."""


@dataclass(frozen=True)
class Outcome:
    """How a search ended, and the names of its steps. Without a complaint every state kept every promise."""

    states: int
    complaint: str = ""
    trace: tuple[str, ...] = ()
    steps: frozenset[str] = frozenset()

    def __str__(self) -> str:
        lines = [f"{number:3}. {step}" for number, step in enumerate(self.trace, 1)]
        return "\n".join([f"{self.states} states explored", *lines, f"  => {self.complaint or 'every promise held'}"])


class Search(Generic[S]):
    """One search of one model from one initial state."""

    def __init__(self, model: Model[S], initial: S) -> None:
        self._model = model
        self._numbers: dict[Hashable, int] = {}
        self._states: list[S] = []
        self._came_from: list[tuple[int, str]] = []
        self._before: list[list[int]] = []
        self._ends: list[int] = []
        self._steps: set[str] = set()
        self._number(initial, 0, "the start")

    def run(self) -> Outcome:
        """Visit everything. The first complaint has a shortest trace, since the nearest states come first."""
        for number, state in enumerate(self._states):  # the list grows while it is walked
            if complaint := self._model.broken(state):
                return self._outcome(complaint, number)
            if self._go_on(number, state):
                continue
            if complaint := self._model.unfinished(state):
                return self._outcome(complaint, number)
            self._ends.append(number)
        return self._stuck() or self._outcome()

    def _go_on(self, number: int, state: S) -> bool:
        """Note what may follow; whether anything follows by itself."""
        following = {self._number(after, number, name) for name, after in self._model.steps(state)} - {number}
        for follower in following:
            self._before[follower].append(number)
        for name, after in self._model.mishaps(state):
            self._number(after, number, name)
        return bool(following)

    def _number(self, state: S, origin: int, name: str) -> int:
        """The number of a state; one that was never met gets the next."""
        self._steps.add(name)
        number = self._numbers.setdefault(self._model.seen_as(state), len(self._states))
        if number == len(self._states):
            if number == ENOUGH:
                raise TooManyStatesError
            self._states.append(state)
            self._came_from.append((origin, name))
            self._before.append([])
        return number

    def _stuck(self) -> Outcome | None:
        """A state from which no end can be reached without another mishap runs in circles for ever."""
        finishing = set(self._ends)
        waiting = list(self._ends)
        while waiting:
            for before in self._before[waiting.pop()]:
                if before not in finishing:
                    finishing.add(before)
                    waiting.append(before)
        stuck = next((number for number in range(len(self._states)) if number not in finishing), None)
        return None if stuck is None else self._outcome("it goes on for ever and never finishes", stuck)

    def _outcome(self, complaint: str = "", number: int = 0) -> Outcome:
        trace: list[str] = []
        while number != 0:
            number, name = self._came_from[number]
            trace.append(name)
        return Outcome(len(self._states), complaint, tuple(reversed(trace)), frozenset(self._steps))


def explore(model: Model[S], initial: S) -> Outcome:
    """Search a model from an initial state."""
    gc.disable()  # it would look for cycles among hundreds of thousands of tuples that have none
    try:
        return Search(model, initial).run()
    finally:
        gc.enable()
