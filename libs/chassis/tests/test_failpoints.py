"""Fail points kill where they are told to, and nowhere else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
THREE_PASSES = (
    "from libs.chassis.failpoints import failpoint\nfor _ in range(3): print(1, flush=True); failpoint('here')"
)


def ran(**environment):
    clean = {name: value for name, value in os.environ.items() if name != "SKILLSEAL_FAILPOINT"}
    command = [sys.executable, "-c", THREE_PASSES]
    done = subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.count("1")


def test_nothing_dies_by_default():
    assert ran() == (0, 3)


@pytest.mark.parametrize("named", ["", "elsewhere", "elsewhere:1"])
def test_a_fail_point_that_is_not_named_is_passed(named):
    assert ran(SKILLSEAL_FAILPOINT=named) == (0, 3)


@pytest.mark.parametrize(("named", "passes"), [("here", 1), ("here:1", 1), ("here:2", 2)])
def test_the_process_dies_at_the_pass_that_is_named(named, passes):
    assert ran(SKILLSEAL_FAILPOINT=named) == (-signal.SIGKILL, passes)
