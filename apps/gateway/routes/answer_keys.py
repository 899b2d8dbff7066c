"""Answer keys of theory papers: released by the item bank once every session is over, handed to the marking sealed."""

import asyncio
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.exam_day import FORMS
from apps.gateway.fields import Keyed
from apps.gateway.listing import Listing
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit

pages = Pages()

AT_ONCE = 200


@pages.shows("answer_keys")
async def show_answer_keys(visit: InVisit, batch_id: str) -> Response:
    papers, keys = await asyncio.gather(
        visit.ask("itembank").every("/papers", query={"batch_id": batch_id, "state": "sealed", "limit": AT_ONCE}),
        visit.ask("scoring").get("/batches/{batch_id}/keys", batch_id=batch_id),
    )
    received = {one["paper_id"]: one for one in keys}
    rows = [one | {"received": received.get(one["paper_id"])} for one in papers if one["part"] == "theory"]
    return visit.draw("answer_keys.html", batch_id=batch_id, listing=Listing(items=rows), forms=FORMS)


@pages.does("answer_keys", "/{paper_id}", step_up=True)
async def hand_over_key(visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """The key passes through sealed: nobody here can read it, and nothing of it is kept."""
    key = await visit.ask("itembank").do("POST", "/papers/{paper_id}/key-release", key=sent.key, paper_id=paper_id)
    await visit.ask("scoring").do("PUT", "/keys/{paper_id}", key=sent.key, body=key, paper_id=paper_id)
    return visit.go("answer_keys", batch_id=batch_id, said="标准答案已密封移交阅卷。")
