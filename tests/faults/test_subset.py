"""The most telling faults on small batches, and the twins: a guarantee that is taken out on purpose is missed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from apps.cli.system import SERVICES

pytestmark = [pytest.mark.journey, pytest.mark.faults]

ROOT = Path(__file__).parents[2]
SEED = 11


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What the runner said, as its users run it, and what it reports: all are held against one undisturbed batch."""
    out = tmp_path_factory.mktemp("faults")
    command = [sys.executable, "-m", "apps.faults", "--subset", "ci", "--seed", str(SEED), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500, check=False)
    assert (out / "report.json").exists(), done.stdout[-3000:] + done.stderr[-3000:]
    return done, json.loads((out / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def faults(ran):
    return [entry for entry in ran[1] if not entry["twin"]]


@pytest.fixture(scope="module")
def twins(ran):
    return [entry for entry in ran[1] if entry["twin"]]


def test_every_promise_holds_under_every_fault(faults):
    assert {entry["fault"]: entry["violations"] for entry in faults if not entry["held"]} == {}
    assert all(entry["times"] for entry in faults)
    assert {entry["fault"].partition(",")[0].partition(" (")[0] for entry in faults} >= {
        *(f"kill -9 {service}" for service in SERVICES),
        "kill -9 RabbitMQ",
        "RabbitMQ stopped and started",
        "all connections closed by the broker",
        "crash after-commit",
        "crash before-publish",
        "crash before-ack",
        "every message twice",
        "poison",
        "kill -9 amid 60 open incidents",
    }


def test_a_guarantee_that_is_taken_out_is_missed(twins):
    assert len(twins) == 4
    assert [entry["fault"] for entry in twins if entry["held"]] == []
    assert all(entry["violations"] for entry in twins)


def test_the_runner_is_content(ran):
    done, _ = ran

    assert done.returncode == 0, done.stdout[-3000:]
