"""Stage 3: banks and blueprints in, papers assembled, reviewed and sealed."""

import asyncio

from apps.demo.inputs import Key
from apps.demo.stages.stage import Run


async def prepare_papers(run: Run) -> None:
    """Every occupation and level gets theory A, B and spare, practical A and spare, each sealed by its digest."""
    await asyncio.gather(*(prepare_papers_of(run, key) for key in run.inputs.offers))
    progress = await run.office.ask("itembank", f"/batches/{run.batch_id}/progress", by=run.office.who("item-bank"))
    run.notes["papers_sealed"] = progress["sealed"]


async def prepare_papers_of(run: Run, key: Key) -> None:
    """The papers of one occupation and level."""
    office = run.office
    author, reviewer = office.who("item-bank"), office.who("item-reviewer")
    code, level = key
    path = f"{code}/{level}"
    await office.order("itembank", f"/banks/{path}", by=author, method="PUT", json=run.inputs.banks[key])
    await office.order("itembank", f"/blueprints/{path}", by=author, method="PUT", json=run.inputs.blueprints[key])
    wanted = {"batch_id": run.batch_id, "occupation_code": code, "level": level, "seed": run.seed}
    assembled = await office.order("itembank", "/papers/assembly", by=author, json=wanted)
    for paper in assembled["papers"]:
        await office.order("itembank", f"/papers/{paper['paper_id']}/readings", by=reviewer)
        await office.order("itembank", f"/papers/{paper['paper_id']}/review", by=reviewer, json={"verdict": "approved"})
        await office.order("itembank", f"/papers/{paper['paper_id']}/seal", by=author)
