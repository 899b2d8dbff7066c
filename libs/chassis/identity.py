"""Who is asking: staff tokens (JWT, Ed25519) checked against a key set, and the roles they carry."""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from libs.chassis.domain import DomainError
from libs.contracts.event import SYSTEM

ISSUER = "skillseal"
EVERY_SERVICE = "skillseal"
# Tokens whose signature was checked: more than staff hold at one time.
REMEMBERED = 1_000
ALGORITHM = "Ed25519"  # the fully specified name of EdDSA over this curve (RFC 9864)
TYPE = "at+jwt"  # an access token (RFC 9068): no other thing that the same key may sign one day opens a service
# A token for one command on the bus, which may lie there while nobody takes it; it opens no HTTP route.
COMMAND_TYPE = "command+jwt"
LONGEST_COMMAND_SECONDS = 24 * 3600
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


def _somebody(name: str) -> str:
    """Nobody acts under the name that stands for nobody."""
    if name == SYSTEM:
        message = "that is nobody's name"
        raise ValueError(message)
    return name


class Claims(BaseModel):
    """What a token says, of the shape that the gateway gives it."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    iss: Literal["skillseal"]
    sub: Annotated[Named, AfterValidator(_somebody)]
    name: Annotated[str, Field(max_length=200)] = ""
    roles: Annotated[list[Named], Field(max_length=100)]
    aud: Named | Annotated[list[Named], Field(max_length=100)]
    iat: Seconds
    nbf: Seconds = 0
    exp: Seconds
    jti: Annotated[str, Field(max_length=200)] = ""
    auth_time: Seconds | None = None
    amr: Annotated[list[Named], Field(max_length=10)] = []
    command: Annotated[str, Field(max_length=200)] = ""

    def hold(self, *, audience: str, now: float) -> bool:
        """Whether this is the time and the place for it."""
        audiences = {self.aud} if isinstance(self.aud, str) else set(self.aud)
        return bool(audiences & {audience, EVERY_SERVICE}) and max(self.iat, self.nbf) - SKEW_SECONDS <= now < self.exp

    def permits(self, command: str, *, audience: str) -> bool:
        """Whether it is for this command of this very service, and not for longer than any such token is."""
        return (self.command, self.aud) == (command, audience) and self.exp - self.iat <= LONGEST_COMMAND_SECONDS


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
    claims = _claims(staff_id, roles, expires=expires, made_at=made_at, name=name, audience=audience)
    if proved_at:
        claims |= {"auth_time": int(proved_at.timestamp()), "amr": sorted(amr)}
    return _signed(key, TYPE, claims)


def command_token(  # noqa: PLR0913 -- what a token says
    key: OKPKey,
    staff_id: str,
    roles: Iterable[str],
    *,
    command: str,
    made_at: datetime | None = None,
    name: str = "",
) -> str:
    """A token that sends one kind of command, named by its routing key, for a day: whenever it is delivered."""
    made_at = made_at or datetime.now(UTC)
    service, expires = command.split(".", 1)[0], made_at + timedelta(seconds=LONGEST_COMMAND_SECONDS)
    claims = _claims(staff_id, roles, expires=expires, made_at=made_at, name=name, audience=service)
    return _signed(key, COMMAND_TYPE, claims | {"command": command})


def _claims(  # noqa: PLR0913 -- what a token says
    staff_id: str,
    roles: Iterable[str],
    *,
    expires: datetime,
    made_at: datetime | None,
    name: str,
    audience: str | list[str],
) -> dict[str, Any]:
    made = int(made_at.timestamp() if made_at else time.time())
    now = min(made, int(expires.timestamp()))
    return {
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


def _signed(key: OKPKey, kind: str, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": kind}, claims, key, algorithms=[ALGORITHM])


class Tokens:
    """Checks tokens against the public keys of the gateway (or identity provider)."""

    def __init__(self, key_set: dict[str, Any], *, audience: str = EVERY_SERVICE) -> None:
        self._keys = KeySet.import_key_set(key_set)  # type: ignore[arg-type]
        self._audience = audience
        self._signed = lru_cache(maxsize=REMEMBERED)(self._verified)

    def actor(self, authorization: str | None) -> Actor:
        """Read an `Authorization: Bearer …` header. Raises `UnauthenticatedError`."""
        kind, claims = self._read(authorization)
        if kind != TYPE:
            raise UnauthenticatedError
        return _actor(claims)

    def sender(self, authorization: str | None, command: str) -> Actor:
        """Whoever wants a command on the bus: by a token for it alone, or by one that opens the service now.

        Raises `UnauthenticatedError`.
        """
        kind, claims = self._read(authorization)
        if kind == COMMAND_TYPE and not claims.permits(command, audience=self._audience):
            raise UnauthenticatedError
        return _actor(claims)

    def _read(self, authorization: str | None) -> tuple[str, Claims]:
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError
        kind, claims = self._signed(token)
        if not claims.hold(audience=self._audience, now=time.time()):
            raise UnauthenticatedError
        return kind, claims

    def _verified(self, token: str) -> tuple[str, Claims]:
        """Type and claims of a token whose signature is good; it stays good, so it is checked once. Its time is not."""
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
            kind = decoded.header.get("typ")
            if kind not in {TYPE, COMMAND_TYPE}:
                raise UnauthenticatedError
            return str(kind), Claims.model_validate(decoded.claims)
        except (JoseError, ValidationError, ValueError, TypeError, AttributeError, RecursionError) as wrong:
            raise UnauthenticatedError from wrong


def _actor(claims: Claims) -> Actor:
    proved_at = None if claims.auth_time is None else datetime.fromtimestamp(claims.auth_time, UTC)
    return Actor(claims.sub, claims.name, frozenset(claims.roles), proved_at, frozenset(claims.amr))
