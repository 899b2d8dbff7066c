"""How a page answers: who is let in, and how a refusal comes back to its form."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from apps.gateway.answering.kept_forms import (
    give_back,
    is_urlencoded,
    is_what_waited,
    keep,
    keep_until_sign_in,
    typed_in,
)
from apps.gateway.answering.listing import DeclaredList
from apps.gateway.answering.refusal import Refusal
from apps.gateway.answering.visit import SESSION, Form, Visit
from apps.gateway.domain.errors import RoleMissingError, ServiceAwayError
from apps.gateway.identity.credentials import cookie_digest, cookie_value
from apps.gateway.screens.page_map import PAGE, Page, address
from apps.gateway.use_cases import sessions
from libs.chassis.domain import DomainError
from libs.chassis.web.commands import ReadRequest, UploadTooLargeError, pass_over, read_whole

FORM = 256 * 1024
# As much is read of whoever is signed in, so that what was typed beside a paste of 5 MB comes back.
PASTED = 16 * 1024 * 1024
ENVELOPE = 256 * 1024
LONGEST_FIELD = 20_000  # characters
NOT_KEPT = "登录已结束，文件没有收到。请登录后重新选择文件。"
NOT_BACK = "内容较长，没有填回，请重新粘贴。"
UNREADABLE = Refusal(400, "浏览器发来的内容无法读取，没有办理。请刷新页面后再试。")
FAULT = Refusal(503, "系统出了问题，没有办成，也可能已经办成。请稍后再试；重复提交不会重复办理。")

log = structlog.get_logger()
Handle = Callable[[Request], Awaitable[Response]]


class Declared:
    """What a route says of itself: its page and, if it does something, who may and what it asks for."""

    def __init__(self, page: Page, *, roles: frozenset[str], step_up: bool, most: int) -> None:
        self.page = page
        self.roles = roles
        self.step_up = step_up
        self.most = most

    async def __call__(self) -> None:
        """Nothing to do: the route reads it."""

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may."""
        return self.page.is_for(roles) and (not self.roles or not self.roles.isdisjoint(roles))


