"""Who sits at the screen. The browser holds a number drawn by lot, the console the token; the service judges it."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

COOKIE = "duty_session"


@dataclass(eq=False)
class Session:
    """A person as the token says; what it is worth is decided by the service with every call.

    `unseen` are pages that were drawn for this session and that no browser has opened yet.
    """

    token: str
    id: str
    name: str
    roles: tuple[str, ...]
    expires_at: float
    unseen: list[Any] = field(default_factory=list)

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

    @property
    def is_over(self) -> bool:
        """Whether the person has signed out, or the token has run out."""
        return not self.token or self.expires_at <= time.time()

    def end(self) -> None:
        """Forget the token: open pages that still hold this session can do nothing more."""
        self.token = ""


class Sessions:
    """Everybody who has signed in.

    With a folder, a console that comes back knows them again: one file each, named by a digest of the browser's number
    and sealed with that number, so that nobody signs in with what lies there.
    """

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
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
            file.write_bytes(_seal(number).encrypt(session.token.encode()))
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
            session = Session.told(_seal(number).decrypt(file.read_bytes()).decode())
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
