"""What a running process costs, as Linux counts it."""

import os
from collections.abc import Mapping
from pathlib import Path

from apps.cli.processes import Process

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def counted() -> bool:
    """Whether this system tells."""
    return (PROC / "self" / "stat").exists()


def cpu_seconds(pid: int) -> float:
    """Processor time of a process since its start."""
    fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mib(pid: int) -> float:
    """Memory that a process holds now."""
    return _mib(pid, "VmRSS")


def peak_mib(pid: int) -> float:
    """The most memory that a process ever held."""
    return _mib(pid, "VmHWM")


def _mib(pid: int, field: str) -> float:
    lines = (PROC / str(pid) / "status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


class Footprints:
    """What the processes of a system cost from now on; nothing where the system does not tell."""

    def __init__(self, processes: Mapping[str, Process]) -> None:
        self._pids = {name: process.pid for name, process in processes.items()} if counted() else {}
        self._before = {name: cpu_seconds(pid) for name, pid in self._pids.items()}

    def taken(self) -> dict[str, dict[str, float]]:
        """Processor seconds since then, and the most memory held since the start, of each."""
        return {
            name: {
                "cpu_s": round(cpu_seconds(pid) - self._before[name], 2),
                "peak_mib": round(peak_mib(pid), 1),
            }
            for name, pid in self._pids.items()
        }
