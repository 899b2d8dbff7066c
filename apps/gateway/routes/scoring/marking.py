"""Marking, blind: who marks sees codes and no candidate; who reads the codes marks nothing."""

import asyncio
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Listing, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import FileTooLargeError, NotKnockoutsError, NotMarksError
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.scoring.reviews import leading_to_review, review_of
from apps.gateway.screens.exam_day import FORMS, PARTS
from apps.gateway.screens.fields import Keyed, SentKey
from apps.gateway.screens.page_map import MARKING_READERS, PAGE, address
from apps.web.words import moment

pages = Pages()

EXAMINER, CODER = frozenset({"examiner"}), frozenset({"coder"})
ORGANISERS = frozenset({"marking-lead", "exam-affairs"})
MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE
STATES = {
    "unmarked": ("未评", "quiet"),
    "begun": ("评分中", "quiet"),
    "disputed": ("待裁定", "warn"),
    "marked": ("已评", "good"),
    "excused": ("不需评分", "quiet"),
}
STAGES = {"finished": "已结束", "ahead": "未结束", "called-off": "没有举行"}
Code = Annotated[str, Field(min_length=1, max_length=40)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]
Item = Annotated[int, Field(ge=1, le=1000)]
Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=6)]


class SheetForm(Keyed):
    """One examiner's marks for one piece, line by line, parted in whichever way, and knock-out items by number."""

    code: Code
    marks: Annotated[str, Field(min_length=1, max_length=2000)]
    knocked_out: Annotated[str, Field(max_length=100)] = ""

    def sheet(self) -> dict[str, Any]:
        """As the service takes it. Raises `NotMarksError`, `NotKnockoutsError`."""
        marks, seen = _parted(self.marks), _parted(self.knocked_out)
        if not all(re.fullmatch(r"\d{1,3}(\.\d{1,2})?", one, re.ASCII) for one in marks):
            raise NotMarksError
        if not all(re.fullmatch(r"\d{1,2}", one, re.ASCII) for one in seen):
            raise NotKnockoutsError
        return {"code": self.code, "marks": marks, "knocked_out": [int(one) for one in seen]}


def _parted(typed: str) -> list[str]:
    return [one for one in re.split(r"[\s,，、;；]+", typed) if one]


class CorrectedSheetForm(SheetForm):
    reason: Reason


class RulingForm(Keyed):
    score: Score
    reason: Reason


class AnswerForm(Keyed):
    """One answer that was read in wrongly; nothing means that it was left blank."""

    code: Code
    item: Item
    answer: Annotated[str, Field(max_length=20)] = ""
    reason: Reason


class FormForm(Keyed):
    """The form that the candidate really wrote."""

    code: Code
    form: Annotated[str, Field(pattern="^(A|B|spare)$")]
    reason: Reason


async def _rows(visit: Visit, parts: Mapping[str, str]) -> list[Row]:
    """Every session; of an examiner the own ones, with what is still to do in them."""
    found = await visit.ask("scoring").get("/batches/{batch_id}/sessions", batch_id=parts["batch_id"])
    leads = next((name for name in ("marking_session", "room_similarity") if PAGE[name].is_for(visit.roles)), "")
    reviews = PAGE["reviews"].is_for(visit.roles)
    return [
        one | {"state": _stage(one), "leads": leads, "reviews": review_of(parts["batch_id"], one) if reviews else ""}
        for one in found
    ]


def _stage(session: Row) -> str:
    if session["called_off"]:
        return "called-off"
    return "finished" if session.get("finished_at") else "ahead"


def _session(row: Row) -> Cell:
    """Whoever does not mark there comes to what its scripts have alike, if that is for them."""
    leads = "" if row["leads"] == "room_similarity" and row["part"] != "theory" else row["leads"]
    to = address(leads, session_id=row["session_id"]) if leads else ""
    return Cell(row["session_id"], to=to)


def _held(row: Row) -> Cell:
    words = STAGES[row["state"]]
    below = [moment(row["finished_at"])] if row["state"] == "finished" else []
    return Cell(words, tone="late" if row["state"] == "called-off" else "quiet", below=below)


def _marked(row: Row) -> Cell:
    if "to_submit" in row:
        words, tone = (f"还要评 {row['to_submit']} 份", "warn") if row["to_submit"] else ("已评完", "good")
        return Cell(words, tone=tone, below=[f"待您裁定 {row['to_rule']} 份"] if row.get("to_rule") else [])
    below = [f"待裁定 {row['disputed']}"] if row["disputed"] else []
    return Cell(f"已评 {row['marked']} / {row['scripts']}", below=below)


SESSIONS = DeclaredList(
    page="marking",
    rows=_rows,
    caption="阅卷场次",
    columns=[
        Column("场次", _session, sort="session_id"),
        Column("科目", lambda row: str(PARTS.get(row["part"], row["part"])), sort="part"),
        Column("职业", plain("occupation_code"), sort="occupation_code"),
        Column("等级", leading_to_review, sort="level"),
        Column("考试", _held),
        Column("评分", _marked),
    ],
    choices=[
        Choice(name="part", label="科目", options=PARTS),
        Choice(name="state", label="考试", options=STAGES),
    ],
    empty="没有需要评分的场次。",
)
exported(pages, SESSIONS)


@pages.shows("marking")
async def show_marking(visit: InVisit, batch_id: str) -> Response:
    return visit.draw(
        "marking.html",
        batch_id=batch_id,
        listing=await SESSIONS.shown(visit, batch_id=batch_id),
        sees_all=not visit.roles.isdisjoint(MARKING_READERS | CODER),
    )


