"""What we start we end, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from apps.cli.ports import Port
from apps.cli.processes import ROOT, OffMainThreadError, Process, ServiceFailedError, _group, stop, tail, wait_for

SLEEP = "import time; print('ready', flush=True); time.sleep(60)"
SERVES = """
import http.server as web
print("ready", flush=True)
web.test(web.SimpleHTTPRequestHandler, port={}, bind="127.0.0.1")
"""
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@pytest.fixture
def launch(tmp_path):
    launched: list[Process] = []

    def start(code, *, bound=False):
        log = tmp_path / f"{len(launched)}.log"
        process = Process.launch("it", [sys.executable, "-c", code], environment=os.environ, log=log, bound=bound)
        launched.append(process)
        eventually(lambda: "ready" in tail(log))
        return process

    yield start
    for process in launched:
        process.kill_group()


def group_of(pid):
    running = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
    return [one for one in running if _group(one) == pid]


def eventually(condition, patience=15.0):
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize("bound", [False, True])
def test_a_process_ends_when_asked(launch, bound):
    process = launch(SLEEP, bound=bound)
    assert process.alive()

    assert stop([process], patience=10) == []

    assert not process.alive()


def test_what_it_says_is_for_nobody_else(launch, tmp_path):
    launch(SLEEP)

    assert (tmp_path / "0.log").stat().st_mode & 0o777 == 0o600


def test_one_that_does_not_listen_is_killed(launch):
    process = launch(STUBBORN)

    assert stop([process], patience=0.2) == ["it"]

    assert not process.alive()


def test_it_is_found_again_from_what_was_written_down(launch):
    process = launch(SLEEP)

    again = Process.load(process.dump())

    assert again.alive()
    assert stop([again], patience=10) == []
    assert not process.alive()


def test_a_reused_pid_is_not_ours(launch):
    process = launch(SLEEP)
    stranger = Process("it", process.pid, started="another time")

    assert not stranger.alive()
    stop([stranger], patience=0)

    assert process.alive()


def test_what_a_killed_process_left_behind_still_counts_and_is_stopped(launch):
    leader = launch(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])")
    eventually(lambda: len(group_of(leader.pid)) > 1)
    os.kill(leader.pid, signal.SIGKILL)
    eventually(lambda: leader.pid not in group_of(leader.pid))

    found = Process.load(leader.dump())

    assert found.alive()
    assert stop([found]) == []
    assert group_of(leader.pid) == []


def test_stopping_what_is_gone_is_no_error(launch):
    process = launch("print('ready')")
    eventually(lambda: not process.alive())

    assert stop([process]) == []


PARENT = """
import os, sys, time
from pathlib import Path
from apps.cli.processes import Process

log, code = sys.argv[1:]
child = Process.launch("child", [sys.executable, "-c", code], environment=os.environ, log=Path(log), bound=True)
print(child.pid, child.started, flush=True)
time.sleep(60)
"""


def test_a_bound_process_dies_with_its_parent_even_when_that_is_killed(tmp_path):
    log = tmp_path / "child.log"
    command = [sys.executable, "-c", PARENT, str(log), SLEEP]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        pid, started = parent.stdout.readline().split()
        child = Process("child", int(pid), started)
        eventually(lambda: "ready" in tail(log))

        parent.kill()

    eventually(lambda: not child.alive())


def test_a_bound_process_is_not_started_from_a_passing_thread(tmp_path):
    def launch():
        Process.launch("it", ["true"], environment=os.environ, log=tmp_path / "log", bound=True)

    with ThreadPoolExecutor(1) as elsewhere, pytest.raises(OffMainThreadError):
        elsewhere.submit(launch).result()


@pytest.fixture
def port():
    held = Port.free()
    yield held.number
    held.release()


def test_what_answers_is_waited_for(launch, port, tmp_path):
    process = launch(SERVES.format(port))

    wait_for(process, f"http://127.0.0.1:{port}/", log=tmp_path / "0.log")


def test_what_ends_before_it_answers_is_told_by_its_log(launch, port, tmp_path):
    process = launch("print('ready, and gone', flush=True)")

    with pytest.raises(ServiceFailedError, match="ready, and gone"):
        wait_for(process, f"http://127.0.0.1:{port}/", log=tmp_path / "0.log")


def test_what_never_answers_well_is_waited_for_no_longer_than_was_said(launch, port, tmp_path):
    process = launch(SERVES.format(port))

    with pytest.raises(ServiceFailedError):
        wait_for(
            process, f"http://127.0.0.1:{port}/", log=tmp_path / "0.log", patience=0.3, is_well=lambda answer: False
        )
