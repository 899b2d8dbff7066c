"""Signing in, the first activation, signing out."""

import unicodedata
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.second_factor import asked_to_show, opened, picture, sealed, step_of
from apps.gateway.answering.visit import ARRIVAL, SESSION, InVisit, Visit, own_page, set_cookie, with_session
from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import LASTS, Arrival, Shown
from apps.gateway.domain.errors import (
    CodeWrongError,
    PasswordsDifferError,
    ProviderAloneError,
    SignInFailedError,
    SlipNotValidError,
)
from apps.gateway.identity.credentials import cookie_digest, cookie_value, require_strength
from apps.gateway.ports import Records
from apps.gateway.screens.page_map import PAGES
from apps.gateway.use_cases import entering, sessions

pages = Pages()


def _as_a_number(typed: str) -> str:
    """An input method types full-width letters and figures, a copied number has a blank beside it."""
    return unicodedata.normalize("NFKC", typed).strip()


StaffNumber = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_as_a_number)]
Secret = Annotated[str, Field(min_length=1, max_length=128)]
Code = Annotated[str, Field(min_length=1, max_length=12)]


class PasswordForm(BaseModel):
    account_id: StaffNumber
    password: Secret
    then: str = "/"


class CodeForm(BaseModel):
    code: Code


class SlipForm(BaseModel):
    account_id: StaffNumber
    slip: Annotated[str, Field(min_length=1, max_length=40)]


class ActivationForm(BaseModel):
    """Without a password where an identity provider has it."""

    password: Annotated[str, Field(max_length=128)] = ""
    again: Annotated[str, Field(max_length=128)] = ""
    code: Code


@pages.shows("home")
async def home(visit: InVisit) -> Response:
    """The first page of the navigation that is for this person."""
    first = next(page for page in PAGES if page.menu and page.is_for(visit.roles))
    return visit.go(first.name)


@pages.shows("sign_in")
async def show_sign_in(visit: InVisit, then: str = "/") -> Response:
    if visit.is_signed_in:
        return visit.go_to(own_page(then))
    arrival = await visit.arrival()
    has_ended = SESSION in visit.request.cookies
    return visit.draw(
        "sign_in.html", form=visit.form("sign_in"), then=own_page(then), keeps=bool(arrival.kept), has_ended=has_ended
    )


@pages.does("sign_in")
async def sign_in(visit: InVisit, sent: Annotated[PasswordForm, Form()]) -> Response:
    if visit.gateway.provider:
        raise ProviderAloneError
    who = {"account_id": sent.account_id, "address": visit.place.address}
    await visit.read(entering.may_try, **who, now=visit.now)
    account = await visit.read(_known, id=who["account_id"])
    hashed = account.password if account and account.is_active else ""
    right = await visit.gateway.passwords.match(hashed, sent.password)
    before = await visit.arrival()
    if not before.kept:
        before.then = own_page(sent.then)
    value = cookie_value()
    arrival = await visit.change(
        entering.show_password, **who, right=right, before=before, id=cookie_digest(value), now=visit.now
    )
    if arrival is None:
        raise SignInFailedError
    return arrives(visit.go("second_factor"), value)


@pages.shows("second_factor")
async def show_second_factor(visit: InVisit) -> Response:
    arrival = await visit.read(entering.arrived, arrival_id=visit.arrival_id, shown=Shown.PASSWORD, now=visit.now)
    account = await visit.read(_known, id=arrival.account_id)
    asked = asked_to_show(visit, account, arrival.id)
    return visit.draw("second_factor.html", form=visit.form("second_factor"), asked=asked)


@pages.does("second_factor")
async def show_code(visit: InVisit, sent: Annotated[CodeForm, Form()]) -> Response:
    arrival = await visit.read(entering.arrived, arrival_id=visit.arrival_id, shown=Shown.PASSWORD, now=visit.now)
    account = await visit.read(_known, id=arrival.account_id)
    value = cookie_value()
    session = await visit.change(
        entering.show_code,
        arrival_id=arrival.id,
        second=step_of(visit, account, sent.code),
        id=cookie_digest(value),
        place=visit.place,
        now=visit.now,
    )
    if session is None:
        raise CodeWrongError
    return await signed_in(visit, visit.go_to(arrival.then), value)


@pages.shows("activate")
async def show_activate(visit: InVisit) -> Response:
    return visit.draw("activate.html", form=visit.form("activate"))


@pages.does("activate")
async def show_slip(visit: InVisit, sent: Annotated[SlipForm, Form()]) -> Response:
    account_id, value = sent.account_id, cookie_value()
    arrival = await visit.change(
        entering.show_slip,
        account_id=account_id,
        code=sent.slip,
        before=await visit.arrival(),
        id=cookie_digest(value),
        secret=sealed(visit, visit.gateway.factor.secret(), account_id),
        address=visit.place.address,
        now=visit.now,
    )
    if arrival is None:
        raise SlipNotValidError
    return arrives(visit.go("activate_account"), value)


@pages.shows("activate_account")
async def show_activate_account(visit: InVisit) -> Response:
    arrival = await visit.read(entering.arrived, arrival_id=visit.arrival_id, shown=Shown.SLIP, now=visit.now)
    secret = opened(visit, arrival.secret, arrival.account_id)
    return visit.draw(
        "activate_account.html",
        form=visit.form("activate_account"),
        account_id=arrival.account_id,
        secret=secret,
        picture=picture(visit.gateway.factor.address(secret, arrival.account_id)),
    )


@pages.does("activate_account")
async def activate_account(visit: InVisit, sent: Annotated[ActivationForm, Form()]) -> Response:
    arrival: Arrival = await visit.read(entering.arrived, arrival_id=visit.arrival_id, shown=Shown.SLIP, now=visit.now)
    step = visit.gateway.factor.step(opened(visit, arrival.secret, arrival.account_id), sent.code, visit.now)
    if visit.gateway.provider:
        await visit.change(entering.set_up_factor, arrival_id=arrival.id, step=step, now=visit.now)
        return visit.go("sign_in", said="动态验证码已设置，请登录。")
    account = await visit.read(_known, id=arrival.account_id)
    password = await new_password(visit, sent.password, sent.again, account)
    value = cookie_value()
    await visit.change(
        entering.activate_account,
        arrival_id=arrival.id,
        password=password,
        step=step,
        id=cookie_digest(value),
        place=visit.place,
        now=visit.now,
    )
    return await signed_in(visit, visit.go_to(arrival.then, said="账户已激活，您已登录。"), value)


async def _known(records: Records, *, id: str) -> Account | None:
    return await records.accounts.find_one(id)


async def new_password(visit: Visit, password: str, again: str, account: Account | None) -> str:
    """The hash of a password that its owner typed twice. Raises `PasswordsDifferError` or `PasswordWeakError`."""
    if password != again:
        raise PasswordsDifferError
    require_strength(password, about=[account.id, account.name] if account else [])
    return await visit.gateway.passwords.hash(password)


def arrives(answer: Response, value: str) -> Response:
    """The next step of the way in, by its number."""
    set_cookie(answer, ARRIVAL, value, seconds=int(LASTS.total_seconds()))
    return answer


async def signed_in(visit: Visit, answer: Response, value: str) -> Response:
    """The session that this browser had before is over."""
    if visit.is_signed_in:
        await visit.change(sessions.end_session, id=visit.session.id, account_id=visit.account.id, now=visit.now)
    answer.delete_cookie(ARRIVAL, secure=True, httponly=True)
    return with_session(answer, value)
