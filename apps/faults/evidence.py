"""The evidence that a batch leaves behind, and what in it breaks a promise."""

import asyncio
import base64
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from apps.cli.evidence import export_events, verify_file
from apps.cli.system import System
from apps.demo.office import Office
from apps.demo.outcomes import OUTCOMES
from apps.demo.outputs import Outputs
from apps.demo.stages.stage import Run
from apps.faults.broker import Broker
from apps.faults.ledger import Ledger
from apps.faults.system import Supervised

AS_ISSUED = ("certificate_number", "pdf")

Parked = tuple[str, str]  # queue and slug


@dataclass
class Evidence:
    """What is looked at after a batch."""

    candidates: list[dict[str, str]] = field(default_factory=list)
    certificates: list[dict[str, str]] = field(default_factory=list)
    incidents: list[dict[str, str]] = field(default_factory=list)
    archived: list[dict[str, Any]] = field(default_factory=list)
    committed: dict[str, str] = field(default_factory=dict)
    chain: str = ""
    deadlines: dict[str, list[str]] = field(default_factory=dict)
    outstanding: list[str] = field(default_factory=list)
    queued: dict[str, int] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)
    repaired: int = 0
    leaks: dict[str, int] = field(default_factory=dict)
    work: dict[str, int] = field(default_factory=dict)


class Lists(Outputs):
    """The demo's lists, without its page."""

    async def tables(self) -> None:
        """Write candidates, certificates and incidents."""
        certificates = await self._certificates()
        await self._incidents()
        await self._candidates(certificates)


async def collect(  # noqa: PLR0913 -- everything that can be looked at
    run: Run, *, system: Supervised, broker: Broker, vhost: str, ledger: Ledger, out: Path, repaired: int
) -> Evidence:
    """Ask the services for their lists and look into their stores, their logs and the broker."""
    await Lists(run, out).tables()
    file = out / "events.jsonl"
    token = system.token(run.office.who("auditor"), ["auditor"])
    chain = await asyncio.to_thread(export_events, system.urls["archive"], token, file)
    verdict = await asyncio.to_thread(verify_file, file)
    broken = [] if verdict.intact else [f"broken at {verdict.broken}"]
    if (verdict.count, verdict.head) != (chain["count"], chain["head"]):
        broken.append(f"the file proves {verdict.count} events, the archive has {chain['count']}")
    parked = [json.loads(body) for body in ledger.parked()]
    return Evidence(
        candidates=_rows(out / "candidates.csv"),
        certificates=_rows(out / "certificates.csv"),
        incidents=_rows(out / "incidents.csv"),
        archived=[json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()],
        committed=ledger.events(),
        chain="; ".join(broken),
        deadlines=ledger.deadlines(),
        outstanding=[str(one) for one in sorted(ledger.outstanding())],
        queued={name: ready for name, ready in (await broker.queues(vhost)).items() if ready},
        parked=[(one["queue"], one["slug"]) for one in parked if one["state"] not in {"replayed", "dropped"}],
        repaired=repaired,
        leaks=await asyncio.to_thread(_leaks, out, broker, parked),
        work={name: ledger.work(name) for name in system.urls},
    )


async def unproven(system: System, office: Office, committed: Iterable[str], out: Path) -> list[str]:
    """What is wrong with the archive: it has every committed event once and nothing else, and its chain verifies."""
    file = out / "events.jsonl"
    token = system.token(office.who("auditor"), ["auditor"])
    await asyncio.to_thread(export_events, system.urls["archive"], token, file)
    verdict = await asyncio.to_thread(verify_file, file)
    wanted = sorted(committed)
    archived = sorted(json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines())
    if verdict.intact and archived == wanted:
        return []
    return [f"chain: {verdict.count} events of {len(wanted)}, broken at {verdict.broken}"]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _leaks(out: Path, broker: Broker, parked: list[dict[str, Any]]) -> dict[str, int]:
    """Where an identifier or a telephone number of the roster can be read, and how many of them."""
    header, *people = CalamineWorkbook.from_path(out / "input" / "roster.xlsx").get_sheet_by_index(0).to_python()
    columns = [header.index(name) for name in ("证件号码", "手机号码")]
    secrets = {str(person[column]).encode() for person in people for column in columns} - {b""}
    wanted = re.compile(b"|".join(map(re.escape, sorted(secrets))))
    kept = (path for directory in ("state", "disks") for path in (out / directory).rglob("*") if path.is_file())
    files = [out / "events.jsonl", *kept, *broker.files()]
    found = {str(file): len(set(wanted.findall(file.read_bytes()))) for file in files if file.exists()}
    found["parked bodies"] = len(set(wanted.findall(b"\n".join(_raw(one) for one in parked))))
    return {where: count for where, count in found.items() if count}


def _raw(parked: dict[str, Any]) -> bytes:
    return base64.b64decode(parked["body"])


def violations(found: Evidence, sound: Evidence, *, poisoned: list[Parked]) -> list[str]:
    """Every promise that is broken, in words; `sound` comes from an undisturbed batch of the same seed."""
    return [
        *_outcomes(found, sound),
        *_certificates(found, sound),
        *_deadlines(found, sound),
        *_events(found, sound),
        *_left_over(found, poisoned),
    ]


