"""Run it: `make faults`, or `python -m apps.faults --subset ci --seed 7`."""

import asyncio
import json
import logging
import random
import sys
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from apps.cli import rabbitmq
from apps.cli.processes import ServiceFailedError
from apps.faults.batch import Bench, Case, Outcome
from apps.faults.broker import Broker
from apps.faults.cases import Suite, suite
from apps.faults.disks import NoMountError
from apps.faults.evidence import Evidence
from apps.faults.injections import WithoutEffectError
from apps.faults.scene import Record
from apps.faults.wallclock import NoFakeTimeError
from examples.generate import generate

# between them they give orders to every service that takes any
TELLING = ("paper-leak", "mass-disorder", "natural-disaster", "power-or-equipment-failure", "other-general")


def main(
    subset: Annotated[
        str,
        typer.Option(help="all; small: all on small batches; ci: the most telling ones"),
    ] = "all",
    seed: Annotated[int | None, typer.Option(help="for the mixed faults; drawn and printed if not given")] = None,
    out: Path = Path("build/faults"),
    only: Annotated[str, typer.Option(help="run cases whose name contains this, or this,…")] = "",
) -> None:
    """Run batches on the real system, break it, and say which promises held."""
    for talkative in ("aiormq", "aio_pika"):  # that connections end is the point
        logging.getLogger(talkative).setLevel(logging.CRITICAL)
    seed = random.randrange(1_000_000) if seed is None else seed
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    wanted = suite(subset, seed)
    print(f"{wanted.candidates} candidates a batch, seed {seed}", flush=True)
    generate(out / "input", candidates=wanted.candidates, seed=seed)
    _offer_only(out / "input" / "batch.json", wanted.occupations)
    _suffer_only(out / "input" / "day.json", TELLING)
    node = rabbitmq.private_node(out / "rabbitmq", bound=True, say=print)
    try:
        node.wait()
        bench = Bench(Broker(node), out / "input", out / "batches", seed, wanted.pause)
        report = asyncio.run(_all(bench, wanted, only))
    finally:
        node.stop()
    (out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    broken = [entry["fault"] for entry in report if entry["held"] == entry["twin"]]
    print(f"{len(report)} faults, {len(broken)} broke a promise → {out}/report.json")
    sys.exit(1 if broken else 0)


def _offer_only(file: Path, occupations: Collection[str]) -> None:
    """Take the other offers off the batch, so that there is less to examine; who wants them is refused."""
    batch = json.loads(file.read_text(encoding="utf-8"))
    batch["offers"] = [offer for offer in batch["offers"] if not occupations or offer["occupation_code"] in occupations]
    file.write_text(json.dumps(batch, ensure_ascii=False), encoding="utf-8")


def _suffer_only(file: Path, kinds: Collection[str]) -> None:
    """Take the other incidents off the day: every stop of the clock is waited for in every batch."""
    day = json.loads(file.read_text(encoding="utf-8"))
    day["incidents"] = [one for one in day["incidents"] if one["kind"] in kinds]
    file.write_text(json.dumps(day, ensure_ascii=False), encoding="utf-8")


async def _all(bench: Bench, wanted: Suite, only: str) -> list[dict[str, Any]]:
    started = time.monotonic()
    undisturbed = await bench.run(Case("undisturbed"), None)
    if undisturbed.broken:
        sys.exit(f"the undisturbed batch failed: {undisturbed.broken}")
    print(f"undisturbed batch: {undisturbed.seconds:.0f} s, {len(undisturbed.evidence.committed)} events", flush=True)
    report: list[dict[str, Any]] = []
    for case in wanted.cases:
        if any(part in case.name for part in only.split(",")):
            report += await _one(bench, case, undisturbed.evidence)
    print(f"{time.monotonic() - started:.0f} s", flush=True)
    return report


async def _one(bench: Bench, case: Case, sound: Evidence) -> list[dict[str, Any]]:
    try:
        outcome = await bench.run(case, sound)
    except ServiceFailedError as failed:
        outcome = Outcome([], sound, [str(failed).partition("\n")[0]], 0.0)
    except (NoMountError, NoFakeTimeError) as cannot:
        print(f"{case.name:<46} not injected: {cannot}", flush=True)
        return []
    if case.setting.mutation and any(WithoutEffectError.__name__ in one for one in outcome.broken):
        outcome = replace(outcome, broken=[])  # red, but for nothing that was taken out
    if case.setting.mutation or not outcome.records:
        times = sum(record.times for record in outcome.records)
        records = [Record(case.name, times, [one for record in outcome.records for one in record.recoveries])]
    else:
        mixed = "mixed: " if case.name.startswith("mixed") else ""
        records = [replace(record, fault=mixed + record.fault) for record in outcome.records]
    entries = [_entry(record, outcome, twin=bool(case.setting.mutation)) for record in records]
    for entry in entries:
        print(_line(entry), flush=True)
    return entries


def _entry(record: Record, outcome: Outcome, *, twin: bool) -> dict[str, Any]:
    return {
        "fault": record.fault,
        "times": record.times,
        "held": not outcome.broken,
        "violations": outcome.broken,
        "recovery_s": round(max(record.recoveries, default=0.0), 2),
        "batch_s": round(outcome.seconds, 1),
        "twin": twin,
    }


def _line(entry: dict[str, Any]) -> str:
    verdict = "held" if entry["held"] else "BROKE " + "; ".join(entry["violations"])[:400]
    if entry["twin"]:
        verdict = "not noticed" if entry["held"] else "red, as it must: " + "; ".join(entry["violations"])[:200]
    return f"{entry['fault']:<46} × {entry['times']:<3} {entry['recovery_s']:6.1f} s   {verdict}"


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
