"""Signing in at an identity provider: there by a link, and back with what it proves."""

import hmac
import secrets
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import JSONResponse, Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit, own_page, with_session
from apps.gateway.domain.arrival import LASTS, Arrival, Shown
from apps.gateway.domain.errors import ProviderAloneError, ProviderAwayError, ProviderRefusedError
from apps.gateway.domain.session import StaffSession
from apps.gateway.gateway import Gateway
from apps.gateway.identity.credentials import cookie_digest, cookie_value
from apps.gateway.identity.provider import Provider
from apps.gateway.routes.me.sign_in import arrives, signed_in
from apps.gateway.use_cases import provider as provided
from apps.gateway.walls import SIGN_OUT
from libs.chassis.web.http import Now, Routes, allow, asks

pages = Pages()
programs = Routes(tags=["provider"])


@pages.shows("provider")
async def leave(visit: InVisit, then: str = "/") -> Response:
    """By a link: a form's answer may lead to this site alone. Whoever is signed in shows it again."""
    provider = _provider(visit)
    visit.gateway.leaving.spend(visit.place.address, now=visit.now)
    before = await visit.arrival()
    if not before.kept:
        before.then = own_page(then)
    value, state, nonce, verifier = (cookie_value() for _ in range(4))
    follower = Arrival(
        id=cookie_digest(value),
        ends_at=visit.now + LASTS,
        shown=Shown.SENT,
        state=state,
        nonce=nonce,
        verifier=verifier,
        session_id=visit.session.id if visit.is_signed_in else "",
    )
    there = await provider.address(state=state, nonce=nonce, verifier=verifier, again=visit.is_signed_in)
    await visit.change(provided.leave, before=before, follower=follower)
    return arrives(visit.go_to(there), value)


@pages.shows("provider_back")
async def come_back(visit: InVisit, code: str = "", state: str = "", iss: str = "") -> Response:
    """Used up before anything is looked at: what comes back comes back once, to the browser that left."""
    provider = _provider(visit)
    arrival: Arrival = await visit.change(provided.come_back, arrival_id=visit.arrival_id, now=visit.now)
    if not secrets.compare_digest(state.encode(), arrival.state.encode()) or not code:
        raise ProviderRefusedError
    await provider.must_have_answered(iss)
    said = await provider.redeem(code, verifier=arrival.verifier, nonce=arrival.nonce, now=visit.now)
    value = cookie_value()
    if arrival.session_id:
        if not visit.is_signed_in or not hmac.compare_digest(visit.session.id, arrival.session_id):
            raise ProviderRefusedError
        await visit.change(
            provided.step_up, arrival=arrival, said=said, follower_id=cookie_digest(value), now=visit.now
        )
        return with_session(visit.go_to(arrival.then), value)
    entered = await visit.change(
        provided.enter, arrival=arrival, said=said, id=cookie_digest(value), place=visit.place, now=visit.now
    )
    if isinstance(entered, StaffSession):
        return await signed_in(visit, visit.go_to(arrival.then), value)
    return arrives(visit.go("second_factor"), value)


@programs.post(SIGN_OUT, dependencies=[asks, allow.anyone()])
async def hear_sign_out(request: Request, logout_token: Annotated[str, Form(max_length=20_000)], now: Now) -> Response:
    """Somebody signed out at the provider: it says so itself, with no browser and no cookie; each time counts once."""
    gateway: Gateway = request.app.state.service
    refused = JSONResponse({"error": "invalid_request"}, status_code=400)
    if gateway.provider is None:
        return refused
    try:
        said = await gateway.provider.signed_out(logout_token, now=now)
        await gateway.change(provided.sign_out, said=said, now=now)
    except ProviderAwayError:
        return Response(status_code=503)
    except ProviderRefusedError:
        return refused
    return Response(status_code=200)


def _provider(visit: Visit) -> Provider:
    if visit.gateway.provider is None:
        raise ProviderAloneError
    return visit.gateway.provider
