"""What `docs/security.md` and the gateway's page say is held is held by a test that exists.

Every row of the first says by which or why not.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\| \d.*\|$", TEXT, re.MULTILINE)]
GATEWAY = (ROOT / "apps/gateway/README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT + GATEWAY)))
# What was decided upon when the gateway was begun.
DECIDED = [
    "1.3.2", "3.4.3", "3.5.4", "4.1.3", "6.2.4", "6.2.5", "6.2.10", "6.2.11", "6.2.12", "6.3.8", "6.4.1", "6.4.6",
    "6.8.4", "7.2.4", "7.3.1", "7.3.2", "7.4.1", "7.4.2", "7.4.3", "7.4.5", "7.5.2", "8.3.2", "8.3.3", "9.2.2",
    "9.2.3", "9.2.4", "10.1.1", "14.2.1", "14.3.3", "15.3.4",
]  # fmt: skip


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[f"{file}::{test}" for file, test in NAMED])
def test_a_test_that_the_page_names_exists(file, test):
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")


def test_every_item_that_was_decided_upon_stands_on_the_page():
    listed = {item for number, *_ in ROWS for item in re.findall(r"\d+\.\d+(?:\.\d+)?", number)}

    assert len(NAMED) > len(DECIDED)
    assert [item for item in DECIDED if item not in listed] == []
    assert [row for row in ROWS if not row[-1]] == []
