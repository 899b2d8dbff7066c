"""My own account: password, second factor, where I am signed in; and showing again that it is me."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.second_factor import asked_to_show, opened, picture, sealed, step_of
from apps.gateway.answering.visit import SESSION, InVisit, own_page, with_session
from apps.gateway.domain.errors import CodeWrongError, PasswordWrongError
from apps.gateway.identity.credentials import cookie_digest, cookie_value
from apps.gateway.routes.me.sign_in import Code, CodeForm, Secret, new_password
from apps.gateway.use_cases import accounts, entering, sessions

pages = Pages()


class NewPasswordForm(BaseModel):
    current_password: Secret
    password: Secret
    again: Secret


class NewFactorForm(BaseModel):
    secret: Secret
    code: Code


class StepUpForm(CodeForm):
    then: str = "/"


@pages.shows("my_account")
async def show_my_account(visit: InVisit) -> Response:
    mine = await visit.read(sessions.open_sessions, account_id=visit.account.id, now=visit.now)
    return visit.draw("my_account.html", form=visit.form("my_account", "/password"), sessions=mine)


@pages.does("my_account", "/password")
async def change_password(visit: InVisit, sent: Annotated[NewPasswordForm, Form()]) -> Response:
    right = await visit.gateway.passwords.match(visit.account.password, sent.current_password)
    if not await visit.change(entering.show_own_password, account_id=visit.account.id, right=right, now=visit.now):
        raise PasswordWrongError
    password = await new_password(visit, sent.password, sent.again, visit.account)
    await visit.change(
        accounts.change_password,
        account_id=visit.account.id,
        password=password,
        session_id=visit.session.id,
        now=visit.now,
    )
    return visit.go("my_account", said="密码已修改，其他登录都已结束。")


@pages.does("my_account", "/sessions/{session_id}/end", step_up=True)
async def end_session(visit: InVisit, session_id: str) -> Response:
    await visit.change(sessions.end_session, id=session_id, account_id=visit.account.id, now=visit.now)
    return visit.go("my_account", said="那处登录已结束。")


@pages.does("my_account", "/sign-out")
async def sign_out(visit: InVisit) -> Response:
    await visit.change(sessions.end_session, id=visit.session.id, account_id=visit.account.id, now=visit.now)
    answer = visit.go("sign_in", said="您已退出登录。")
    answer.delete_cookie(SESSION, secure=True, httponly=True)
    return answer


@pages.shows("my_factor")
async def show_my_factor(visit: InVisit) -> Response:
    """A new secret each time; it comes back sealed with the form, and is kept once its code was shown."""
    account = visit.account
    form = visit.form("my_factor")
    secret = opened(visit, form.value("secret"), account.id) if form.is_back else visit.gateway.factor.secret()
    return visit.draw(
        "my_factor.html",
        form=form,
        account_id=account.id,
        secret=secret,
        sealed=sealed(visit, secret, account.id),
        picture=picture(visit.gateway.factor.address(secret, account.id)),
    )


@pages.does("my_factor", step_up=True)
async def change_factor(visit: InVisit, sent: Annotated[NewFactorForm, Form()]) -> Response:
    secret = opened(visit, sent.secret, visit.account.id)
    await visit.change(
        accounts.change_factor,
        account_id=visit.account.id,
        secret=sent.secret,
        step=visit.gateway.factor.step(secret, sent.code, visit.now),
        session_id=visit.session.id,
        now=visit.now,
    )
    return visit.go("my_account", said="动态验证码已更换，其他登录都已结束。")


@pages.shows("step_up")
async def show_step_up(visit: InVisit, then: str = "/") -> Response:
    asked = asked_to_show(visit, visit.account, visit.session.id)
    return visit.draw("step_up.html", form=visit.form("step_up"), then=own_page(then), asked=asked)


@pages.does("step_up")
async def step_up(visit: InVisit, sent: Annotated[StepUpForm, Form()]) -> Response:
    value = cookie_value()
    follower = await visit.change(
        entering.step_up,
        id=visit.session.id,
        second=step_of(visit, visit.account, sent.code),
        follower_id=cookie_digest(value),
        now=visit.now,
    )
    if follower is None:
        raise CodeWrongError
    return with_session(visit.go_to(own_page(sent.then)), value)
