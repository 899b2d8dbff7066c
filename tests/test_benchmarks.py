"""The benchmarks run and say what they must; how fast anything is, no test asserts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import KEPT, latest, table
from benchmarks.measured import Results, percentiles, spread
from benchmarks.notes import Notes, Rung

ROOT = Path(__file__).parents[1]


def test_a_spread_shows_the_median_and_how_far_repetitions_lie_apart():
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "low": 1.0, "high": 3.0}


@pytest.mark.parametrize(
    ("values", "expected"),
    [([7.0], (7.0, 7.0, 7.0)), (range(1, 101), (50, 99, 100)), (range(1, 1001), (500, 990, 1000))],
)
def test_percentiles_are_values_that_were_measured(values, expected):
    assert tuple(percentiles(list(values)).values()) == expected


def test_each_line_of_figures_is_kept_beside_the_earlier_ones(tmp_path, capsys):
    file = tmp_path / "bench" / "results.jsonl"

    Results(file).add("one", 1.23456, figure=7)
    Results(file).add("two", 2.0)

    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["bench"], line["ratio"]) for line in kept] == [("one", 1.235), ("two", 2.0)]
    assert kept[0]["figure"] == 7
    assert {"processor", "cores", "load"} <= kept[0]["machine"].keys()
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == kept


def test_what_never_rang_or_rang_twice_is_counted(tmp_path):
    notes = Notes(tmp_path / "notes")
    for key in ("once", "twice", "twice"):
        notes.note(key, 0.0)

    figures = Rung.read(tmp_path / "notes").figures(expected=3)

    assert (figures["rang"], figures["missed"], figures["twice"]) == (2, 1, 1)


@pytest.mark.parametrize(("page", "chinese"), [("README.md", False), ("README.zh-CN.md", True)])
def test_the_figures_on_the_first_page_are_those_that_were_measured(page, chinese):
    kept = latest((ROOT / KEPT).read_text(encoding="utf-8"))

    assert table(kept, chinese=chinese) in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.rabbit
@pytest.mark.journey
def test_the_pipeline_is_measured_against_plain_aio_pika(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--only", "pipeline", "--messages", "50", "--repetitions", "1"]
    ran = subprocess.run(
        [*command, "--out", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )

    assert ran.returncode == 0, ran.stderr[-3000:]
    [line] = [json.loads(line) for line in ran.stdout.splitlines()]
    assert json.loads((tmp_path / "results.jsonl").read_text(encoding="utf-8")) == line
    assert line["bench"] == "pipeline"
    assert line["ratio"] == line["ratios"]["median"] > 0
    assert line["ratios"].keys() == {"median", "low", "high"}
    assert line["ratios_in_flight"].keys() == {"1", "10", "100"}
    assert line["growth"].keys() == {
        "sample",
        "after",
        "cpu_a_parcel",
        "seconds_a_parcel",
        "cpu_a_parcel_of_many_at_once",
    }
    for side in ("ours", "plain", "plain_grouped"):
        assert line[side]["parcels_s"]["low"] > 0
        assert line[side]["cpu_us_a_stage"]["low"] > 0
