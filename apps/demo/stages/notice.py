"""Stage 6: five working days of public notice, objections, certificates."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.demo.stages.stage import Run

DAY = timedelta(days=1)


async def stand_in_public(run: Run) -> None:
    """Let the notice run; objections come on its second day and are decided on its third."""
    office = run.office
    by = office.who("general-office")
    batch = f"/batches/{run.batch_id}"

    async def all_posted() -> bool:
        progress = await office.ask("certification", f"{batch}/progress", by=by)
        posted: bool = sum(progress.values()) == run.notes["published"]
        return posted

    await office.until("every published score is posted", all_posted)
    notices = [one async for one in office.pages("certification", f"{batch}/notices", by=by, limit=500)]
    posted_at = run.now
    await run.at(posted_at + DAY)
    lodged = [one for script in run.inputs.day["objections"] if (one := await _lodge(run, script, notices))]
    await run.at(posted_at + 2 * DAY)
    for objection in lodged:
        await _decide(run, objection)
    await run.simulation.settle()
    run.notes["objections"] = len(lodged)


async def issue(run: Run) -> None:
    """The notice ends, the results are released, certificates are issued; corrected results stand their own time."""
    by = run.office.who("general-office")
    batch = f"/batches/{run.batch_id}"
    while True:
        ends = [
            datetime.fromisoformat(one["ends_at"])
            async for one in run.office.pages("certification", f"{batch}/notices", by=by, limit=500)
            if one["released_at"] is None and one["ends_at"]
        ]
        if not ends:
            break
        await run.at(max(ends) + timedelta(hours=9))
    await run.simulation.settle()


async def _lodge(run: Run, script: dict[str, Any], notices: list[dict[str, Any]]) -> dict[str, Any] | None:
    part = script["subject"]
    (which, failed_part), *_ = ((k, v) for k, v in script["select"].items() if k != "ordinal")
    failed = sorted(
        (one for one in notices if one[f"{failed_part}_outcome"] == "failed" and _was_marked(one, failed_part)),
        key=lambda one: (Decimal(one[f"{failed_part}_score"]), one["application_id"]),
        reverse=which.startswith("highest"),
    )
    ordinal = script["select"]["ordinal"]
    if len(failed) < ordinal:
        return None
    notice = failed[ordinal - 1]
    content = {"application_id": notice["application_id"], "part": part, "reason": script["reason"]}
    objection = await run.office.order(
        "certification", "/objections", by=run.office.who("general-office"), json=content
    )
    return {**script, **notice, "objection_id": objection["objection_id"]}


def _was_marked(notice: dict[str, Any], part: str) -> bool:
    """What is void or zero by decision was not marked wrongly."""
    return bool(notice[f"{part}_score"]) and Decimal(notice[f"{part}_score"]) > 0


async def _decide(run: Run, objection: dict[str, Any]) -> None:
    office = run.office
    decision = "upheld" if objection["upheld"] else "dismissed"
    content = {"decision": decision, "reason": "经复核，" + ("原阅卷有误。" if objection["upheld"] else "评分无误。")}
    await office.order(
        "certification", f"/objections/{objection['objection_id']}/decision", by=office.who("quality"), json=content
    )
    if not objection["upheld"]:
        return
    await run.simulation.settle()
    part = objection["subject"]
    recheck = {
        "objection_id": objection["objection_id"],
        "part": part,
        "score": str(Decimal(objection[f"{part}_score"]) + Decimal(str(objection["score_change"]))),
        "reason": "复核答题卡，识别有误。",
    }
    await office.order(
        "scoring",
        f"/results/{objection['application_id']}/rechecks",
        by=office.who("marking-lead"),
        json=recheck,
    )
