"""Stage 1: announcement, batch, roster, approvals, closure."""

from datetime import datetime, timedelta
from typing import Any

from apps.demo.stages.stage import Run

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def register(run: Run) -> None:
    """Take the roster in; what is wrong in it is refused row by row, the rest is approved."""
    office, exam_affairs = run.office, run.office.who("exam-affairs")
    await open_batch(run)
    await take_in_roster(run)
    run.notes["second_upload"] = await office.refused(**_roster(run))
    approved = await office.in_chunks("registration", f"/batches/{run.batch_id}/approvals", by=exam_affairs)
    run.notes["approved"] = approved
    await run.at(run.inputs.batch["registration_closes_at"])
    await office.order("registration", f"/batches/{run.batch_id}/closure", by=exam_affairs)


async def open_batch(run: Run) -> None:
    """Tell the public, a week before registration begins, and open the batch."""
    office, batch = run.office, run.inputs.batch
    exam_affairs = office.who("exam-affairs")
    await run.at(datetime.fromisoformat(batch["registration_opens_at"]) - timedelta(days=7))
    await office.order("registration", "/announcements", by=exam_affairs, json=_announcement(batch))
    opening = {name: value for name, value in batch.items() if name != "announcement"}
    await office.order("registration", "/batches", by=exam_affairs, json=opening)
    await file_institution(run)


async def file_institution(run: Run) -> None:
    """What the authority published of the institution: entered by one, held against the publication by another."""
    office, batch, year = run.office, run.inputs.batch, run.now.year
    filing = {
        "institution_code": batch["institution_code"],
        "institution": batch["institution"],
        "seal": f"{batch['institution']}职业技能等级认定专用章",
        "scope": batch["offers"],
        "first": f"{year}-01-01",
        "last": f"{year + 1}-12-31",
        "source": "备案公布目录（虚构）",
    }
    entered = await office.order("certification", "/filings", by=office.who("general-office"), json=filing)
    path = f"/filings/{entered['filing_id']}/confirmation"
    await office.order("certification", path, by=office.who("director"))


async def take_in_roster(run: Run) -> None:
    """The roster of the day on which registration began."""
    await run.at(datetime.fromisoformat(run.inputs.batch["registration_opens_at"]) + timedelta(hours=1))
    imported = await run.office.order(**_roster(run))
    run.notes["roster"] = {name: imported[name] for name in ("rows", "eligible", "refused")}


def _roster(run: Run) -> dict[str, Any]:
    """How the roster is handed in."""
    return {
        "service": "registration",
        "path": f"/batches/{run.batch_id}/roster",
        "by": run.office.who("reception"),
        "content": run.inputs.roster,
        "headers": {"Content-Type": XLSX},
    }


def _announcement(batch: dict[str, Any]) -> dict[str, Any]:
    """What the public is told (REG-02), from the batch file."""
    told: dict[str, Any] = batch["announcement"]
    shared = ("offers", "registration_opens_at", "registration_closes_at")
    stated = ("title", "areas", "conditions", "method", "sites", "fees")
    return {
        "announcement_id": batch["batch_id"],
        **{name: batch[name] for name in shared},
        **{name: told[name] for name in stated},
    }
