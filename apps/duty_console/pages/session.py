"""Who sits at the screen. The browser holds a number drawn by lot, the console the token; the service judges it."""

import asyncio
import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol, Self

import structlog
from cryptography.fernet import Fernet, InvalidToken
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from apps.duty_console.gateway import Lent
from apps.duty_console.service import SESSION_OVER, RefusedError, UnreachableError

COOKIE = "duty_session"
# Seconds before its end that the next token is asked for; and that one is not used any more, for it has a way to go.
RENEWED_BEFORE, LEEWAY = 25.0, 2.0

log = structlog.get_logger()


class Lender(Protocol):
    """Where people are signed in: the staff gateway."""

    async def renew(self, number: str) -> Lent:
        """The next token. Raises `RefusedError` once the person has left or signed out, or `UnreachableError`."""
        ...


@dataclass(eq=False)
class Session:
    """A person as the token says; what it is worth is decided by the service with every call.

    A token that was pasted is used until it runs out. One that the gateway lends is good for a minute, and another is
    had for `number` as long as the person is signed in there, until `expires_at` at the latest; `good_until` goes by
    the monotonic clock. `unseen` are pages that were drawn for this session and that no browser has opened yet.
    """

    token: str
    id: str
    name: str
    roles: tuple[str, ...]
    expires_at: float
    unseen: list[Any] = field(default_factory=list)
    gateway: Lender | None = None
    number: str = ""
    good_until: float = 0.0
    _renewal: "asyncio.Task[None] | None" = None

    @classmethod
    def of(cls, asked: HTTPConnection) -> "Session | None":
        """The session of this browser, as the guard found it."""
        found: Session | None = getattr(asked.state, "session", None)
        return found

    @classmethod
    def signed_in(cls, asked: HTTPConnection) -> "Session":
        """The session of a page that the guard shows to nobody else."""
        found = cls.of(asked)
        if found is None:
            raise HTTPException(HTTPStatus.UNAUTHORIZED)
        return found

    @classmethod
    def told(cls, token: str) -> Self | None:
        """What a token says of its holder; none if it is not even a token."""
        try:
            claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
            roles = tuple(map(str, claims.get("roles", ())))
            return cls(token, str(claims["sub"]), str(claims.get("name", "")), roles, float(claims["exp"]))
        except (IndexError, KeyError, TypeError, ValueError, AttributeError):
            return None

    @classmethod
    def lent(cls, lent: Lent, gateway: Lender, number: str) -> Self:
        """A session as the gateway has opened it."""
        session = cls.told(lent.token)
        if session is None:
            raise UnreachableError
        session.gateway, session.number = gateway, number
        session.take(lent)
        return session

    @property
    def is_over(self) -> bool:
        """Whether the person is known to have signed out, or what was had has run out."""
        return not self.token or self.expires_at <= time.time()

    def end(self) -> None:
        """Forget the token: open pages that still hold this session can do nothing more."""
        self.token = ""

    async def bearer(self) -> str:
        """See `service.Holder`. Of what is lent another is asked for in time, and waited for only when it is needed."""
        if self.gateway and not self.is_over:
            left = self.good_until - time.monotonic()
            if left < RENEWED_BEFORE:
                renewal = self._renewal = self._renewal or asyncio.create_task(self._renew(self.gateway))
                if left <= 0:
                    await asyncio.shield(renewal)
        if self.is_over:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, SESSION_OVER)
        if self.gateway and self.good_until <= time.monotonic():
            raise UnreachableError
        return self.token

    async def _renew(self, gateway: Lender) -> None:
        try:
            self.take(await gateway.renew(self.number))
        except RefusedError:
            self.end()
        except UnreachableError:
            log.warning("gateway.away")
        finally:
            self._renewal = None

    def take(self, lent: Lent) -> None:
        """The next token; with it the person may have other roles."""
        told = self.told(lent.token)
        if told is None or (self.gateway and not self.token):  # signed out meanwhile
            return
        self.token, self.name, self.roles = told.token, told.name, told.roles
        self.good_until = time.monotonic() + lent.seconds - LEEWAY
        self.expires_at = time.time() + lent.session_seconds

    def written(self) -> str:
        """What a console that starts again needs to know it by."""
        return "\n".join((self.token, self.number, str(self.expires_at)) if self.gateway else (self.token,))

    @classmethod
    def read(cls, written: str, gateway: Lender | None) -> Self | None:
        """What `written` wrote, unless it was lent by a gateway that there is no more."""
        token, *lent = written.split("\n")
        session = cls.told(token)
        if session is None or bool(lent) != bool(gateway):
            return None
        if lent:
            session.gateway, session.number, session.expires_at = gateway, lent[0], float(lent[1])
        return session


class Sessions:
    """Everybody who has signed in.

    With a folder, a console that comes back knows them again: one file each, named by a digest of the browser's number
    and sealed with that number, so that nobody signs in with what lies there.
    """

    def __init__(self, directory: Path | None, gateway: Lender | None = None) -> None:
        self._directory = directory
        self._gateway = gateway
        self._known: dict[str, Session] = {}
        if directory:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def open(self, session: Session) -> str:
        """Keep it; answers the number for the browser."""
        self._forget_those_that_are_over()
        number = secrets.token_urlsafe(32)
        self._known[_name(number)] = session
        if file := self._file(number):
            file.touch(mode=0o600)
            file.write_bytes(_seal(number).encrypt(session.written().encode()))
        return number

    def find(self, number: str) -> Session | None:
        """Whose number this is; nobody's when it is made up, or the session is over."""
        session = self._known.get(_name(number)) or self._remembered(number)
        return None if session is None or session.is_over else session

    def end(self, number: str) -> None:
        """Sign out."""
        if session := self._known.pop(_name(number), None):
            session.end()
        if file := self._file(number):
            file.unlink(missing_ok=True)

    def _remembered(self, number: str) -> Session | None:
        file = self._file(number)
        if not number or file is None or not file.exists():
            return None
        try:
            session = Session.read(_seal(number).decrypt(file.read_bytes()).decode(), self._gateway)
        except InvalidToken:
            return None
        if session:
            self._known[_name(number)] = session
        return session

    def _forget_those_that_are_over(self) -> None:
        for name in [name for name, session in self._known.items() if session.is_over]:
            del self._known[name]
            if self._directory:
                (self._directory / name).unlink(missing_ok=True)

    def _file(self, number: str) -> Path | None:
        return self._directory / _name(number) if self._directory else None


def _name(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


def _seal(number: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal" + number.encode()).digest()))
