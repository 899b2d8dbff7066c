"""A line for each deadline that had its effect, written at once, so that a killed process leaves its notes behind."""

import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measured import percentiles


class Notes:
    """Appended to by the process under measurement; read by the benchmark."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, key: str, due: float) -> None:
        """It had its effect just now."""
        os.write(self._handle, f"{key} {due} {time.time()}\n".encode())


@dataclass(frozen=True)
class Rung:
    """What a file of notes says: when each key was due, and how often and when it rang."""

    due: dict[str, float]
    at: dict[str, float]
    times: Counter[str]

    @classmethod
    def read(cls, file: Path) -> "Rung":
        """All notes so far; a line that is being written is left out."""
        lines = file.read_text(encoding="utf-8").rpartition("\n")[0].splitlines() if file.exists() else []
        due: dict[str, float] = {}
        at: dict[str, float] = {}
        times: Counter[str] = Counter()
        for line in lines:
            key, should, did = line.split()
            due[key] = float(should)
            at.setdefault(key, float(did))
            times[key] += 1
        return cls(due, at, times)

    def figures(self, expected: int) -> dict[str, Any]:
        """How late, how many not at all, how many more than once."""
        return {
            "late_ms": percentiles([1000 * (self.at[key] - self.due[key]) for key in self.at]) if self.at else {},
            "rang": len(self.at),
            "missed": expected - len(self.at),
            "twice": sum(1 for times in self.times.values() if times > 1),
        }
