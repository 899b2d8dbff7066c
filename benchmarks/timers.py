"""A hundred thousand pending deadlines, a thousand of them due a second: how late, how many lost, how many twice.

Beside it APScheduler 3 with ten thousand jobs, in turn with ours at as many; and ours once more with `kill -9` in the
middle. The ratio is that of the 99th percentiles at ten thousand.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, tail
from apps.cli.rabbitmq import PrivateNode
from benchmarks.bench import Bench
from benchmarks.measured import spread
from benchmarks.notes import Rung
from libs.chassis.testing import environment

OURS, APSCHEDULER = "benchmarks.alarms", "benchmarks.apscheduled"
A_SECOND = 1_000
FEW, FEW_SECONDS = 10_000, 10
MANY, MANY_SECONDS = 100_000, 20
ARMING = 120.0
PATIENCE = 20.0


class NotArmedError(Exception):
    """The process ended, or took too long, before all deadlines were armed."""


@dataclass(frozen=True)
class Alarms:
    """One process with its deadlines."""

    module: str
    directory: Path
    pending: int
    seconds: int
    url: str = ""

    @property
    def notes(self) -> Path:
        """What the process wrote."""
        return self.directory / "notes.txt"

    @contextmanager
    def running(self) -> Iterator[Process]:
        """The process; stopped at the end, unless it was killed."""
        port = Port.free()
        process = self._launch(port)
        try:
            yield process
        finally:
            stop([process])
            port.release()

    def _launch(self, port: Port) -> Process:
        self.directory.mkdir(parents=True, exist_ok=True)
        return Process.launch(
            self.module,
            [sys.executable, "-m", self.module, str(self.pending), str(self.seconds), str(self.notes)],
            environment={
                **os.environ,
                **environment(self.directory),
                "SKILLSEAL_SIMULATION": "0",
                "SKILLSEAL_AMQP_URL": self.url,
                "SKILLSEAL_HTTP_PORT": str(port.number),
            },
            log=self.directory / "log",
            bound=True,
        )

    def begin(self, process: Process) -> float:
        """When the first deadline is due, as soon as all are armed."""
        plan, until = self.notes.with_suffix(".plan"), time.monotonic() + ARMING
        while not plan.exists() or not plan.read_text():
            if not process.alive() or time.monotonic() > until:
                raise NotArmedError(tail(self.directory / "log"))
            time.sleep(0.1)
        begin: float = json.loads(plan.read_text())["begin"]
        return begin

    def rung(self, begin: float) -> Rung:
        """What rang, once all did or it is too late to hope; a moment longer, for those that ring twice."""
        until = begin + self.seconds + PATIENCE
        while len((rung := Rung.read(self.notes)).at) < A_SECOND * self.seconds and time.time() < until:
            time.sleep(0.5)
        time.sleep(1.0)
        return replace(rung, times=Rung.read(self.notes).times)


def run(bench: Bench) -> None:
    """Measure and report."""
    p99: dict[str, list[float]] = {OURS: [], APSCHEDULER: []}
    few: dict[str, dict[str, Any]] = {}
    with bench.node() as node:
        repetitions = min(bench.repetitions, 3)
        for repetition in range(repetitions):
            for module in (OURS, APSCHEDULER) if repetition % 2 == 0 else (APSCHEDULER, OURS):
                bench.say(f"timers: {module}, repetition {repetition + 1} of {repetitions}")
                directory = bench.directory / f"{module}-{repetition}"
                few[module] = _undisturbed(Alarms(module, directory, FEW, FEW_SECONDS, _url(module, node, repetition)))
                p99[module].append(few[module]["late_ms"]["p99"])
        bench.say("timers: ours, a hundred thousand pending")
        many = _undisturbed(Alarms(OURS, bench.directory / "many", MANY, MANY_SECONDS, node.vhost("many")))
        bench.say("timers: ours, kill -9 in the middle")
        killed = _killed(Alarms(OURS, bench.directory / "killed", MANY, MANY_SECONDS, node.vhost("killed")))
    ratios = spread([theirs / ours for ours, theirs in zip(p99[OURS], p99[APSCHEDULER], strict=True)])
    bench.results.add(
        "timers",
        ratios["median"],
        ratios=ratios,
        due_a_second=A_SECOND,
        repetitions=repetitions,
        ours_10000={**few[OURS], "p99_ms": spread(p99[OURS])},
        apscheduler_10000={**few[APSCHEDULER], "p99_ms": spread(p99[APSCHEDULER])},
        ours_100000=many,
        ours_100000_killed=killed,
    )


def _url(module: str, node: PrivateNode, repetition: int) -> str:
    return node.vhost(f"alarms-{repetition}") if module == OURS else ""


def _undisturbed(alarms: Alarms) -> dict[str, Any]:
    with alarms.running() as process:
        rung = alarms.rung(alarms.begin(process))
    return _figures(alarms, rung)


def _killed(alarms: Alarms) -> dict[str, Any]:
    """Killed and started again half way: those that were due meanwhile ring after the restart, each of them once."""
    with alarms.running() as process:
        begin = alarms.begin(process)
        time.sleep(max(0.0, begin + alarms.seconds / 2 - time.time()))
        process.kill_group()
        killed_at = time.time()
    with alarms.running():
        rung = alarms.rung(begin)
    after = [at for at in rung.at.values() if at > killed_at]
    overdue = [at for key, at in rung.at.items() if at > killed_at and rung.due[key] < min(after)]
    return _figures(alarms, rung) | {
        "overdue_at_restart": len(overdue),
        "first_rang_s_after_start": round(min(after) - killed_at, 3),
        "all_overdue_rang_s_after_start": round(max(overdue) - killed_at, 3),
        "all_overdue_rang_s_after_first": round(max(overdue) - min(after), 3),
    }


def _figures(alarms: Alarms, rung: Rung) -> dict[str, Any]:
    """Where the store keeps evidence, it counts: a note can be lost between a commit and a kill, an effect cannot."""
    expected = A_SECOND * alarms.seconds
    figures = rung.figures(expected)
    store = alarms.directory / "store.sqlite"
    if alarms.module == OURS:
        with sqlite3.connect(store) as connection:
            rang = [json.loads(body)["rang"] for (body,) in connection.execute("SELECT body FROM alarms")]
        figures |= {"missed": expected - sum(1 for times in rang if times), "twice": sum(1 for t in rang if t > 1)}
    return figures
