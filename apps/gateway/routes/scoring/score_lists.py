"""The score lists of a batch: recomputed by one, approved by another, published by the office."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.scoring.reviews import leading_to_review, review_of
from apps.gateway.screens.fields import Keyed

pages = Pages()

LISTS = "/batches/{batch_id}/lists"
A_LIST = LISTS + "/{code}/{level}"
STATES = {
    "open": ("阅卷中", "quiet"),
    "marked": ("待核分", "warn"),
    "checked": ("已核分", "warn"),
    "approved": ("已审批", "warn"),
    "published": ("已发布", "good"),
}
ORGANISERS = frozenset({"marking-lead", "exam-affairs"})


async def _rows(visit: Visit, parts: Mapping[str, str]) -> list[Row]:
    """One that is marked to the last script waits for its check, and says so."""
    scoring, batch_id = visit.ask("scoring"), parts["batch_id"]
    lists: list[Any] = await scoring.get(LISTS, batch_id=batch_id)
    readings = await asyncio.gather(
        *(
            scoring.get(
                A_LIST + "/code-readings", batch_id=batch_id, code=one["occupation_code"], level=str(one["level"])
            )
            for one in lists
        )
    )
    return [
        one
        | {"readers": sorted({reading["by"] for reading in read}), "reviews": review_of(batch_id, one)}
        | ({"state": "marked"} if one["state"] == "open" and 0 < one["scripts"] == one["marked"] else {})
        for one, read in zip(lists, readings, strict=True)
    ]


def _marked(row: Row) -> Cell:
    return Cell(f"已评 {row['marked']} / {row['scripts']}", below=[f"待裁定 {row['disputed']}"] * bool(row["disputed"]))


def _state(row: Row) -> Cell:
    words, tone = STATES[row["state"]]
    begun = row["published"] and row["state"] != "published"
    return Cell(words, tone=tone, below=[f"已发布 {row['published']} 人"] if begun else [])


def _people(row: Row) -> Cell:
    told = {"核分": row["checked_by"], "审批": row["approved_by"], "读过编号": "、".join(row["readers"])}
    first, *others = [f"{what} {who}" for what, who in told.items() if who] or ["—"]
    return Cell(first, below=others)


SCORE_LISTS = DeclaredList(
    page="score_lists",
    rows=_rows,
    caption="成绩单",
    columns=[
        Column("职业", plain("occupation_code"), sort="occupation_code"),
        Column("等级", leading_to_review, sort="level"),
        Column("进度", _marked, sort="marked"),
        Column("状态", _state, sort="state"),
        Column("经办", _people),
    ],
    choices=[Choice(name="state", label="状态", options={code: words for code, (words, _) in STATES.items()})],
    empty="本批次还没有成绩单：考试结束后自动生成。",
)
exported(pages, SCORE_LISTS)


@pages.shows("score_lists")
async def show_score_lists(visit: InVisit, batch_id: str) -> Response:
    listing = await SCORE_LISTS.shown(visit, batch_id=batch_id)
    return visit.draw("score_lists.html", batch_id=batch_id, listing=listing)


@pages.does("score_lists", "/{code}/{level}/check", roles=frozenset({"score-checker"}))
async def check_list(visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[Keyed, Form()]) -> Response:
    answer = await visit.ask("scoring").do(
        "POST", A_LIST + "/check", key=sent.key, batch_id=batch_id, code=code, level=level
    )
    return visit.go("score_lists", batch_id=batch_id, said=f"已逐份复算 {answer['checked']} 个成绩，全部相符。")


@pages.does("score_lists", "/{code}/{level}/approval", roles=frozenset({"marking-lead"}), step_up=True)
async def approve_list(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[Keyed, Form()]
) -> Response:
    await visit.ask("scoring").do("POST", A_LIST + "/approval", key=sent.key, batch_id=batch_id, code=code, level=level)
    return visit.go("score_lists", batch_id=batch_id, said="已审批，可以发布。")


@pages.does("score_lists", "/{code}/{level}/publication", roles=ORGANISERS, step_up=True)
async def publish_list(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[Keyed, Form()]
) -> Response:
    """As many as the service takes at a time; the page says how many remain, and the button is there again."""
    answer = await visit.ask("scoring").do(
        "POST", A_LIST + "/publication", key=sent.key, batch_id=batch_id, code=code, level=level
    )
    remaining = f"，还有 {answer['remaining']} 人，请再按一次" if answer["remaining"] else "，本成绩单已全部发布"
    return visit.go("score_lists", batch_id=batch_id, said=f"已发布 {answer['done']} 人的成绩{remaining}。")
