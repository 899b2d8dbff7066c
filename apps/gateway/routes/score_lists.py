"""The score lists of a batch: recomputed by one, approved by another, published by the office."""

import asyncio
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.fields import Keyed
from apps.gateway.listing import Listing
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit

pages = Pages()

LISTS = "/batches/{batch_id}/lists"
A_LIST = LISTS + "/{code}/{level}"
STATES = {
    "open": ("阅卷中", "quiet"),
    "checked": ("已核分", "warn"),
    "approved": ("已审批", "warn"),
    "published": ("已发布", "good"),
}
ORGANISERS = frozenset({"marking-lead", "exam-affairs"})
Key = Annotated[Keyed, Form()]


@pages.shows("score_lists")
async def show_score_lists(visit: InVisit, batch_id: str) -> Response:
    lists: list[Any] = await visit.ask("scoring").get(LISTS, batch_id=batch_id)
    readings = await asyncio.gather(
        *(
            visit.ask("scoring").get(
                A_LIST + "/code-readings", batch_id=batch_id, code=one["occupation_code"], level=str(one["level"])
            )
            for one in lists
        )
    )
    rows = [one | {"readings": read} for one, read in zip(lists, readings, strict=True)]
    return visit.draw("score_lists.html", batch_id=batch_id, listing=Listing(items=rows), states=STATES)


@pages.does("score_lists", "/{code}/{level}/check", roles=frozenset({"score-checker"}))
async def check_list(visit: InVisit, batch_id: str, code: str, level: str, sent: Key) -> Response:
    answer = await visit.ask("scoring").do(
        "POST", A_LIST + "/check", key=sent.key, batch_id=batch_id, code=code, level=level
    )
    return visit.go("score_lists", batch_id=batch_id, said=f"已逐份复算 {answer['checked']} 个成绩，全部相符。")


@pages.does("score_lists", "/{code}/{level}/approval", roles=frozenset({"marking-lead"}), step_up=True)
async def approve_list(visit: InVisit, batch_id: str, code: str, level: str, sent: Key) -> Response:
    await visit.ask("scoring").do("POST", A_LIST + "/approval", key=sent.key, batch_id=batch_id, code=code, level=level)
    return visit.go("score_lists", batch_id=batch_id, said="已审批，可以发布。")


@pages.does("score_lists", "/{code}/{level}/publication", roles=ORGANISERS, step_up=True)
async def publish_list(visit: InVisit, batch_id: str, code: str, level: str, sent: Key) -> Response:
    """As many as the service takes at a time; the page says how many remain, and the button is there again."""
    answer = await visit.ask("scoring").do(
        "POST", A_LIST + "/publication", key=sent.key, batch_id=batch_id, code=code, level=level
    )
    remaining = f"，还有 {answer['remaining']} 人，请再按一次" if answer["remaining"] else "，本成绩单已全部发布"
    return visit.go("score_lists", batch_id=batch_id, said=f"已发布 {answer['done']} 人的成绩{remaining}。")
