"""`make bench`, or `python -m benchmarks --only pipeline`: measures, prints one JSON line each, keeps the lines."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import (
    assemble,
    batch,
    certificates,
    chain,
    escalation,
    gateway,
    idle,
    latency,
    marks,
    pipeline,
    plan,
    roster_import,
    sync,
    timers,
    verify,
)
from benchmarks.bench import Bench
from benchmarks.measured import Results

BENCHES: dict[str, Callable[[Bench], None]] = {
    "idle": idle.run,
    "latency": latency.run,
    "pipeline": pipeline.run,
    "timers": timers.run,
    "escalation": escalation.run,
    "batch": batch.run,
    "gateway": gateway.run,
    "plan": plan.run,
    "chain": chain.run,
    "assemble": assemble.run,
    "mark": marks.mark,
    "similarity": marks.similarity,
    "rescore": marks.rescore,
    "import": roster_import.run,
    "certificates": certificates.run,
    "verify": verify.run,
    "sync": sync.run,
}


def main(
    *,
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(BENCHES)}; may be repeated.")] = None,
    out: Path = Path("build/bench"),
    repetitions: Annotated[int, typer.Option(min=1)] = 5,
    messages: Annotated[int, typer.Option(min=15, help="Messages of one pass of the pipeline.")] = 3_000,
    sizes: Annotated[list[int] | None, typer.Option("--size", help="Candidates of a batch; may be repeated.")] = None,
) -> None:
    """Run all benchmarks, or some."""
    unknown = set(only or ()) - set(BENCHES)
    if unknown:
        raise typer.BadParameter(f"no such benchmark: {', '.join(sorted(unknown))}")
    out = out.resolve()
    results = Results(out / "results.jsonl")
    for name in only or BENCHES:
        directory = out / name
        shutil.rmtree(directory, ignore_errors=True)
        BENCHES[name](Bench(directory, results, repetitions, messages, tuple(sizes or ())))


if __name__ == "__main__":
    typer.run(main)
