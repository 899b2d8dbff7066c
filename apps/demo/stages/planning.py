"""Stage 2: staff and rooms in, a plan that seats everybody, tickets out."""

import asyncio
from datetime import date, timedelta

from apps.demo.stages.duty import DutyList
from apps.demo.stages.stage import Run

EVACUATION = {"shelters": "操场", "routes": "一层东门、二层西门，按考场号顺序疏散", "people_on_routes": ["S-0001"]}
CHECKED_BEFORE, DRILLED_BEFORE = timedelta(days=5), timedelta(days=4)


async def plan(run: Run) -> None:
    """Plan the batch and publish the plan; every approved candidate gets a ticket and a place."""
    office = run.office
    exam_affairs = office.who("exam-affairs")
    batch = f"/batches/{run.batch_id}"

    async def everybody_enrolled() -> bool:
        progress = await office.ask("scheduling", f"{batch}/progress", by=exam_affairs)
        enrolled: bool = progress["enrolled"] == run.notes["approved"]
        return enrolled

    await run.simulation.settle()  # registration must be known to be closed, too
    await office.until("scheduling knows every approved candidate", everybody_enrolled)
    await office.order("scheduling", "/staff", by=exam_affairs, method="PUT", json=run.inputs.staff)
    await office.order("scheduling", "/rooms", by=exam_affairs, method="PUT", json=run.inputs.rooms)
    heads = [office.who("site-head", number) for number in range(2)]
    for site in {room["site"] for room in run.inputs.rooms}:
        led = {"site": site, "chief": heads[0], "deputies": heads[1:]}
        await office.order("scheduling", "/sites", by=exam_affairs, method="PUT", json=led)
    days = {name: run.inputs.batch[name] for name in ("theory_days", "practical_days")}
    planned = await office.order("scheduling", f"{batch}/plan", by=exam_affairs, json=days | run.inputs.starts)
    run.notes["plan"] = {name: value for name, value in planned.items() if isinstance(value, int)}
    await office.in_chunks("scheduling", f"{batch}/plan/publication", by=exam_affairs)
    await _be_ready(run)
    await run.simulation.settle()


async def _be_ready(run: Run) -> None:
    """Enter who is on duty for incidents, and look whether every post has somebody on every day."""
    duty = DutyList(run)
    by = run.office.who("exam-affairs")
    first = date.fromisoformat(run.inputs.batch["theory_days"][0])
    checked, drilled = (first - before for before in (CHECKED_BEFORE, DRILLED_BEFORE))
    dated = {"posted_on": checked, "buildings_checked_on": checked, "drilled_on": drilled}
    evacuation = EVACUATION | {name: day.isoformat() for name, day in dated.items()}
    prepared = {"duties": duty.lines(), "evacuation": [evacuation]}
    await run.office.order("incident", f"/rosters/{run.batch_id}", by=by, method="PUT", json=prepared)
    looks = (
        run.office.ask("incident", f"/rosters/{run.batch_id}/readiness", by=by, day=day.isoformat())
        for day in duty.days
    )
    run.notes["readiness"] = {page["day"]: page["gaps"] for page in await asyncio.gather(*looks)}