def _outcomes(found: Evidence, sound: Evidence) -> list[str]:
    broken = []
    times = Counter(one["row"] for one in found.candidates)
    if sorted(times) != sorted(one["row"] for one in sound.candidates) or set(times.values()) != {1}:
        broken.append(f"outcomes: {len(times)} of {len(sound.candidates)} roster rows have exactly one")
    if others := {one["outcome"] for one in found.candidates} - OUTCOMES.keys():
        broken.append(f"outcomes: some are still {', '.join(sorted(others))}")
    known = {one["row"]: one for one in sound.candidates}
    different = [
        one["row"]
        for one in found.candidates
        if {**one, "certificate_number": ""} != {**known.get(one["row"], {}), "certificate_number": ""}
    ]
    if different:
        broken.append(f"scores: {len(different)} rows differ from the undisturbed run, e.g. {different[0]}")
    return broken


def _certificates(found: Evidence, sound: Evidence) -> list[str]:
    broken = []
    numbers = [one["certificate_number"] for one in found.certificates]
    if len(set(numbers)) != len(numbers):
        broken.append("certificates: a number twice")
    by_level: dict[str, list[str]] = {}
    for number in numbers:
        by_level.setdefault(number[15], []).append(number[16:])
    for level, ordinals in by_level.items():
        if sorted(map(int, ordinals)) != list(range(1, len(ordinals) + 1)):
            broken.append(f"certificates: a gap among the numbers of level {level}")
    issued = {one["certificate_number"] for one in found.candidates if one["outcome"] == "issued"}
    if issued != set(numbers):
        broken.append(f"certificates: {len(issued)} candidates passed, {len(set(numbers))} certificates")
    if _without_numbers(found) != _without_numbers(sound):
        broken.append("certificates: their content differs from the undisturbed run")
    return broken


def _without_numbers(evidence: Evidence) -> list[list[tuple[str, str]]]:
    """Holder, scores and days; the numbers follow the order in which they were asked for."""
    return sorted(
        sorted((column, value) for column, value in one.items() if column not in AS_ISSUED)
        for one in evidence.certificates
    )


def _deadlines(found: Evidence, sound: Evidence) -> list[str]:
    broken = []
    if found.deadlines != sound.deadlines:
        left = [key for name, keys in found.deadlines.items() for key in keys if key not in sound.deadlines[name]]
        broken.append(f"deadlines: {len(left)} have not fired: {left[:3]}")
    if _moments(found) != _moments(sound):
        broken.append(f"deadlines: incidents were {_moments(found)}, undisturbed {_moments(sound)}")
    return broken


def _moments(evidence: Evidence) -> list[tuple[str, ...]]:
    """When, in simulated time, each incident was due, overdue and escalated."""
    columns = ("discovered_at", "first_report_due_at", "overdue_at", "escalated_at")
    return sorted(tuple(one[column] for column in columns) for one in evidence.incidents)


# A tree is signed at the midnights before which the chain grew; on which side of one a late message comes is chance.
BY_MIDNIGHT = Counter({"archive.archive-acted.v1": 10**9})


def _events(found: Evidence, sound: Evidence) -> list[str]:
    broken = []
    kinds, usual = (Counter(one.committed.values()) - BY_MIDNIGHT for one in (found, sound))
    if kinds != usual:
        differing = [
            f"{kind} {kinds[kind]} (not {usual[kind]})" for kind in sorted(kinds | usual) if kinds[kind] != usual[kind]
        ]
        broken.append(f"events: {', '.join(differing)}")
    times = Counter(event["id"] for event in found.archived)
    missing, doubled = found.committed.keys() - times.keys(), [one for one, n in times.items() if n > 1]
    if missing or doubled or times.keys() - found.committed.keys():
        strange = times.keys() - found.committed.keys()
        broken.append(f"archive: {len(missing)} events missing, {len(doubled)} doubled, {len(strange)} never published")
    sequences: dict[tuple[str, str], list[int]] = {}
    for event in found.archived:
        sequences.setdefault((event["source"], event["subject"]), []).append(int(event["sequence"]))
    if any(sorted(seen) != list(range(1, len(seen) + 1)) for seen in sequences.values()):
        broken.append("archive: the events of an aggregate are not numbered without gap")
    if found.chain:
        broken.append(f"chain: {found.chain}")
    return broken


def _left_over(found: Evidence, poisoned: list[Parked]) -> list[str]:
    broken = []
    if found.outstanding:
        broken.append(f"lost: {len(found.outstanding)} deliveries without effect, e.g. {found.outstanding[0]}")
    if found.repaired:
        broken.append(f"reconciliation had to repair {found.repaired}")
    if found.queued:
        broken.append(f"queues: not empty: {found.queued}")
    if sorted(found.parked) != sorted(poisoned):
        more, less = Counter(found.parked) - Counter(poisoned), Counter(poisoned) - Counter(found.parked)
        broken.append(f"parked: beside the poison {dict(more)}, not parked {dict(less)}")
    if found.leaks:
        broken.append(f"secrets: readable in {found.leaks}")
    return broken
