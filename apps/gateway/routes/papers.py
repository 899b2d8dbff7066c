"""The item bank, and papers on their way to the seal."""

import asyncio
import json
from typing import Annotated, Any, Literal

from fastapi import Form, Query, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.domain.errors import FileTooLargeError, NotAFileOfItemsError
from apps.gateway.exam_day import FORMS, PARTS
from apps.gateway.fields import Keyed
from apps.gateway.listing import Listing
from apps.gateway.page_map import BANK_READERS
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit, Visit

pages = Pages()

AT_ONCE = 100
MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE
AUTHORS = frozenset({"item-bank"})
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
    "sealed": "封存",
    "key-released": "移交标准答案",
    "first-turn": "第一人签名启封",
    "opened": "启封",
    "read": "查看",
    "reprinted": "补印",
}
Cursor = Annotated[str, Query(max_length=500)]
Key = Annotated[str, Form()]


class AssemblyForm(Keyed):
    """`subject` is occupation and level: `4-03-02-01/4`."""

    subject: Annotated[str, Field(pattern=r"^\d+(-\d+){3}/[1-5]$")]


class ReviewForm(Keyed):
    verdict: Literal["approved", "returned"]
    remark: Annotated[str, Field(max_length=500)] = ""


@pages.shows("banks")
async def show_banks(visit: InVisit, cursor: Cursor = "") -> Response:
    query = {"limit": AT_ONCE, "cursor": cursor}
    banks, blueprints = await asyncio.gather(
        visit.ask("itembank").get("/banks", query=query), visit.ask("itembank").get("/blueprints", query=query)
    )
    return visit.draw(
        "banks.html",
        banks=Listing(items=banks["items"], next=banks["next"]),
        blueprints=Listing(items=blueprints["items"]),
        import_bank=visit.form("banks", "/bank"),
        import_blueprint=visit.form("banks", "/blueprint"),
    )


@pages.does("banks", "/bank", roles=AUTHORS, most=LARGEST)
async def import_bank(visit: InVisit, key: Key, file: UploadFile) -> Response:
    return await _import(visit, "/banks/{code}/{level}", key, file, said="题库已导入")


@pages.does("banks", "/blueprint", roles=AUTHORS, most=LARGEST)
async def import_blueprint(visit: InVisit, key: Key, file: UploadFile) -> Response:
    return await _import(visit, "/blueprints/{code}/{level}", key, file, said="细目表已导入")


async def _import(visit: Visit, path: str, key: str, file: UploadFile, *, said: str) -> Response:
    """The file says which occupation and level it is of. Raises `FileTooLargeError`, `NotAFileOfItemsError`."""
    content = await file.read()
    if len(content) > LARGEST:
        raise FileTooLargeError(LARGEST // MEGABYTE)
    try:
        told = json.loads(content)
        code, level = str(told["occupation_code"]), str(told["level"])
    except (ValueError, TypeError, KeyError):
        raise NotAFileOfItemsError from None
    await visit.ask("itembank").do("PUT", path, key=key, body=told, beside="file", code=code, level=level)
    return visit.go("banks", said=f"{said}：{code}，{level} 级。")


@pages.shows("papers")
async def show_papers(visit: InVisit, batch_id: str, cursor: Cursor = "") -> Response:
    query = {"batch_id": batch_id, "limit": AT_ONCE, "cursor": cursor}
    found = await visit.ask("itembank").get("/papers", query=query)
    return visit.draw(
        "papers.html",
        batch_id=batch_id,
        listing=Listing(items=found["items"], next=found["next"]),
        subjects=await _subjects(visit),
        assemble=visit.form("papers", "/assembly", batch_id=batch_id),
        states=STATES,
        forms=FORMS,
        parts=PARTS,
    )


async def _subjects(visit: Visit) -> dict[str, str]:
    """What papers can be made of: every accepted bank."""
    if visit.roles.isdisjoint(BANK_READERS):
        return {}
    banks = await visit.ask("itembank").get("/banks", query={"limit": AT_ONCE})
    return {
        f"{one['occupation_code']}/{one['level']}": f"{one['occupation_code']}，{one['level']} 级"
        for one in banks["items"]
        if one["accepted"]
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
