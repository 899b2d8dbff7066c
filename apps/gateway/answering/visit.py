"""One request of one person: who it is, what may be done, and how the answer is drawn."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from apps.gateway.answering.refusal import Refusal
from apps.gateway.asking import Asked
from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import Arrival
from apps.gateway.domain.session import LONGEST, StaffSession
from apps.gateway.gateway import Gateway
from apps.gateway.identity.credentials import cookie_digest
from apps.gateway.screens.drawing import draw
from apps.gateway.screens.page_map import PAGE, PAGES, Page, above, address
from apps.gateway.use_cases import entering, sessions
from libs.chassis.web.edge import address_of

R = TypeVar("R")

# No site but this one, not even one below the same domain, can set these (`__Host-`).
SESSION, ARRIVAL, SAID = "__Host-skillseal", "__Host-skillseal-arrival", "__Host-skillseal-said"
LONGEST_DEVICE = 200
RENEWAL = "renewal"


@dataclass(frozen=True)
class Form:
    """One form on a page: its address, what was typed in it before, and what of that was not taken.

    `key` makes the command be done once: a form that is drawn anew has a new one, unless it is not known whether the
    last one was done.
    """

    action: str
    key: str
    typed: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def is_back(self) -> bool:
        """Whether it was sent before and is here again."""
        return bool(self.typed)

    def value(self, name: str, otherwise: str = "") -> str:
        """What stands in a field."""
        return self.typed.get(name, otherwise)

    def ticks(self, name: str) -> list[str]:
        """What was ticked under one name."""
        return self.value(name).splitlines()

    def refused(self, name: str) -> str:
        """Why a field was not taken, if it was not."""
        return self.refusal.fields.get(name, "") if self.refusal else ""


class Visit:
    """What a route works with. `account` is there on every page that is not public.

    `now` is the time of people, their sessions and rights; `exam_now` that of batches, rooms and incidents.
    """

    def __init__(
        self,
        request: Request,
        gateway: Gateway,
        page: Page,
        signed_in: tuple[StaffSession, Account] | None,
    ) -> None:
        self.request = request
        self.gateway = gateway
        self.page = page
        self.now = gateway.clock.now()
        self.exam_now = gateway.exam_clock.now()
        self._signed_in = signed_in
        self.roles = signed_in[1].roles(self.now) if signed_in else frozenset()
        self.returned: Form | None = None
        self.refusal: Refusal | None = None
        self.waiting = ""

    # ---- who

    @property
    def is_signed_in(self) -> bool:
        """Whether it is known who asks."""
        return self._signed_in is not None

    @property
    def session(self) -> StaffSession:
        """The session of whoever is signed in."""
        assert self._signed_in  # noqa: S101 -- the route lets nobody else see a page that is not public
        return self._signed_in[0]

    @property
    def account(self) -> Account:
        """Whoever is signed in."""
        assert self._signed_in  # noqa: S101 -- see `session`
        return self._signed_in[1]

    @property
    def holder(self) -> str:
        """For whom this person's browser keeps something."""
        return self.gateway.holder(self.account.id)

    @property
    def is_renewal(self) -> bool:
        """Whether the page renews itself: then nobody has done anything."""
        return "X-Renewal" in self.request.headers or RENEWAL in self.request.query_params

    @property
    def renewal(self) -> str:
        """Where the page renews itself without a script."""
        return f"{self.request.url.path}?{urlencode({**self.request.query_params, RENEWAL: 'yes'})}"

    async def count_as_use(self) -> None:
        """The session is in use. A renewal is none, but for who is on duty: a phone must not sign out in the room."""
        if self.session.is_seen_anew(self.now):
            await self.change(sessions.see_session, id=self.session.id, now=self.now)

    def is_for(self, page: str) -> bool:
        """Whether a page is for whoever is signed in, so that a link to it leads somewhere."""
        return PAGE[page].is_for(self.roles)

    @property
    def path(self) -> str:
        """Where its page is, also while a form of it is taken."""
        return self.page.path.format_map(self.request.path_params)

    @property
    def shown(self) -> str:
        """What of a list it shows, behind its path: a form whose rows are ticked takes that along, to come back to."""
        return f"?{self.request.url.query}" if self.request.url.query else ""

    @property
    def way_on(self) -> tuple[str, str] | None:
        """Where whoever was refused goes on: title and address of the page that was left, or of the one above it."""
        page = self.page if self.request.method == "POST" else above(self.page)
        if page is None or page.name == "home" or not (self.is_signed_in and page.is_for(self.roles)):
            return None
        return page.title, page.path.format_map(self.request.path_params)

    @property
    def place(self) -> entering.Place:
        """Where the browser is."""
        device = self.request.headers.get("User-Agent", "")[:LONGEST_DEVICE]
        return entering.Place(device=device, address=address_of(self.request))

    async def arrival(self) -> Arrival:
        """How far this browser is on its way in; a new one if it has not begun."""
        known = await self.read(self.arrival_of)
        return known or Arrival(id="", ends_at=self.now)

    async def arrival_of(self, records: Any) -> Arrival | None:
        """See `arrival`."""
        found: Arrival | None = await records.arrivals.find_one(self.arrival_id)
        return found if found and self.now < found.ends_at else None

    @property
    def arrival_id(self) -> str:
        """What its cookie is kept as."""
        return cookie_digest(self.request.cookies.get(ARRIVAL, ""))

    def may_see(self, page: str) -> bool:
        """Whether a page is for this person."""
        return PAGE[page].is_for(self.roles)

    # ---- asking and changing

    async def read(self, use: Callable[..., Awaitable[R]], **given: Any) -> R:
        """Ask a use case that changes nothing."""
        return await self.gateway.read(use, **given)

    async def change(self, use: Callable[..., Awaitable[R]], **given: Any) -> R:
        """Run a use case and commit what it changed."""
        return await self.gateway.change(use, **given)

    def ask(self, service: str) -> Asked:
        """A service, asked in the name of whoever is signed in."""
        return self.gateway.ask(service, self.session, self.account)

    # ---- answering

    def form(self, page: str, suffix: str = "", **parts: str) -> Form:
        """A form of a page, with what was typed in it if it is back."""
        action = address(page, **parts) + suffix
        if self.returned and unquote(self.returned.action) == unquote(action):
            return self.returned
        return Form(action, uuid.uuid4().hex)

    def draw(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page."""
        given = {
            "waits": self._waits(),
            "visit": self,
            "page": self.page,
            "menu": self._menu(),
            "said": self._said(),
            **context,
        }
        answer = HTMLResponse(draw(template, given), status)
        if SAID in self.request.cookies:
            answer.delete_cookie(SAID, secure=True, httponly=True)
        return answer

    def go(self, page: str, *, said: str = "", **parts: str) -> Response:
        """Go on to a page after something was done, and say there what it was: a sentence without names."""
        return self.go_to(address(page, **parts), said=said)

    def go_to(self, path: str, *, said: str = "") -> Response:
        """See `go`."""
        answer = RedirectResponse(path, status_code=303)
        if said:
            set_cookie(answer, SAID, quote(said), seconds=60)
        return answer

    def _waits(self) -> int | None:
        """How much waits for them, as far as it is known: no page is late for it."""
        if not self.is_signed_in:
            return None
        return self.gateway.counts.known(self.session, self.account.id, self.roles)

    def _said(self) -> str:
        return unquote(self.request.cookies.get(SAID, ""))

    def _menu(self) -> dict[str, list[Page]]:
        sections: dict[str, list[Page]] = {}
        for page in PAGES if self.is_signed_in else ():
            if page.menu and page.is_for(self.roles):
                sections.setdefault(page.menu, []).append(page)
        return sections


def set_cookie(answer: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """A cookie that no script reads and no other site sends; without a time it ends with the browser."""
    answer.set_cookie(name, value, max_age=seconds, secure=True, httponly=True, samesite="lax")


def with_session(answer: Response, value: str) -> Response:
    """The session's number. It outlives the session, so that whoever comes back is told what happened."""
    set_cookie(answer, SESSION, value, seconds=int(2 * LONGEST.total_seconds()))
    return answer


def own_page(path: str) -> str:
    """Only a page of the gateway is gone to after signing in."""
    is_ours = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if is_ours and not path.startswith(address("sign_in")) else "/"


async def _visit(request: Request) -> Visit:
    visit: Visit = request.state.visit
    return visit


InVisit = Annotated[Visit, Depends(_visit)]