@pages.shows("marking_session")
async def show_session(visit: InVisit, session_id: str) -> Response:
    """Each role sees its own part; who is the leader is known by the service alone, which tells no one else."""
    scripts, disputes = await asyncio.gather(_scripts(visit, session_id), _disputes(visit, session_id))
    return visit.draw(
        "marking_session.html",
        session_id=session_id,
        scripts=scripts,
        missing=_own(scripts, submitted=False),
        submitted=_own(scripts, submitted=True),
        disputes=disputes,
        organises=not visit.roles.isdisjoint(ORGANISERS),
        states=STATES,
        forms=FORMS,
    )


async def _scripts(visit: Visit, session_id: str) -> Any:
    """The pieces by code; none for whoever only reads the codes."""
    if visit.roles.isdisjoint(EXAMINER | ORGANISERS):
        return None
    return await visit.ask("scoring").get("/sessions/{session_id}/scripts", session_id=session_id)


def _own(scripts: Any, *, submitted: bool) -> dict[str, str]:
    """The pieces of which an examiner's own sheet is in, or is not: code → words."""
    told = scripts["scripts"] if scripts else []
    return {one["code"]: f"{one['code']}（{FORMS[one['form']]}）" for one in told if one.get("submitted") is submitted}


async def _disputes(visit: Visit, session_id: str) -> list[str] | None:
    """The pieces that wait for a ruling; none for whoever does not lead the examiners of this session."""
    if visit.roles.isdisjoint(EXAMINER):
        return None
    told = await visit.ask("scoring").get_if_allowed("/sessions/{session_id}/disputes", session_id=session_id)
    return list(told["codes"]) if told else None


@pages.does("marking_session", "/codes", roles=CODER, step_up=True)
async def read_codes(visit: InVisit, session_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """What was read is the answer itself: the gateway keeps nothing of it, and no address leads to it."""
    told = await visit.ask("scoring").do(
        "POST", "/sessions/{session_id}/code-readings", key=sent.key, session_id=session_id
    )
    return visit.draw("codes.html", session_id=session_id, listing=Listing(items=told["codes"]), forms=FORMS)


@pages.does("marking_session", "/answer-sheets", roles=ORGANISERS, most=LARGEST)
async def import_answers(visit: InVisit, session_id: str, key: SentKey, file: UploadFile) -> Response:
    content = await file.read()
    if len(content) > LARGEST:
        raise FileTooLargeError(LARGEST // MEGABYTE)
    answer = await visit.ask("scoring").do(
        "POST", "/sessions/{session_id}/answer-sheets", key=key, body=content, beside="file", session_id=session_id
    )
    return visit.go(
        "marking_session",
        session_id=session_id,
        said=f"已导入 {answer['imported']} 份答题卡并评分{_waiting(answer['cases'])}。",
    )


def _waiting(cases: int) -> str:
    return f"，另有 {cases} 张待处理" if cases else ""


@pages.does("marking_session", "/answer-corrections", roles=ORGANISERS)
async def correct_answer(visit: InVisit, session_id: str, sent: Annotated[AnswerForm, Form()]) -> Response:
    return await _done(visit, session_id, "answer-corrections", sent, said="已更正，该份答卷已重新评分。")


@pages.does("marking_session", "/form-corrections", roles=ORGANISERS)
async def correct_form(visit: InVisit, session_id: str, sent: Annotated[FormForm, Form()]) -> Response:
    return await _done(visit, session_id, "form-corrections", sent, said="已更正卷别，该份答卷已重新评分。")


@pages.does("marking_session", "/sheets", roles=EXAMINER)
async def submit_sheet(visit: InVisit, session_id: str, sent: Annotated[SheetForm, Form()]) -> Response:
    body = {"sheets": [sent.sheet()]}
    await visit.ask("scoring").do(
        "POST",
        "/sessions/{session_id}/practical-sheets",
        key=sent.key,
        body=body,
        beside="marks",
        session_id=session_id,
    )
    return visit.go("marking_session", session_id=session_id, said=f"编号 {sent.code} 的评分表已提交。")


@pages.does("marking_session", "/sheet-corrections", roles=EXAMINER)
async def correct_sheet(visit: InVisit, session_id: str, sent: Annotated[CorrectedSheetForm, Form()]) -> Response:
    body = sent.sheet() | {"reason": sent.reason}
    said = f"编号 {sent.code} 的评分表已更正，原评分表仍保留。"
    return await _done(visit, session_id, "practical-corrections", sent, body=body, beside="marks", said=said)


@pages.does("marking_session", "/rulings/{code}", roles=EXAMINER)
async def rule_dispute(visit: InVisit, session_id: str, code: str, sent: Annotated[RulingForm, Form()]) -> Response:
    body = {"code": code, "score": str(sent.score), "reason": sent.reason}
    return await _done(visit, session_id, "rulings", sent, body=body, beside="score", said=f"编号 {code} 已裁定。")


async def _done(  # noqa: PLR0913 -- what is done in which session
    visit: Visit, session_id: str, what: str, sent: Keyed, *, said: str, body: Any = None, beside: str = ""
) -> Response:
    await visit.ask("scoring").do(
        "POST",
        f"/sessions/{{session_id}}/{what}",
        key=sent.key,
        body=body or sent.model_dump(mode="json", exclude={"key"}),
        beside=beside,
        session_id=session_id,
    )
    return visit.go("marking_session", session_id=session_id, said=said)
