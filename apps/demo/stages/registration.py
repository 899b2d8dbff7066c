"""Stage 1: announcement, batch, roster, approvals, closure."""

from datetime import datetime, timedelta
from typing import Any

from apps.demo.stages.stage import Run

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def register(run: Run) -> None:
    """Take the roster in; what is wrong in it is refused row by row, the rest is approved."""
    office, batch = run.office, run.inputs.batch
    reception, exam_affairs = office.who("reception"), office.who("exam-affairs")
    opens = datetime.fromisoformat(batch["registration_opens_at"])
    await run.at(opens - timedelta(days=7))
    await office.order("registration", "/announcements", by=exam_affairs, json=_announcement(batch))
    opening = {name: value for name, value in batch.items() if name != "announcement"}
    await office.order("registration", "/batches", by=exam_affairs, json=opening)

    await run.at(opens + timedelta(hours=1))
    imported = await office.order(
        "registration",
        f"/batches/{run.batch_id}/roster",
        by=reception,
        content=run.inputs.roster,
        headers={"Content-Type": XLSX},
    )
    run.notes["roster"] = {name: imported[name] for name in ("rows", "eligible", "refused")}
    run.notes["second_upload"] = await office.refused(
        "registration",
        f"/batches/{run.batch_id}/roster",
        by=reception,
        content=run.inputs.roster,
        headers={"Content-Type": XLSX},
    )

    approved = await office.in_chunks("registration", f"/batches/{run.batch_id}/approvals", by=exam_affairs)
    run.notes["approved"] = approved
    await run.at(batch["registration_closes_at"])
    await office.order("registration", f"/batches/{run.batch_id}/closure", by=exam_affairs)


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
