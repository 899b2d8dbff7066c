"""The examination day, for those on duty in a room and for those who watch all of them."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.screens.exam_day import (
    ACTS,
    DUTIES,
    FIGURES,
    MEASURES,
    PARTS,
    SIGNERS,
    STAFF_ACTS,
    STATES,
    Session,
    coming,
    signals,
    timetable,
    to_sign,
)
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import EXAM_AFFAIRS, IN_THE_ROOM, SIGNING, SITE_OFFICES

pages = Pages()

WORDS: dict[str, Any] = {
    "parts": PARTS,
    "states": STATES,
    "duties": DUTIES,
    "signers": SIGNERS,
    "figures": FIGURES,
    "acts": ACTS,
    "measures": MEASURES,
}
SIGNED = ("published", "running", "finished")
AT_ONCE = 500
Figure = Annotated[int | None, Field(ge=0, le=9999)]


def seats(typed: str) -> list[int]:
    """Numbers of seats, whatever stands between them."""
    return [int(number) for number in re.findall(r"\d{1,4}", typed)]


class StepForm(Keyed):
    """What was counted for a step, by the names of its figures, and the seats of those who witnessed it."""

    packages: Figure = None
    papers: Figure = None
    present: Figure = None
    absent: Figure = None
    computers: Figure = None
    faulty: Figure = None
    restored: Figure = None
    drawn: Figure = None
    answered: Figure = None
    unanswered: Figure = None
    spare: Figure = None
    witnesses: Annotated[str, Field(max_length=40)] = ""

    def stated(self) -> dict[str, Any]:
        """As scheduling is told."""
        counted = self.model_dump(include=set(FIGURES), exclude_none=True)
        return {"figures": counted, "witnesses": seats(self.witnesses)}


class SignalForm(Keyed):
    site: Annotated[str, Field(max_length=100)]
    signal: Literal["start", "end"]
    at: AwareDatetime


class MisconductForm(Keyed):
    application_id: Annotated[str, Field(min_length=1, max_length=100)]
    act: Annotated[str, Field(max_length=20)]
    facts: Annotated[str, Field(max_length=500)]


class RulingForm(Keyed):
    upheld: bool
    opinion: Annotated[str, Field(max_length=200)]


class StaffActForm(Keyed):
    staff_id: Annotated[str, Field(min_length=1, max_length=100)]
    act: Annotated[str, Field(max_length=20)]
    facts: Annotated[str, Field(max_length=1000)]
    external: bool = False


class MissingForm(Keyed):
    missing: Annotated[int, Field(ge=1, le=9999)]


class SearchEndedForm(Keyed):
    lost: Annotated[int, Field(ge=0, le=9999)]
    reason: Annotated[str, Field(max_length=200)]


@pages.shows("my_sessions")
async def show_my_sessions(visit: InVisit) -> Response:
    found = await visit.ask("scheduling").get("/sessions", query={"mine": "true"})
    sessions = sorted(found["items"], key=lambda one: (one["starts_at"], one["room"]))
    following = coming(sessions)
    shown = await session_of(visit, following["session_id"]) if following else None
    lines = timetable(shown, now=visit.exam_now) if shown else []
    if following:
        await visit.count_as_use()
    steps = own_steps(visit, shown) if shown else []
    return visit.draw("my_sessions.html", sessions=sessions, following=following, lines=lines, steps=steps, **WORDS)


@pages.shows("exam_session")
async def show_session(visit: InVisit, session_id: str) -> Response:
    session = await session_of(visit, session_id)
    mine = [one["duty"] for one in session["staff"] if one["staff_id"] == visit.account.id]
    if mine and session["state"] != "finished":
        await visit.count_as_use()
    return visit.draw(
        "exam_session.html",
        session=session,
        lines=timetable(session, now=visit.exam_now),
        mine=mine,
        works_here=bool(mine) and not visit.roles.isdisjoint(IN_THE_ROOM),
        start=visit.form("exam_session", "/start", session_id=session_id),
        finish=visit.form("exam_session", "/finish", session_id=session_id),
        steps=own_steps(visit, session) if session["state"] in SIGNED else [],
        missing=visit.form("exam_session", "/missing-papers", session_id=session_id),
        misconduct=visit.form("exam_session", "/misconduct", session_id=session_id),
        staff_act=visit.form("exam_session", "/staff-acts", session_id=session_id),
        staff_acts=STAFF_ACTS,
        search_ended=visit.form("exam_session", "/missing-papers/settlement", session_id=session_id),
        **WORDS,
    )


@pages.does("exam_session", "/start", roles=IN_THE_ROOM)
async def start_session(visit: InVisit, session_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("scheduling").do("POST", "/sessions/{session_id}/start", key=sent.key, session_id=session_id)
    return visit.go("exam_session", said="已开考。", session_id=session_id)


@pages.does("exam_session", "/finish", roles=IN_THE_ROOM)
async def finish_session(visit: InVisit, session_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("scheduling").do("POST", "/sessions/{session_id}/finish", key=sent.key, session_id=session_id)
    return visit.go("exam_session", said="已收卷，本场考试结束。", session_id=session_id)


@pages.does("exam_session", "/steps/{step}", roles=SIGNING)
async def sign_step(visit: InVisit, session_id: str, step: str, sent: Annotated[StepForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/steps/{name}",
        key=sent.key,
        body=sent.stated(),
        session_id=session_id,
        name=step,
    )
    said = "已签，本环节办完。" if told["done_at"] else "已签，等另一人签。"
    return visit.go("exam_session", said=said, session_id=session_id)


@pages.does("exam_session", "/misconduct", roles=IN_THE_ROOM)
async def report_misconduct(visit: InVisit, session_id: str, sent: Annotated[MisconductForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/misconduct",
        key=sent.key,
        body=sent.model_dump(exclude={"key"}),
        session_id=session_id,
    )
    follows, _ = MEASURES[told["measure"]]
    confirmed = "，等主考确认" if told["needs_decision"] else ""
    return visit.go("exam_session", said=f"已登记第 {told['number']} 号：{follows}{confirmed}。", session_id=session_id)


@pages.does("exam_session", "/misconduct/{number}/decision", roles=SITE_OFFICES)
async def decide_misconduct(
    visit: InVisit, session_id: str, number: int, sent: Annotated[RulingForm, Form()]
) -> Response:
    await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/misconduct/{number}/decision",
        key=sent.key,
        body={"upheld": sent.upheld, "opinion": sent.opinion},
        session_id=session_id,
        number=str(number),
    )
    return visit.go("exam_session", said=f"第 {number} 号已处理。", session_id=session_id)


@pages.does("exam_session", "/staff-acts", roles=SITE_OFFICES)
async def report_staff_act(visit: InVisit, session_id: str, sent: Annotated[StaffActForm, Form()]) -> Response:
    await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/breaches",
        key=sent.key,
        body=sent.model_dump(exclude={"key"}),
        session_id=session_id,
    )
    return visit.go("exam_session", said="已记入其人员档案，由他人作出处理。", session_id=session_id)


@pages.does("exam_session", "/missing-papers", roles=IN_THE_ROOM)
async def report_missing_papers(visit: InVisit, session_id: str, sent: Annotated[MissingForm, Form()]) -> Response:
    await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/missing-papers",
        key=sent.key,
        body={"missing": sent.missing},
        session_id=session_id,
    )
    return visit.go("exam_session", said="已报告考务办公室，请立即追查。", session_id=session_id)


@pages.does("exam_session", "/missing-papers/settlement", roles=EXAM_AFFAIRS)
async def settle_missing_papers(visit: InVisit, session_id: str, sent: Annotated[SearchEndedForm, Form()]) -> Response:
    await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/missing-papers/settlement",
        key=sent.key,
        body={"lost": sent.lost, "reason": sent.reason},
        session_id=session_id,
    )
    return visit.go("exam_session", said="追查结果已登记。", session_id=session_id)


@pages.does("exam_board", "/signals", roles=SITE_OFFICES)
async def give_signal(visit: InVisit, sent: Annotated[SignalForm, Form()]) -> Response:
    """One signal for all theory rooms of a site that begin, or end, at this moment."""
    body = sent.model_dump(mode="json", exclude={"key"})
    told = await visit.ask("scheduling").do("POST", "/sessions/signals", key=sent.key, body=body)
    word = "开考" if sent.signal == "start" else "结束"
    return visit.go("exam_board", said=f"{word}信号已发布，{len(told['session_ids'])} 个考场已收到。")


@pages.shows("exam_board")
async def show_board(visit: InVisit, site: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Today's rooms; the sites to choose from are those of the day."""
    today = await visit.ask("scheduling").every("/sessions", query={"limit": AT_ONCE})
    sites = sorted({one["site"] for one in today})
    shown = sorted(
        (one for one in today if site in {"", one["site"]}),
        key=lambda one: (one["site"], one["starts_at"], one["room"]),
    )
    counts = {
        "场次": len(shown),
        "考试中": sum(one["state"] == "running" for one in shown),
        "已结束": sum(one["state"] == "finished" for one in shown),
        "已签到": sum(one["checked_in"] for one in shown),
        "应到": sum(one["candidates"] for one in shown),
        "逾时环节": sum(one["late_steps"] for one in shown),
    }
    listing = Listing(items=shown, total=len(shown))
    to_give = signals(shown) if not visit.roles.isdisjoint(SITE_OFFICES) else []
    return visit.draw(
        "exam_board.html",
        listing=listing,
        counts=counts,
        site=site,
        sites=sites,
        signals=[(one, visit.form("exam_board", "/signals")) for one in to_give],
        **WORDS,
    )


def own_steps(visit: Visit, session: Session) -> list[Mapping[str, Any]]:
    """What this person has to sign now in a session."""
    mine = {one["duty"] for one in session["staff"] if one["staff_id"] == visit.account.id}
    return to_sign(session, by=visit.account.id, duties=mine | visit.roles, now=visit.exam_now)


async def session_of(visit: Visit, session_id: str) -> Any:
    """One session with its seats, as far as scheduling shows it to this person."""
    return await visit.ask("scheduling").get("/sessions/{session_id}", session_id=session_id)
