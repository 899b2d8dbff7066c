"""What the demo leaves behind: lists as CSV, the archive's events, the certificates' PDFs, a summary."""

import asyncio
import csv
import json
import platform
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from apps.demo.footprint import Footprints
from apps.demo.outcomes import outcome_of
from apps.demo.register import REGISTER, TIMELINE, cases, write_papers
from apps.demo.stages.stage import Run
from libs.contracts.archive import exported_line
from libs.contracts.beijing import BEIJING

CERTIFICATES = (
    "certificate_number",
    "name",
    "id_number",
    "occupation_code",
    "occupation",
    "level",
    "theory_score",
    "practical_score",
    "score_published_at",
    "notice_from",
    "notice_until",
    "issued_on",
    "pdf",
)
INCIDENTS = (
    "incident_id",
    "category",
    "tier",
    "discovered_at",
    "first_report_due_at",
    "first_report_at",
    "overdue_at",
    "escalated_at",
    "acknowledged_at",
    "closed_at",
)
CANDIDATES = (
    "row",
    "application_id",
    "outcome",
    "reason",
    "occupation_code",
    "level",
    "theory_score",
    "practical_score",
    "certificate_number",
    "free_parts",
)
TECHNICIANS = (*CERTIFICATES[:8], "review_score", *CERTIFICATES[8:])
TABLES = ("certificates.csv", "technicians.csv", "incidents.csv", "candidates.csv", REGISTER)
PACKAGE = "batch.zip"
PRODUCTS = ("summary.json", "report.html", "events.jsonl", PACKAGE, TIMELINE, *TABLES)
OURS = ".skillseal-demo"  # in a folder that a run took for itself
LIBRARIES = ("skillseal", "faststream", "aio-pika", "fastapi", "pydantic", "typst", "ortools")


