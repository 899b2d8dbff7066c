"""A system with nothing to do: memory and processor time of each service, and how soon all are well after `up`.

Beside it one stage of the plain line, which has no web server, no timers and no outbox. The ratio is its memory over
that of the largest service.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from apps.cli.processes import ROOT, Process, stop
from apps.cli.system import System
from apps.demo.footprint import cpu_seconds, resident_mib
from benchmarks.bench import Bench
from benchmarks.measured import spread
from libs.chassis.testing import environment

SETTLE = 5.0
WATCH = 20.0
STARTS = 3


def run(bench: Bench) -> None:
    """Measure and report."""
    bench.directory.mkdir(parents=True)
    seconds: list[float] = []
    looks: list[dict[str, dict[str, float]]] = []
    for start in range(min(bench.repetitions, STARTS)):
        bench.say(f"idle: start {start + 1}")
        state = bench.directory / f"state-{start}"
        seconds.append(_up(state))
        try:
            looks.append(_watched(System.attach(state), bench.directory / f"plain-{start}"))
        finally:
            _skillseal("down", state)
    services = {name: {key: median(look[name][key] for look in looks) for key in looks[0][name]} for name in looks[0]}
    plain = services.pop("plain")
    largest = max(one["mib"] for one in services.values())
    bench.results.add(
        "idle",
        plain["mib"] / largest,
        seconds_to_all_well=spread(seconds),
        largest_mib=largest,
        busiest_cpu_percent=max(one["cpu_percent"] for one in services.values()),
        services=services,
        plain=plain,
    )


def _up(state: Path) -> float:
    began = time.perf_counter()
    _skillseal("up", state)
    return time.perf_counter() - began


def _skillseal(command: str, state: Path) -> None:
    subprocess.run([ROOT / "bin" / "skillseal", command, "--state", state], check=True, stdout=subprocess.DEVNULL)


def _watched(system: System, directory: Path) -> dict[str, dict[str, Any]]:
    """Memory, and processor time over a while, of each service and of a plain stage."""
    directory.mkdir()
    plain = Process.launch(
        "plain",
        [sys.executable, "-m", "benchmarks.plain", "1"],
        environment={**os.environ, **environment(directory), "SKILLSEAL_AMQP_URL": system.amqp_url},
        log=directory / "log",
        bound=True,
    )
    try:
        pids = {name: process.pid for name, process in (system.processes | {"plain": plain}).items()}
        time.sleep(SETTLE)
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        time.sleep(WATCH)
        return {
            name: {
                "mib": round(resident_mib(pid), 1),
                "cpu_percent": round(100 * (cpu_seconds(pid) - before[name]) / WATCH, 2),
            }
            for name, pid in pids.items()
        }
    finally:
        stop([plain])
