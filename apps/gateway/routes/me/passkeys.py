"""Passkeys: made and removed after a proof, shown as the second factor when signing in and whenever it matters."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.second_factor import asked_to_make, challenge_of, shown_by
from apps.gateway.answering.visit import InVisit, own_page, with_session
from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import Shown
from apps.gateway.domain.errors import PasskeyRefusedError
from apps.gateway.identity.credentials import cookie_digest, cookie_value
from apps.gateway.ports import Records
from apps.gateway.routes.me.sign_in import signed_in
from apps.gateway.screens.fields import Name
from apps.gateway.use_cases import accounts, entering

pages = Pages()


class PasskeyForm(BaseModel):
    """What the browser answered, and the sealed challenge that it was asked with."""

    credential: Annotated[str, Field(min_length=1, max_length=20_000)]
    asked: Annotated[str, Field(max_length=1_000)]


class NewPasskeyForm(PasskeyForm):
    name: Name


class StepUpForm(PasskeyForm):
    then: str = "/"


@pages.shows("my_passkeys")
async def show_my_passkeys(visit: InVisit) -> Response:
    return visit.draw("my_passkeys.html", form=visit.form("my_passkeys"), asked=asked_to_make(visit))


@pages.does("my_passkeys", step_up=True)
async def add_passkey(visit: InVisit, sent: Annotated[NewPasskeyForm, Form()]) -> Response:
    if visit.gateway.passkeys is None:
        raise PasskeyRefusedError
    challenge = challenge_of(visit, sent.asked, visit.session.id)
    passkey = visit.gateway.passkeys.made(sent.credential, challenge, name=sent.name, now=visit.now)
    await visit.change(
        accounts.add_passkey,
        account_id=visit.account.id,
        passkey=passkey,
        session_id=visit.session.id,
        now=visit.now,
    )
    return visit.go("my_passkeys", said="通行密钥已添加，其他登录都已结束。动态验证码仍可使用。")


@pages.does("my_passkeys", "/{passkey_id}/remove", step_up=True)
async def remove_passkey(visit: InVisit, passkey_id: str) -> Response:
    await visit.change(
        accounts.remove_passkey,
        account_id=visit.account.id,
        id=passkey_id,
        session_id=visit.session.id,
        now=visit.now,
    )
    return visit.go("my_passkeys", said="通行密钥已删除，其他登录都已结束。")


@pages.does("second_factor", "/passkey")
async def show_passkey(visit: InVisit, sent: Annotated[PasskeyForm, Form()]) -> Response:
    arrival = await visit.read(entering.arrived, arrival_id=visit.arrival_id, shown=Shown.PASSWORD, now=visit.now)
    account = await visit.read(_known, id=arrival.account_id)
    value = cookie_value()
    session = await visit.change(
        entering.show_code,
        arrival_id=arrival.id,
        second=shown_by(visit, account, sent.credential, sent.asked, arrival.id),
        id=cookie_digest(value),
        place=visit.place,
        now=visit.now,
    )
    if session is None:
        raise PasskeyRefusedError
    return await signed_in(visit, visit.go_to(arrival.then), value)


@pages.does("step_up", "/passkey")
async def step_up(visit: InVisit, sent: Annotated[StepUpForm, Form()]) -> Response:
    value = cookie_value()
    follower = await visit.change(
        entering.step_up,
        id=visit.session.id,
        second=shown_by(visit, visit.account, sent.credential, sent.asked, visit.session.id),
        follower_id=cookie_digest(value),
        now=visit.now,
    )
    if follower is None:
        raise PasskeyRefusedError
    return with_session(visit.go_to(own_page(sent.then)), value)


async def _known(records: Records, *, id: str) -> Account | None:
    return await records.accounts.find_one(id)
