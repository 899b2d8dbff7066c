"""Answer keys and score sheets: released by the item bank once every session is over, handed to the marking sealed.

A wrong answer is corrected item by item, by two people who type the same answer: neither is shown what the other typed.
"""

import asyncio
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.exam_day import FORMS, PARTS
from apps.gateway.screens.fields import Keyed

pages = Pages()

AT_ONCE = 200
CORRECTIONS, PREVIEWS = "/keys/{paper_id}/corrections", "/keys/{paper_id}/correction-previews"
RECHECKS, RECHECK_PREVIEWS = "/keys/{paper_id}/rechecks", "/keys/{paper_id}/recheck-previews"


class PreviewForm(Keyed):
    item: Annotated[int, Field(ge=1)]
    answer: Annotated[str, Field(min_length=1, max_length=20)]


class CorrectionForm(PreviewForm):
    reason: Annotated[str, Field(min_length=2, max_length=500)]


class RecheckForm(CorrectionForm):
    authority: Annotated[str, Field(min_length=2, max_length=200)]


@pages.shows("answer_keys")
async def show_answer_keys(visit: InVisit, batch_id: str) -> Response:
    papers, keys = await asyncio.gather(
        visit.ask("itembank").every("/papers", query={"batch_id": batch_id, "state": "sealed", "limit": AT_ONCE}),
        visit.ask("scoring").get("/batches/{batch_id}/keys", batch_id=batch_id),
    )
    received = {one["paper_id"]: one for one in keys}
    rows = [one | {"received": received.get(one["paper_id"])} for one in papers]
    return visit.draw("answer_keys.html", batch_id=batch_id, listing=Listing(items=rows), forms=FORMS, parts=PARTS)


@pages.does("answer_keys", "/{paper_id}", roles=frozenset({"marking-lead"}), step_up=True)
async def hand_over_key(visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """The key passes through sealed: nobody here can read it, and nothing of it is kept."""
    key = await visit.ask("itembank").do("POST", "/papers/{paper_id}/key-release", key=sent.key, paper_id=paper_id)
    await visit.ask("scoring").do("PUT", "/keys/{paper_id}", key=sent.key, body=key, paper_id=paper_id)
    return visit.go("answer_keys", batch_id=batch_id, said="标准答案或评分标准已密封移交阅卷。")


@pages.shows("answer_key")
async def show_answer_key(visit: InVisit, batch_id: str, paper_id: str) -> Response:
    told = await visit.ask("scoring").get(CORRECTIONS, paper_id=paper_id)
    form = visit.form("answer_key", "/recheck" if told["registered"] else "", batch_id=batch_id, paper_id=paper_id)
    return visit.draw("answer_key.html", batch_id=batch_id, told=told, form=form)


@pages.does("answer_key", "/preview", step_up=True)
async def preview_correction(
    visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[PreviewForm, Form()]
) -> Response:
    """What was typed is the answer itself: no address leads to it, and nothing is written."""
    return await _preview(visit, batch_id, paper_id, sent, registered=False)


@pages.does("answer_key", "/recheck-preview", step_up=True)
async def preview_recheck(
    visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[PreviewForm, Form()]
) -> Response:
    """The same after the registration, when it is told whose posted result changes."""
    return await _preview(visit, batch_id, paper_id, sent, registered=True)


async def _preview(visit: InVisit, batch_id: str, paper_id: str, sent: PreviewForm, *, registered: bool) -> Response:
    asked = {"item": sent.item, "answer": sent.answer}
    path = RECHECK_PREVIEWS if registered else PREVIEWS
    told = (await visit.ask("scoring").look(path, body=asked, beside="answer", paper_id=paper_id)).json()
    return visit.draw(
        "key_preview.html",
        batch_id=batch_id,
        paper_id=paper_id,
        asked=asked,
        told=told,
        registered=registered,
        form=visit.form("answer_key", "/recheck" if registered else "", batch_id=batch_id, paper_id=paper_id),
    )


@pages.does("answer_key", step_up=True)
async def correct_answer_key(
    visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[CorrectionForm, Form()]
) -> Response:
    body = {"item": sent.item, "answer": sent.answer, "reason": sent.reason}
    done = await visit.ask("scoring").do("POST", CORRECTIONS, key=sent.key, body=body, paper_id=paper_id)
    said = "已提出更正，等待另一人录入同样的答案。"
    if done["state"] == "corrected":
        said = f"标准答案已更正，重评 {done['remarked']} 份答卷，其中 {len(done['changed'])} 份成绩有变化。"
    return visit.go("answer_key", batch_id=batch_id, paper_id=paper_id, said=said)


@pages.does("answer_key", "/recheck", step_up=True)
async def recheck_answer_key(
    visit: InVisit, batch_id: str, paper_id: str, sent: Annotated[RecheckForm, Form()]
) -> Response:
    body = {"item": sent.item, "answer": sent.answer, "reason": sent.reason, "authority": sent.authority}
    done = await visit.ask("scoring").do("POST", RECHECKS, key=sent.key, body=body, paper_id=paper_id)
    said = "已提出复核，等待另一人录入同样的答案和依据。"
    if done["state"] == "corrected":
        said = f"已复核，重评 {done['remarked']} 份答卷，{done['posted']} 人的成绩重新公示。"
    return visit.go("answer_key", batch_id=batch_id, paper_id=paper_id, said=said)
