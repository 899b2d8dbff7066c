"""The generator as a whole: the same every time, and what is kept in the repository is what it writes."""

import subprocess
import sys
from pathlib import Path

import pytest

from examples.generate import generate
from examples.roster import a_roster
from examples.tests.shipped import SHIPPED, table

ROOT = Path(__file__).parent.parent.parent


def texts(directory):
    return {
        str(path.relative_to(directory)): path.read_text(encoding="utf-8") for path in sorted(directory.rglob("*.json"))
    }


def test_the_shipped_files_are_what_the_generator_writes(tmp_path):
    generate(tmp_path, candidates=600, seed=2026)

    assert texts(tmp_path) == texts(SHIPPED)
    assert table(tmp_path) == table(SHIPPED)
    assert table(tmp_path / "technicians") == table(SHIPPED / "technicians")


def test_the_shipped_files_stay_small():
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < 8_000_000


def test_the_same_arguments_give_the_same_files_in_another_process(tmp_path):
    command = [sys.executable, "-m", "examples.generate", "--candidates", "24", "--seed", "5"]
    for name in ("one", "other"):
        subprocess.run([*command, "--out", str(tmp_path / name)], cwd=ROOT, check=True, timeout=120)

    assert texts(tmp_path / "one") == texts(tmp_path / "other")
    assert (tmp_path / "one" / "roster.xlsx").read_bytes() == (tmp_path / "other" / "roster.xlsx").read_bytes()


def test_another_seed_gives_other_people():
    one, other = (a_roster(100, seed) for seed in (1, 2))

    assert {entry.person.id_number for entry in one.entries} != {entry.person.id_number for entry in other.entries}


@pytest.mark.parametrize("candidates", [24, 99, 2_345, 20_000])
def test_a_roster_has_as_many_rows_as_asked_for_and_three_in_a_hundred_wrong(candidates):
    roster = a_roster(candidates, 3)

    assert len(roster.entries) == candidates
    assert len(roster.expected()) == max(1, round(candidates * 0.03))
    numbers = [entry.person.id_number for entry in roster.right]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("candidates", ["23", "20001"])
def test_a_size_out_of_bounds_is_refused(tmp_path, candidates):
    command = [sys.executable, "-m", "examples.generate", "--out", str(tmp_path), "--candidates", candidates]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert ran.returncode == 2
    assert "--candidates" in ran.stderr
