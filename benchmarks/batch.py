"""The whole demo at several sizes: candidates a second from approval to certificate, and what each candidate costs.

The ratio is the processor time of a candidate in the smallest batch over that in the largest: above 0.77, a candidate
costs at most 1.3 times as much in a batch of ten thousand as in one of six hundred. That is the services' time;
`cpu_s_of_demo` is that of everything, from the example files to the PDFs on disk, with the driver and RabbitMQ.
"""

import json
import resource
import subprocess
import sys
from typing import Any

from apps.cli.processes import ROOT, tail
from benchmarks.bench import Bench

SIZES = (600, 2_000, 10_000)
SEED = 2026
BEFORE_AND_AFTER = {"input", "start", "outputs"}


class DemoFailedError(Exception):
    """The demo did not run to its end."""


def run(bench: Bench) -> None:
    """Measure and report."""
    batches = {size: _demo(bench, size) for size in bench.sizes or SIZES}
    smallest, largest = batches[min(batches)], batches[max(batches)]
    bench.results.add(
        "batch",
        smallest["cpu_ms_a_candidate"] / largest["cpu_ms_a_candidate"],
        batches={str(size): figures for size, figures in batches.items()},
        highest_peak_mib=max(max(one["peak_mib"].values()) for one in batches.values()),
    )


def _demo(bench: Bench, size: int) -> dict[str, Any]:
    out = bench.directory / str(size)
    out.mkdir(parents=True)
    log = out.with_suffix(".log")
    bench.say(f"batch: {size} candidates")
    command = [sys.executable, "-m", "apps.demo", "--candidates", str(size), "--seed", str(SEED), "--out", str(out)]
    before = _cpu_of_children()
    with log.open("wb") as output:
        if subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False).returncode:
            raise DemoFailedError(tail(log))
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return {**_figures(summary), "cpu_s_of_demo": round(_cpu_of_children() - before, 1)}


def _cpu_of_children() -> float:
    """Processor time of everything that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figures(summary: dict[str, Any]) -> dict[str, Any]:
    processes, candidates = summary["processes"], summary["rows"]
    seconds = sum(seconds for stage, seconds in summary["seconds"].items() if stage not in BEFORE_AND_AFTER)
    cpu_s = {name: one["cpu_s"] for name, one in processes.items()}
    return {
        "candidates": candidates,
        "certificates": summary["certificates"],
        "seconds": round(seconds, 2),
        "seconds_of_demo": summary["seconds_total"],
        "candidates_s": round(candidates / seconds, 2),
        "cpu_ms_a_candidate": round(1000 * sum(cpu_s.values()) / candidates, 2),
        "cpu_s": cpu_s,
        "peak_mib": {name: one["peak_mib"] for name, one in processes.items()},
        "parked": summary["messages"]["parked"],
    }
