"""Pytest plugin: how many workers there are (`pytest -n logical`), and in which order they are handed the tests.

There is one more than processors: at almost any time one of them waits, for a broker, a browser or a deadline.
A file of tests runs on one worker, beside any other. What takes minutes comes first: what starts whole systems, then
what waits for a browser or a broker, then what computes for long. The many short files come after it, so that all
workers end at the same time.

What is imported while tests are found stays to the end: nothing of it is looked through for what could be thrown away.
"""

import gc
import os
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).parents[1]
LAST = "lasting"
FIRST = ("faults", "journey", "browser", "rabbit", "mongo", "lengthy")


@cache
def turn_of(file: str) -> int:
    """Where a file of tests stands in the order: by the first of these marks that it names."""
    text = (ROOT / file).read_text(encoding="utf-8")
    turns = {LAST: len(FIRST) + 1} | {mark: turn for turn, mark in enumerate(FIRST)}
    return next((turn for mark, turn in turns.items() if f"mark.{mark}" in text), len(FIRST))


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Find the tests without looking for garbage among what they import, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def has_no_order(parametrize: pytest.Mark) -> bool:
    """Whether the values of a mark are a set."""
    return any(isinstance(given, (set, frozenset)) for given in parametrize.args)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Hand out whole files, in our order."""
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in order where there are workers, who must find the same ones in the same order."""
    unordered = {item.nodeid for item in items if any(map(has_no_order, item.iter_markers("parametrize")))}
    if unordered:
        raise pytest.UsageError("a set has another order in each worker; sort it:\n" + "\n".join(sorted(unordered)))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn_of(item.nodeid.partition("::")[0]))
