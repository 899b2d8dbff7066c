"""How far lists and a batch are: counts, no scores."""

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Level
from services.scoring.domain.score_list import ListState
from services.scoring.domain.script import DONE, ScriptState, state_key_of
from services.scoring.ports import MarkingDesk, Results


class ListView(BaseModel):
    """How far a list is; counts, no scores. `marked` are the scripts that need no more marks."""

    list_id: str
    occupation_code: str
    level: Level
    state: ListState
    scripts: int
    marked: int
    disputed: int
    published: int
    checked_by: str | None
    approved_by: str | None


class ProgressView(BaseModel):
    """Where a batch is; counts, no scores."""

    sessions: int
    sessions_finished: int
    sessions_cancelled: int
    scripts: int
    marked: int
    disputed: int
    lists: int
    checked: int
    approved: int
    published_lists: int
    published: int


async def list_lists(desk: MarkingDesk, *, batch_id: str) -> list[ListView]:
    """The lists of a batch, in order."""
    return [
        ListView(
            list_id=score_list.id,
            occupation_code=score_list.occupation_code,
            level=score_list.level,
            state=score_list.state,
            scripts=await desk.scripts.count({"list_id": score_list.id}),
            marked=sum([await desk.scripts.count({"standing": state_key_of(score_list.id, state)}) for state in DONE]),
            disputed=await desk.scripts.count({"standing": state_key_of(score_list.id, ScriptState.DISPUTED)}),
            published=score_list.published,
            checked_by=score_list.check.by if score_list.check else None,
            approved_by=score_list.approval.by if score_list.approval else None,
        )
        async for score_list in every(desk.lists, {"batch_id": batch_id})
    ]


async def show_progress(desk: MarkingDesk, results: Results, *, batch_id: str) -> ProgressView:
    """How far sessions, scripts and lists of a batch are."""
    of_batch = {"batch_id": batch_id}
    views = await list_lists(desk, batch_id=batch_id)
    states = [view.state for view in views]
    return ProgressView(
        sessions=await desk.sessions.count(of_batch),
        sessions_finished=await desk.sessions.count({**of_batch, "finished": True}),
        sessions_cancelled=await desk.sessions.count({**of_batch, "called_off": True}),
        scripts=sum(view.scripts for view in views),
        marked=sum(view.marked for view in views),
        disputed=sum(view.disputed for view in views),
        lists=len(views),
        checked=len(states) - states.count(ListState.OPEN),
        approved=states.count(ListState.APPROVED) + states.count(ListState.PUBLISHED),
        published_lists=states.count(ListState.PUBLISHED),
        published=await results.count(of_batch),
    )
