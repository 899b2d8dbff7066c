"""Who sits at the screen. The token stays in a cookie that scripts cannot read; the service alone judges it."""

import base64
import json
from dataclasses import dataclass
from typing import Self

from starlette.requests import Request

COOKIE = "duty_token"


@dataclass(frozen=True)
class Session:
    """A person as the token says; what it is worth is decided by the service with every call."""

    token: str
    id: str
    name: str
    roles: tuple[str, ...]

    @classmethod
    def of(cls, request: Request) -> Self | None:
        """The session of this browser, if somebody has signed in."""
        return cls.told(request.cookies.get(COOKIE, ""))

    @classmethod
    def told(cls, token: str) -> Self | None:
        """What a token says of its holder; none if it is not even a token."""
        try:
            claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
            return cls(token, str(claims["sub"]), str(claims.get("name", "")), tuple(map(str, claims.get("roles", ()))))
        except (IndexError, KeyError, TypeError, ValueError, AttributeError):
            return None
