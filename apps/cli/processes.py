"""Processes that we start and that only we end: known by pid and start time, so that a reused pid is never hit."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
PATIENCE_TO_ANSWER_SECONDS = 60.0


class OffMainThreadError(RuntimeError):
    """The kernel binds a child to the thread that starts it; only the main thread lives as long as the process."""


class ServiceFailedError(Exception):
    """What was started ended, or did not get well in time."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(f"{name} did not start; {log} ends with:\n{tail(log)}")


@dataclass(frozen=True)
class Process:
    """A running program, leader of a process group of its own."""

    name: str
    pid: int
    started: str
    child: "subprocess.Popen[bytes] | None" = field(default=None, compare=False, repr=False)

    @classmethod
    def launch(
        cls, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path, bound: bool
    ) -> Self:
        """Start a program whose output goes to a file. A bound one is stopped when this process dies."""
        if bound and threading.current_thread() is not threading.main_thread():
            raise OffMainThreadError
        shim = [sys.executable, "-m", "apps.cli.bound", str(os.getpid())] if bound else []
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.touch(mode=0o600)
        with log.open("ab") as output:
            child = subprocess.Popen(
                [*shim, *command],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(name, child.pid, _started(child.pid), child)

    @classmethod
    def load(cls, saved: Mapping[str, Any]) -> Self:
        """A process that was written down by `dump`."""
        return cls(str(saved["name"]), int(saved["pid"]), str(saved["started"]))

    def dump(self) -> dict[str, Any]:
        """What is needed to find it again."""
        return {key: value for key, value in asdict(self._without_child()).items() if key != "child"}

    def _without_child(self) -> "Process":
        return Process(self.name, self.pid, self.started)

    def alive(self) -> bool:
        """Whether it still runs, or something that it started and left behind. A child of ours is reaped on the way."""
        return self._leads() or self._left_behind()

    def _leads(self) -> bool:
        if self.child is not None and self.child.poll() is not None:
            return False
        return bool(self.started) and _started(self.pid) == self.started

    def _left_behind(self) -> bool:
        """Members of its group; while there are any, the kernel gives its number to nobody else."""
        if not self.started or _started(self.pid) not in {"", self.started}:
            return False
        return any(_group(int(other.name)) == self.pid for other in Path("/proc").glob("[0-9]*"))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it, if it still runs; without it, to what it left behind."""
        if self._leads():
            os.kill(self.pid, number)
        elif self._left_behind():
            os.killpg(self.pid, number)

    def kill_group(self) -> None:
        """End it and whatever it started, now."""
        if self.alive():
            os.killpg(self.pid, signal.SIGKILL)


def wait_for(
    process: Process,
    url: str,
    *,
    log: Path,
    patience: float = PATIENCE_TO_ANSWER_SECONDS,
    is_well: Callable[[httpx.Response], bool] = lambda answer: answer.is_success,
) -> None:
    """Return as soon as a GET of `url` is answered well, after `patience` seconds at most.

    Raises `ServiceFailedError` then, or when the process ends: a stranger may have taken its port.
    """
    until = time.monotonic() + patience
    with httpx.Client(timeout=2.0, trust_env=False) as client:
        while process.alive() and time.monotonic() < until:
            try:
                if is_well(client.get(url)):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
    raise ServiceFailedError(process.name, log)


def stop(processes: Sequence[Process], *, patience: float = PATIENCE) -> list[str]:
    """SIGTERM to all, SIGKILL to those that still run after a while; answers the names of these."""
    for process in processes:
        process.signal(signal.SIGTERM)
    until = time.monotonic() + patience
    while any(process.alive() for process in processes) and time.monotonic() < until:
        time.sleep(0.05)
    stubborn = [process for process in processes if process.alive()]
    for process in stubborn:
        process.kill_group()
    while any(process.alive() for process in stubborn):
        time.sleep(0.05)
    return [process.name for process in stubborn]


def tail(log: Path, lines: int = 8) -> str:
    """The end of a log."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _started(pid: int) -> str:
    """When a process started, in a form that only it has; empty when there is none (or only its remains)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self").exists() else _started_by_ps(pid)
    except ProcessLookupError:
        return ""
    state, *others = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else others[18]


def _group(pid: int) -> int:
    """The process group of what runs; 0 for what does not, or for its remains."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    state, _, group, *_ = stat.rpartition(")")[2].split()
    return 0 if state in "ZX" else int(group)


def _started_by_ps(pid: int) -> str:
    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()
