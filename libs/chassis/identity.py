"""Who is asking: staff tokens (JWT, Ed25519) checked against a key set, and the roles they carry."""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from libs.chassis.domain import DomainError

ISSUER = "skillseal"
EVERY_SERVICE = "skillseal"
# Tokens whose signature was checked: more than staff hold at one time.
REMEMBERED = 1_000
ALGORITHM = "Ed25519"  # the fully specified name of EdDSA over this curve (RFC 9864)
TYPE = "at+jwt"  # an access token (RFC 9068): no other thing that the same key may sign one day opens a service
# By so much the clock of whoever signed may be ahead of ours.
SKEW_SECONDS = 60
# 9999-12-31 23:59:59 UTC in seconds: beyond it no `datetime` can be made.
END_OF_CALENDAR = 253_402_300_799


class UnauthenticatedError(DomainError):
    """There is no token, or it is not one of ours, or not for this service, or it has run out."""

    says = "请先登录：没有有效的身份令牌。"


@dataclass(frozen=True)
class Actor:
    """A person, or a program on behalf of nobody in particular, with the roles that the token grants.

    `proved_at` is when the person last showed who they are, UTC, and `amr` how (`pwd`, `otp`); none if it is not told.
    """

    id: str
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    proved_at: datetime | None = None
    amr: frozenset[str] = field(default_factory=frozenset)

    def has_any(self, *roles: str) -> bool:
        """Whether one of these roles is held."""
        return not self.roles.isdisjoint(roles)


Seconds = Annotated[int, Field(ge=0, le=END_OF_CALENDAR)]
Named = Annotated[str, Field(min_length=1, max_length=200)]


class Claims(BaseModel):
    """What a token says, of the shape that the gateway gives it."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    iss: Literal["skillseal"]
    sub: Named
    name: Annotated[str, Field(max_length=200)] = ""
    roles: Annotated[list[Named], Field(max_length=100)]
    aud: Named | Annotated[list[Named], Field(max_length=100)]
    iat: Seconds
    nbf: Seconds = 0
    exp: Seconds
    jti: Annotated[str, Field(max_length=200)] = ""
    auth_time: Seconds | None = None
    amr: Annotated[list[Named], Field(max_length=10)] = []

    def hold(self, *, audience: str, now: float) -> bool:
        """Whether this is the time and the place for it."""
        audiences = {self.aud} if isinstance(self.aud, str) else set(self.aud)
        return bool(audiences & {audience, EVERY_SERVICE}) and max(self.iat, self.nbf) - SKEW_SECONDS <= now < self.exp


def signed_token(  # noqa: PLR0913 -- what a token says
    key: OKPKey,
    staff_id: str,
    roles: Iterable[str],
    *,
    expires: datetime,
    made_at: datetime | None = None,
    name: str = "",
    audience: str | list[str] = EVERY_SERVICE,
    proved_at: datetime | None = None,
    amr: Iterable[str] = (),
) -> str:
    """A staff token as the gateway makes it, signed with its private key; for every service unless some are named.

    It is good from `made_at`, now without it, until `expires`.
    """
    made = int(made_at.timestamp() if made_at else time.time())
    now = min(made, int(expires.timestamp()))
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "sub": staff_id,
        "name": name,
        "roles": list(roles),
        "aud": audience,
        "iat": now,
        "nbf": now,
        "exp": int(expires.timestamp()),
        "jti": uuid.uuid4().hex,
    }
    if proved_at:
        claims |= {"auth_time": int(proved_at.timestamp()), "amr": sorted(amr)}
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": TYPE}, claims, key, algorithms=[ALGORITHM])


class Tokens:
    """Checks tokens against the public keys of the gateway (or identity provider)."""

    def __init__(self, key_set: dict[str, Any], *, audience: str = EVERY_SERVICE) -> None:
        self._keys = KeySet.import_key_set(key_set)  # type: ignore[arg-type]
        self._audience = audience
        self._signed = lru_cache(maxsize=REMEMBERED)(self._verified)

    def actor(self, authorization: str | None) -> Actor:
        """Read an `Authorization: Bearer …` header. Raises `UnauthenticatedError`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError
        claims = self._signed(token)
        if not claims.hold(audience=self._audience, now=time.time()):
            raise UnauthenticatedError
        proved_at = None if claims.auth_time is None else datetime.fromtimestamp(claims.auth_time, UTC)
        return Actor(claims.sub, claims.name, frozenset(claims.roles), proved_at, frozenset(claims.amr))

    def _verified(self, token: str) -> Claims:
        """The claims of a token whose signature is good; it stays good, so it is checked once. Its time is not."""
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
            if decoded.header.get("typ") != TYPE:
                raise UnauthenticatedError
            return Claims.model_validate(decoded.claims)
        except (JoseError, ValidationError, ValueError, TypeError, AttributeError, RecursionError) as wrong:
            raise UnauthenticatedError from wrong
