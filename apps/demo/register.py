"""What the incidents of the batch came to: each with its first report, its measures and whom they touched."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.demo.stages.stage import Run

REGISTER, TIMELINE = "register.csv", "timeline.pdf"
PRINTED = "mass-disorder"


async def cases(run: Run, incidents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The file of every incident, in short."""
    by = run.office.who("exam-affairs")
    pages = (run.office.ask("incident", f"/incidents/{one['incident_id']}", by=by) for one in incidents)
    return [_case(run, page) for page in await asyncio.gather(*pages)]


async def write_papers(run: Run, out: Path, incidents: Iterable[Mapping[str, Any]]) -> None:
    """The register of the batch, and one incident's timeline as it is printed."""
    by = run.office.who("exam-affairs")
    path = f"/incidents/register.csv?batch_id={run.batch_id}"
    (out / REGISTER).write_bytes(await run.office.fetch("incident", path, by=by))
    for incident in incidents:
        if incident["category"] == PRINTED:
            path = f"/incidents/{incident['incident_id']}/timeline.pdf"
            (out / TIMELINE).write_bytes(await run.office.fetch("incident", path, by=by))


def _case(run: Run, page: Mapping[str, Any]) -> dict[str, Any]:
    named = ("incident_id", "category", "name", "tier", "secrecy", "discovered_at", "first_report_at", "closed_at")
    return {
        **{name: page[name] for name in named},
        "first_report": _first_report(page),
        "acknowledged_by": [one["by"] for one in page["acknowledgements"]],
        "stage_reports": len(page["stage_reports"]),
        "statements": len(page["statements"]),
        "follow_ups": [one["kind"] for one in page["follow_ups"]],
        "measures": [_measure(run, page["incident_id"], one) for one in page["dispositions"]],
        "timeline": len(page["timeline"]),
    }


def _first_report(page: Mapping[str, Any]) -> str:
    """In time or not; and if not, whether it was late already when the incident was entered, or never came."""
    if page["overdue_at"] is None:
        return "in-time"
    if page["first_report_at"] is None:
        return "never"
    entered = datetime.fromisoformat(page["timeline"][0]["entered_at"])
    return "entered-late" if entered >= datetime.fromisoformat(page["first_report_due_at"]) else "late"


def _measure(run: Run, incident_id: str, disposition: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": disposition["measure"]["type"],
        "name": disposition["name"],
        "rule": disposition["rule"],
        "state": disposition["state"],
        "candidates": run.notes["touched"].get((incident_id, disposition["number"]), 0),
        "applied": sorted(disposition["done_at"]),
        "refused": [{name: one[name] for name in ("target", "slug")} for one in disposition["unfulfilled"]],
    }
