"""Papers on their way to the seal."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.itembank.banks import AUTHORS, OF_A_LEVEL, CityApprovalForm, every_bank, level_of
from apps.gateway.screens.exam_day import FORMS, PARTS
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import BANK_READERS, address

pages = Pages()

REVIEWERS = frozenset({"item-reviewer"})
SEES_CUSTODY = frozenset({"item-bank", "quality", "supervisor", "director", "auditor"})
STATES = {
    "assembled": ("待审题", "warn"),
    "returned": ("退回重组", "late"),
    "reviewed": ("待封存", "warn"),
    "sealed": ("已封存", "good"),
}
ACTS = {
    "assembled": "组卷",
    "read-for-review": "审题查看",
    "approved": "审题通过",
    "returned": "审题退回",
    "city-approved": "市鉴定中心审批合格",
    "sealed": "封存",
    "key-released": "移交标准答案",
    "first-turn": "第一人签名启封",
    "opened": "启封",
    "read": "查看",
    "reprinted": "补印",
}


class AssemblyForm(Keyed):
    """`subject` is occupation and level: `4-03-02-01/4`."""

    subject: Annotated[str, Field(pattern=r"^\d+(-\d+){3}/[1-5]$")]


class ReviewForm(Keyed):
    verdict: Literal["approved", "returned"]
    remark: Annotated[str, Field(max_length=500)] = ""


async def _papers(visit: Visit, parts: Mapping[str, str]) -> list[Row]:
    return await visit.ask("itembank").every("/papers", query=parts)


PAPERS = DeclaredList(
    page="papers",
    rows=_papers,
    caption="试卷",
    columns=[
        Column(
            "试卷",
            lambda row: Cell(
                f"{PARTS.get(row['part'], row['part'])} {FORMS[row['form']]}",
                to=address("paper", paper_id=row["paper_id"]),
                below=[row["paper_id"]],
            ),
        ),
        Column("职业", plain("occupation_code"), sort="occupation_code"),
        Column("等级", level_of, sort="level"),
        Column("题数", plain("items")),
        Column("状态", status("state", STATES), sort="state"),
    ],
    choices=[
        Choice(name="part", label="科目", options=PARTS),
        OF_A_LEVEL,
        Choice(name="state", label="状态", options={code: words for code, (words, _) in STATES.items()}),
    ],
    empty="还没有组卷。",
)
exported(pages, PAPERS)


@pages.does("paper", "/city-approval", roles=AUTHORS)
async def approve_paper(visit: InVisit, paper_id: str, sent: Annotated[CityApprovalForm, Form()]) -> Response:
    await visit.ask("itembank").do(
        "POST", "/papers/{paper_id}/city-approval", key=sent.key, body=sent.body(), paper_id=paper_id
    )
    return visit.go("paper", paper_id=paper_id, said="市鉴定中心审批已登记。")


@pages.shows("papers")
async def show_papers(visit: InVisit, batch_id: str) -> Response:
    return visit.draw(
        "papers.html",
        batch_id=batch_id,
        listing=await PAPERS.shown(visit, batch_id=batch_id),
        subjects=await _subjects(visit),
        assemble=visit.form("papers", "/assembly", batch_id=batch_id),
    )


async def _subjects(visit: Visit) -> dict[str, str]:
    """What papers can be made of: every accepted bank."""
    if visit.roles.isdisjoint(BANK_READERS):
        return {}
    return {
        f"{one['occupation_code']}/{one['level']}": f"{one['occupation_code']}，{one['level']} 级"
        for one in await every_bank(visit, {})
        if one["usable"]
    }


@pages.does("papers", "/assembly", roles=AUTHORS)
async def assemble_papers(visit: InVisit, batch_id: str, sent: Annotated[AssemblyForm, Form()]) -> Response:
    code, _, level = sent.subject.partition("/")
    body = {"batch_id": batch_id, "occupation_code": code, "level": int(level)}
    made = await visit.ask("itembank").do("POST", "/papers/assembly", key=sent.key, body=body, beside="subject")
    return visit.go("papers", batch_id=batch_id, said=f"已组卷 {len(made['papers'])} 套，等待审题。")


@pages.shows("paper")
async def show_paper(visit: InVisit, paper_id: str) -> Response:
    paper, custody = await asyncio.gather(
        visit.ask("itembank").get("/papers/{paper_id}", paper_id=paper_id), _custody(visit, paper_id)
    )
    return visit.draw(
        "paper.html",
        paper=paper,
        custody=custody,
        states=STATES,
        forms=FORMS,
        parts=PARTS,
        acts=ACTS,
        read=visit.form("paper", "/reading", paper_id=paper_id),
        review=visit.form("paper", "/review", paper_id=paper_id),
        seal=visit.form("paper", "/seal", paper_id=paper_id),
        approve=visit.form("paper", "/city-approval", paper_id=paper_id),
    )


async def _custody(visit: Visit, paper_id: str) -> list[Any] | None:
    """Who did what to it; none for whom the ledger is not."""
    if visit.roles.isdisjoint(SEES_CUSTODY):
        return None
    told = await visit.ask("itembank").get("/papers/{paper_id}/custody", paper_id=paper_id)
    return list(told["entries"])


@pages.does("paper", "/reading", roles=REVIEWERS, step_up=True)
async def read_paper(visit: InVisit, paper_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """What is read is the answer itself: the gateway keeps nothing of it, and no address leads to it."""
    told = await visit.ask("itembank").do("POST", "/papers/{paper_id}/readings", key=sent.key, paper_id=paper_id)
    return visit.draw("read_paper.html", paper_id=paper_id, paper=told)


@pages.does("paper", "/review", roles=REVIEWERS)
async def review_paper(visit: InVisit, paper_id: str, sent: Annotated[ReviewForm, Form()]) -> Response:
    body = {"verdict": sent.verdict, "remark": sent.remark}
    await visit.ask("itembank").do(
        "POST", "/papers/{paper_id}/review", key=sent.key, body=body, beside="remark", paper_id=paper_id
    )
    said = "审题通过，等待封存。" if sent.verdict == "approved" else "已退回，须重新组卷。"
    return visit.go("paper", paper_id=paper_id, said=said)


@pages.does("paper", "/seal", roles=AUTHORS, step_up=True)
async def seal_paper(visit: InVisit, paper_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("itembank").do("POST", "/papers/{paper_id}/seal", key=sent.key, paper_id=paper_id)
    return visit.go("paper", paper_id=paper_id, said="已封存。启封前任何人不能再看。")