class Pages:
    """The routes of some pages: `shows` draws one, `does` is a form of it.

    A form that is refused is drawn again with its page: a route raises, and catches nothing.
    """

    def __init__(self) -> None:
        self.router = APIRouter(route_class=Route, include_in_schema=False)
        # What of these pages is taken out as a file.
        self.lists: list[DeclaredList] = []

    @property
    def routes(self) -> "list[Route]":
        """What was declared."""
        return [route for route in self.router.routes if isinstance(route, Route)]

    @property
    def shown(self) -> dict[str, Handle]:
        """What draws each page, for somebody who was let in."""
        return {route.declared.page.name: route.work for route in self.routes if "GET" in (route.methods or ())}

    def shows(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare the route that draws a page."""
        page = PAGE[name]
        declared = Declared(page, roles=page.roles, step_up=False, most=0)
        return self.router.get(page.path, dependencies=[Depends(declared)], response_class=HTMLResponse)

    def does(
        self,
        name: str,
        suffix: str = "",
        *,
        roles: frozenset[str] | None = None,
        step_up: bool = False,
        most: int = FORM,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare what a form of the page does, at the page's path and `suffix`.

        `roles` where fewer may do it than see the page; with `step_up` the second factor was shown five minutes ago at
        most; `most` is the largest body in bytes, or, of a form with a file, the largest file.
        """
        page = PAGE[name]
        declared = Declared(page, roles=page.roles if roles is None else roles, step_up=step_up, most=most)
        return self.router.post(page.path + suffix, dependencies=[Depends(declared)], response_class=HTMLResponse)


class Route(APIRoute):
    """Lets in whom the page is for, then shows it or does what the form asks."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        [self.declared] = [one.call for one in self.dependant.dependencies if isinstance(one.call, Declared)]

    @property
    def work(self) -> Handle:
        """What it does once somebody is let in."""
        return super().get_route_handler()

    def get_route_handler(self) -> Handle:  # type: ignore[override]
        """Wrap FastAPI's handler."""
        handle = self.work

        async def guarded(request: Request) -> Response:
            try:
                visit = await _visit(request, self.declared)
            except Exception:
                log.exception("page.failed", page=self.declared.page.name)
                return PlainTextResponse(FAULT.sentence, FAULT.status)
            request.state.visit = visit
            try:
                if request.method == "POST":
                    return await _received(request, visit, self.declared, handle)
                return await _let_in_to_see(request, visit, handle)
            except DomainError as refusal:  # also of the page that should have shown a refusal
                return _refused(visit, Refusal.of(refusal))
            except RequestValidationError as malformed:
                return _refused(visit, Refusal.malformed(malformed.errors()))
            except Exception:
                log.exception("page.failed", page=visit.page.name)
                return _refused(visit, FAULT)

        return guarded


async def _visit(request: Request, declared: Declared) -> Visit:
    gateway = request.app.state.service
    value = request.cookies.get(SESSION, "")
    work = gateway.records(gateway.transactions.begin())
    signed_in = await sessions.session_of(work, cookie_digest(value), gateway.clock.now()) if value else None
    visit = Visit(request, gateway, declared.page, signed_in)
    if signed_in:
        request.state.actor = signed_in[1]
        if not visit.is_renewal:
            await visit.count_as_use()
    return visit


async def _let_in_to_see(request: Request, visit: Visit, show: Handle) -> Response:
    if not visit.page.public:
        if not visit.is_signed_in:
            return visit.go_to(f"{address('sign_in')}?{_then(request.url.path + visit.shown)}")
        if not visit.page.is_for(visit.roles):
            raise RoleMissingError
        if visit.session.kept:
            await give_back(visit)
    return await show(request)


async def _received(request: Request, visit: Visit, declared: Declared, do: Handle) -> Response:
    """A file of somebody who is not signed in is kept by nobody, so it is not even gathered."""
    most = _most(request, declared)
    try:
        if visit.is_signed_in:
            return await _done(await read_whole(request, max(most, PASTED)), visit, declared, do)
        if visit.page.public or is_urlencoded(request):
            return await _done(await read_whole(request, most), visit, declared, do)
        await pass_over(request, most)
    except UploadTooLargeError:
        raise UploadTooLargeError(declared.most) from None
    return visit.go_to(f"{address('sign_in')}?{_then(visit.path)}", said=NOT_KEPT)


async def _done(request: ReadRequest, visit: Visit, declared: Declared, do: Handle) -> Response:
    if not visit.page.public and (first := await _comes_first(request, visit, declared)):
        return first
    try:
        answer = await do(request)
    except DomainError as refused:
        refusal = Refusal.of(refused)
    except RequestValidationError as malformed:
        refusal = Refusal.malformed(malformed.errors())
    except HTTPException:  # Starlette's word for a form that is none
        refusal = UNREADABLE
    else:
        if visit.is_signed_in:
            visit.gateway.counts.changed(visit.roles)
        if visit.is_signed_in and await is_what_waited(request, visit):
            await visit.change(sessions.drop_form, session_id=visit.session.id)
        return answer
    return await _drawn_again(request, visit, refusal)


async def _comes_first(request: ReadRequest, visit: Visit, declared: Declared) -> Response | None:
    if not visit.is_signed_in:
        return await keep_until_sign_in(request, visit)
    if not declared.is_for(visit.roles):
        raise RoleMissingError
    if len(await request.body()) > _most(request, declared):
        return await _drawn_again(request, visit, Refusal.of(UploadTooLargeError(declared.most)))
    if declared.step_up and not visit.session.has_just_proved(visit.now):
        await keep(request, visit, typed_by=visit.account.id, session=visit.session)
        return visit.go_to(f"{address('step_up')}?{_then(visit.path + visit.shown)}")
    return None


async def _drawn_again(request: ReadRequest, visit: Visit, refusal: Refusal) -> Response:
    """The page with what was typed; what is longer than any field may be does not come back.

    It is kept if the page itself cannot be drawn, because the service that is away tells what stands on it.
    """
    typed = await typed_in(request)
    why = "太长。" if is_urlencoded(request) else NOT_BACK
    endless = {name: why for name, value in typed.items() if len(value) > LONGEST_FIELD}
    visit.refusal = replace(refusal, fields={**refusal.fields, **endless})
    key = typed.get("key", "") if refusal.status == FAULT.status else ""
    back = {name: value for name, value in typed.items() if name not in endless}
    visit.returned = Form(request.url.path, key or cookie_value(), back, visit.refusal)
    try:
        drawn: Response = await request.app.state.service.shown[visit.page.name](request)
    except ServiceAwayError:
        if typed and visit.is_signed_in:
            visit.waiting = visit.path
            await keep(request, visit, typed_by=visit.account.id, session=visit.session)
        raise
    drawn.status_code = refusal.status
    return drawn


def _refused(visit: Visit, refusal: Refusal) -> Response:
    visit.refusal = refusal
    return visit.draw("refused.html", status=refusal.status, way_on=visit.way_on)


def _most(request: Request, declared: Declared) -> int:
    """The largest body: a file comes in an envelope, with the other fields."""
    return declared.most if is_urlencoded(request) else declared.most + ENVELOPE


def _then(here: str) -> str:
    return urlencode({"then": here})