class NotOurFolderError(FileExistsError):
    """The folder for what comes of a run holds something that no run left there."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out} holds files that no run left there; name an empty or a new folder in OUT")


def clear(out: Path) -> None:
    """Take a folder that is new, empty, or of an earlier run, and remove what that left. Raises `NotOurFolderError`."""
    out.mkdir(parents=True, exist_ok=True)
    if not (out / OURS).exists() and any(out.iterdir()):
        raise NotOurFolderError(out)
    (out / OURS).touch()
    for name in PRODUCTS:
        (out / name).unlink(missing_ok=True)
    for directory in ("certificates", "technicians", "state", "input"):
        shutil.rmtree(out / directory, ignore_errors=True)


class Outputs:
    """Asks the services for everything and writes it down: of one batch, and what a batch of technicians came to."""

    def __init__(self, run: Run, out: Path, technicians: Run | None = None) -> None:
        self._run = run
        self._out = out
        self._technicians = technicians

    async def write(self, *, stages: Mapping[str, float], broker: str, footprints: Footprints) -> dict[str, Any]:
        """Write all files but the report; answers the summary."""
        certificates = await self._certificates()
        incidents = await self._incidents()
        candidates = await self._candidates(certificates)
        await write_papers(self._run, self._out, incidents)
        kinds = await self._run.office.ask("incident", "/incidents/kinds", by=self._run.office.who("site-head"))
        events = await self._events()
        await self._run.office.package(self._run.batch_id, self._out / PACKAGE, by=self._run.office.who("auditor"))
        totals = await self._run.simulation.totals()
        summary = {
            "batch_id": self._run.batch_id,
            "seed": self._run.seed,
            "candidates": dict(Counter(candidate["outcome"] for candidate in candidates)),
            "rows": len(candidates),
            "refused": dict(Counter(c["slug"] for c in candidates if c["outcome"] == "refused")),
            "certificates": len(certificates),
            "technicians": await self._certified_technicians(),
            "incidents": {
                "total": len(incidents),
                "kinds": {kind["code"]: kind["wording"] for kind in kinds},
                "by_tier": dict(Counter(incident["tier"] for incident in incidents)),
                "escalated": sum(1 for incident in incidents if incident["escalated_at"]),
                "overdue": sum(1 for incident in incidents if incident["overdue_at"]),
                "cases": await cases(self._run, incidents),
                "readiness": self._run.notes["readiness"],
            },
            "objections": self._run.notes["objections"],
            "sessions": self._run.notes["sessions"],
            "turned_away": self._run.notes.get("turned_away", []),
            "events": dict(sorted(Counter(event["type"] for event in events).items())),
            "events_total": len(events),
            "messages": {
                name: sum(counts[name] for counts in totals.values())
                for name in ("published", "handled", "redelivered", "deduplicated", "parked")
            },
            "deadlines_fired": sum(counts["fired"] for counts in totals.values()),
            "requests": sum(self._run.office.requests.values()),
            "seconds": {name: round(seconds, 2) for name, seconds in stages.items()},
            "seconds_total": round(sum(stages.values()), 2),
            "processes": footprints.taken(),
            "versions": {"python": platform.python_version(), "rabbitmq": broker, **_versions()},
        }
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        (self._out / "summary.json").write_text(text, encoding="utf-8")
        return summary

    async def _certified_technicians(self) -> dict[str, Any] | None:
        if self._technicians is None:
            return None
        certificates = await self._issued(self._technicians, "technicians", TECHNICIANS)
        return {
            "batch_id": self._technicians.batch_id,
            "candidates": self._technicians.notes["approved"],
            "certificates": len(certificates),
        }

    async def _certificates(self) -> list[dict[str, Any]]:
        return await self._issued(self._run, "certificates", CERTIFICATES)

    async def _issued(self, run: Run, name: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        """A list of those of a batch, with a folder of the same name for their sheets."""
        office = run.office
        by = office.who("general-office")
        path = f"/batches/{run.batch_id}/certificates"
        issued = [one async for one in office.pages("certification", path, by=by, limit=500)]
        directory = self._out / name
        directory.mkdir(exist_ok=True)

        async def save(one: dict[str, Any]) -> None:
            pdf = await office.fetch("certification", f"/certificates/{one['number']}/pdf", by=by)
            (directory / f"{one['number']}.pdf").write_bytes(pdf)

        await asyncio.gather(*(save(one) for one in issued))
        rows = [{**one, "certificate_number": one["number"], "pdf": f"{name}/{one['number']}.pdf"} for one in issued]
        _write(self._out / f"{name}.csv", columns, rows)
        return rows

    async def _incidents(self) -> list[dict[str, Any]]:
        by = self._run.office.who("exam-affairs")
        rows = [
            one async for one in self._run.office.pages("incident", "/incidents", by=by, batch_id=self._run.batch_id)
        ]
        _write(self._out / "incidents.csv", INCIDENTS, rows)
        return rows

    async def _candidates(self, certificates: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Every roster row with the one outcome it came to."""
        office = self._run.office
        by = office.who("general-office")
        batch = f"/batches/{self._run.batch_id}"
        numbers = {one["application_id"]: one["certificate_number"] for one in certificates}
        notices = {
            one["application_id"]: one
            async for one in office.pages("certification", f"{batch}/notices", by=by, limit=500)
        }
        rows: list[dict[str, Any]] = []
        path = f"{batch}/applications"
        async for application in office.pages("registration", path, by=office.who("exam-affairs"), limit=500):
            notice = notices.get(application["application_id"])
            outcome, slug, reason = outcome_of(application, notice)
            rows.append(
                {
                    **{name: application.get(name) for name in ("row", "application_id", "occupation_code", "level")},
                    "outcome": outcome,
                    "slug": slug,
                    "reason": reason,
                    **{name: notice and notice[name] for name in ("theory_score", "practical_score")},
                    "certificate_number": numbers.get(application["application_id"]),
                    "free_parts": " ".join(application["free_parts"]),
                }
            )
        rows.sort(key=lambda row: row["row"])
        _write(self._out / "candidates.csv", CANDIDATES, rows)
        return rows

    async def _events(self) -> list[dict[str, Any]]:
        """Everything in the archive, in its order."""
        by = self._run.office.who("auditor")

        async def all_archived() -> bool:
            chain = await self._run.office.ask("archive", "/chain", by=by)
            totals = await self._run.simulation.totals()
            archived: bool = chain["count"] == sum(counts["published"] for counts in totals.values())
            return archived

        await self._run.office.until("the archive has every published event", all_archived)
        events: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            page = await self._run.office.ask("archive", "/events", by=by, after=after, limit=1000)
            events += page["items"]
            after = page["next"]
        with (self._out / "events.jsonl").open("wb") as file:
            file.writelines(exported_line(event) for event in events)
        return events


def _write(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns)
        writer.writerows([_as_read(column, row.get(column)) for column in columns] for row in rows)


def _as_read(column: str, value: Any) -> Any:
    """Moments are written as people in Shanghai read them."""
    if value and column.endswith("_at"):
        return datetime.fromisoformat(value).astimezone(BEIJING).isoformat()
    return value


def _versions() -> dict[str, str]:
    found = {}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except ModuleNotFoundError:
            continue
    return found
