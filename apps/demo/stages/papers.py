"""Stage 3: banks and blueprints in, papers assembled, reviewed and sealed."""

import asyncio

from apps.demo.inputs import Key
from apps.demo.stages.stage import Run


async def prepare_papers(run: Run) -> None:
    """Every occupation and level gets theory A, B and spare, practical A and spare, each sealed by its digest.

    A bank that an earlier batch brought in is used as it is: bringing it in again would be a revision of it.
    """
    author = run.office.who("item-bank")
    there = {(one["occupation_code"], one["level"]) async for one in run.office.pages("itembank", "/banks", by=author)}
    await asyncio.gather(*(_bring_in(run, key) for key in run.inputs.offers if key not in there))
    await asyncio.gather(*(_seal_papers_of(run, key) for key in run.inputs.offers))
    progress = await run.office.ask("itembank", f"/batches/{run.batch_id}/progress", by=run.office.who("item-bank"))
    run.notes["papers_sealed"] = progress["sealed"]


async def prepare_papers_of(run: Run, key: Key) -> None:
    """The bank and the papers of one occupation and level."""
    await _bring_in(run, key)
    await _seal_papers_of(run, key)


async def _bring_in(run: Run, key: Key) -> None:
    office, path = run.office, f"{key[0]}/{key[1]}"
    author = office.who("item-bank")
    await office.order("itembank", f"/banks/{path}", by=author, method="PUT", json=run.inputs.banks[key])
    await office.order("itembank", f"/blueprints/{path}", by=author, method="PUT", json=run.inputs.blueprints[key])


async def _seal_papers_of(run: Run, key: Key) -> None:
    office = run.office
    author, reviewer = office.who("item-bank"), office.who("item-reviewer")
    code, level = key
    wanted = {"batch_id": run.batch_id, "occupation_code": code, "level": level, "seed": run.seed}
    assembled = await office.order("itembank", "/papers/assembly", by=author, json=wanted)
    for paper in assembled["papers"]:
        await office.order("itembank", f"/papers/{paper['paper_id']}/readings", by=reviewer)
        await office.order("itembank", f"/papers/{paper['paper_id']}/review", by=reviewer, json={"verdict": "approved"})
        await office.order("itembank", f"/papers/{paper['paper_id']}/seal", by=author)
