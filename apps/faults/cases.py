"""Which faults are injected into which batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.faults import injections
from apps.faults.batch import Case


@dataclass(frozen=True)
class Suite:
    """A list of cases, how large their batches are, and how long a stopped process stays stopped."""

    candidates: int
    pause: float
    cases: Sequence[Case]


def suite(name: str, seed: int) -> Suite:
    """The cases of a run."""
    everything = [Case("kill -9 of each service", injections.kill_each)]
    if name == "ci":
        return Suite(48, 5.0, everything)
    return Suite(200, 20.0, everything)
