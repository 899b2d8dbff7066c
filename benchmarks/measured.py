"""Figures: medians and spreads of repetitions, percentiles of many, and the one JSON line of each benchmark."""

import json
import os
import platform
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DIGITS = 3


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median of the repetitions, and how far apart they lie."""
    return {
        "median": round(statistics.median(values), DIGITS),
        "low": round(min(values), DIGITS),
        "high": round(max(values), DIGITS),
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Half of the values, and 99 of a hundred, are not above the first two."""
    ordered = sorted(values)
    return {
        "p50": round(ordered[(len(ordered) - 1) // 2], DIGITS),
        "p99": round(ordered[-(-len(ordered) * 99 // 100) - 1], DIGITS),
        "max": round(ordered[-1], DIGITS),
    }


class Results:
    """The file that every benchmark appends its line to."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, bench: str, ratio: float, **figures: Any) -> None:
        """Print one line and keep it."""
        line = json.dumps({"bench": bench, "ratio": round(ratio, DIGITS), **figures, "machine": _machine()})
        print(line, flush=True)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def _machine() -> dict[str, Any]:
    """What it was measured on; the load tells whether anybody else was at work."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
