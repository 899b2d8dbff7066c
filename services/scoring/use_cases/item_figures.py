"""What a published list tells the bank of the items of its papers."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from libs.chassis.domain import Act, Query, every
from libs.contracts.event import Form
from libs.contracts.scoring import ItemFigures
from services.scoring.domain.analysis.items import ItemStatistics, item_statistics
from services.scoring.domain.analysis.responses import Responses
from services.scoring.domain.answer_key import TheoryKey, slot_of, theory_key
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import ScriptState, state_key_of
from services.scoring.ports import ItemFiguresDesk

# Candidates below which the figures of a paper are theirs rather than its items'.
FEWEST = 10


async def tell_item_figures(desk: ItemFiguresDesk, score_list: ScoreList, *, act: Act) -> None:
    """Of every theory paper that enough candidates wrote; computed beside what else the service does."""
    written: defaultdict[Form, list[tuple[str, str]]] = defaultdict(list)
    async for script in every(desk.scripts, {"standing": state_key_of(score_list.id, ScriptState.MARKED)}):
        if script.part == "theory":
            written[script.form].append((script.id, script.readings[-1].answers))
    for form, answers in sorted(written.items()):
        page = await desk.keys.find(Query({"slot": slot_of(score_list.id, "theory", form)}, limit=1))
        for key in page.items:
            await tell_paper_figures(score_list, key.id, answers, theory_key(key, desk.seals.open(key)), act=act)


async def tell_paper_figures(
    score_list: ScoreList, paper_id: str, answers: Sequence[tuple[str, str]], key: TheoryKey, *, act: Act
) -> None:
    """Of one paper; nothing if too few wrote it."""
    if len(answers) < FEWEST:
        return
    statistics = await asyncio.to_thread(item_statistics, Responses.of(answers, key.answers))
    score_list.tell_items(paper_id, [_figures(one) for one in statistics], act, candidates=len(answers))


def _figures(one: ItemStatistics) -> ItemFigures:
    return ItemFigures(
        no=one.item, difficulty=round(one.difficulty * 1000), discrimination=round(one.discrimination * 1000)
    )
