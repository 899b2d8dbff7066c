"""Signing candidates in, one by one: from the list, or by the number on the ticket."""

import unicodedata
from dataclasses import replace
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import AfterValidator, AwareDatetime, Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import KeptByAnotherError, TicketNotHereError
from apps.gateway.routes.day.exam_day import session_of
from apps.gateway.screens.exam_day import PARTS, STATES
from apps.gateway.screens.fields import Keyed
from apps.web.words import clock

pages = Pages()

AWAY = 503


def as_printed(typed: str) -> str:
    """A number without what scanners and input methods add to it: spaces, line ends, full width digits."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


class TicketForm(Keyed):
    ticket_number: Annotated[str, Field(max_length=40), AfterValidator(as_printed)]


class SeatForm(Keyed):
    """Whose row it is, as the page calls it."""

    seat: int


class AdmissionForm(SeatForm):
    """`admitted_at`, `offline` and `holder` come from a phone that kept it, perhaps for a while: see `Visit.holder`."""

    admitted_at: AwareDatetime | None = None
    offline: bool = False
    holder: Annotated[str, Field(max_length=40)] = ""


@pages.shows("arrivals")
async def show_arrivals(visit: InVisit, session_id: str) -> Response:
    session = await session_of(visit, session_id)
    form = visit.form("arrivals", session_id=session_id)
    tried = form.value("ticket_number")
    if form.refusal and form.refusal.status != AWAY:  # a scanner would write behind the number that was refused
        form = replace(form, typed={})
    return visit.draw(
        "arrivals.html",
        session=session,
        missing=[one for one in session["seats"] if not one["checked_in_at"]],
        present=[one for one in session["seats"] if one["checked_in_at"]],
        form=form,
        tried=tried,
        holder=visit.holder,
        unknown=TicketNotHereError.says,
        others=KeptByAnotherError.says,
        parts=PARTS,
        states=STATES,
    )


@pages.does("arrivals")
async def admit_by_ticket(visit: InVisit, session_id: str, sent: Annotated[TicketForm, Form()]) -> Response:
    """The number is looked up in the list of the session, so that it stands in no address."""
    session = await session_of(visit, session_id)
    for seat in session["seats"]:
        if seat["ticket_number"] and seat["ticket_number"] == sent.ticket_number:
            found = AdmissionForm(seat=seat["seat"], key=sent.key)
            return await _admit(visit, session_id, seat["application_id"], found)
    raise TicketNotHereError


@pages.does("arrivals", "/{application_id}")
async def admit_from_list(
    visit: InVisit, session_id: str, application_id: str, sent: Annotated[AdmissionForm, Form()]
) -> Response:
    if sent.holder not in {"", visit.holder}:
        raise KeptByAnotherError
    return await _admit(visit, session_id, application_id, sent)


@pages.does("arrivals", "/{application_id}/departure")
async def let_out(visit: InVisit, session_id: str, application_id: str, sent: Annotated[SeatForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/departures/{application_id}",
        key=sent.key,
        session_id=session_id,
        application_id=application_id,
    )
    return visit.go("arrivals", said=f"{sent.seat} 号 {clock(told['left_at'])} 交卷退场。", session_id=session_id)


class LotForm(SeatForm):
    """What the examiner checked before the lot."""

    id_card: bool = False
    ticket: bool = False
    tools: bool = False


@pages.does("arrivals", "/{application_id}/lot")
async def draw_lot(visit: InVisit, session_id: str, application_id: str, sent: Annotated[LotForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/lots/{application_id}",
        key=sent.key,
        body=sent.model_dump(include={"id_card", "ticket", "tools"}),
        session_id=session_id,
        application_id=application_id,
    )
    return visit.go("arrivals", said=f"{sent.seat} 号抽到 {told['station']} 号工位，请签字。", session_id=session_id)


@pages.does("arrivals", "/{application_id}/lot/signature")
async def sign_lot(visit: InVisit, session_id: str, application_id: str, sent: Annotated[SeatForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/lots/{application_id}/signature",
        key=sent.key,
        session_id=session_id,
        application_id=application_id,
    )
    return visit.go("arrivals", said=f"{sent.seat} 号已为 {told['station']} 号工位签字。", session_id=session_id)


async def _admit(visit: Visit, session_id: str, application_id: str, sent: AdmissionForm) -> Response:
    claim = {"admitted_at": sent.admitted_at.isoformat(), "offline": sent.offline} if sent.admitted_at else None
    told = await visit.ask("scheduling").do(
        "POST",
        "/sessions/{session_id}/check-ins/{application_id}",
        key=sent.key,
        body=claim,
        session_id=session_id,
        application_id=application_id,
    )
    at = clock(told["checked_in_at"])
    done = (
        f"{sent.seat} 号此前已于 {at} 签到，请核对人证是否相符。"
        if told["already_in"]
        else f"{sent.seat} 号已签到，{at}。"
    )
    counted = f"已到 {told['present']} 人，应到 {told['candidates']} 人。"
    return visit.go("arrivals", said=done + counted, session_id=session_id)
