"""Pytest plugin: which tests share a worker, and in which order all of them run (`pytest -n 2`).

A file of tests runs on one worker. Files with the same of the marks below count as one, so that no two that need a
broker run at a time. What keeps processors busy comes first; what waits for a broker or a browser, and sometimes times
what it sees, comes last, when there is hardly anything beside it.
"""

from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
FIRST, LAST = ("faults",), ("journey", "browser", "rabbit", "mongo", "lasting")


@cache
def group_of(test: str) -> str:
    """The first of the marks that the file of a test names, or the file."""
    file = test.partition("::")[0]
    text = (ROOT / file).read_text(encoding="utf-8")
    return next((mark for mark in (*FIRST, *LAST) if f"mark.{mark}" in text), file)


def turn_of(test: str) -> tuple[int, str]:
    """Where a test stands in the order; files that any worker may have in an order that all workers find."""
    group = group_of(test)
    if group in LAST:
        return LAST.index(group) + 1, ""
    return (-1, "") if group in FIRST else (0, test)


class Groups(LoadScopeScheduling):  # type: ignore[misc]  # published without types
    """Hands out groups in the order of their tests."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    """Have xdist hand out our groups."""
    config.option.loadscopereorder = False
    return Groups(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in order where there are workers."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn_of(item.nodeid))
