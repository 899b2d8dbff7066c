"""Who is asking: staff tokens (JWT, Ed25519) checked against a key set, and the roles they carry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from libs.chassis.domain import DomainError

ISSUER = "skillseal"
REMEMBERED = 1_000
ALGORITHM = "Ed25519"  # the fully specified name of EdDSA over this curve (RFC 9864)


class UnauthenticatedError(DomainError):
    """There is no token, or it is not one of ours, or it has run out."""

    slug = "unauthenticated"

    def __init__(self) -> None:
        super().__init__("请先登录：没有有效的身份令牌。")


@dataclass(frozen=True)
class Actor:
    """A person, or a program on behalf of nobody in particular, with the roles that the token grants."""

    id: str
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)

    def has_any(self, *roles: str) -> bool:
        """Whether one of these roles is held."""
        return not self.roles.isdisjoint(roles)


def signed_token(key: OKPKey, staff_id: str, roles: Iterable[str], *, expires: datetime, name: str = "") -> str:
    """A staff token as the gateway makes it, signed with its private key."""
    claims = {"iss": ISSUER, "sub": staff_id, "name": name, "roles": list(roles), "exp": int(expires.timestamp())}
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])


class Tokens:
    """Checks tokens against the public keys of the gateway (or identity provider)."""

    def __init__(self, key_set: dict[str, Any]) -> None:
        self._keys = KeySet.import_key_set(key_set)  # type: ignore[arg-type]
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER}, exp={"essential": True}, sub={"essential": True}
        )
        self._signed = lru_cache(maxsize=REMEMBERED)(self._verified)

    def actor(self, authorization: str | None) -> Actor:
        """Read an `Authorization: Bearer …` header. Raises `UnauthenticatedError`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError
        try:
            claims = self._signed(token)
            self._claims.validate(claims)
        except (JoseError, ValueError) as wrong:
            raise UnauthenticatedError from wrong
        return Actor(str(claims["sub"]), str(claims.get("name", "")), frozenset(claims.get("roles", ())))

    def _verified(self, token: str) -> dict[str, Any]:
        """The claims of a token whose signature is good; it stays good, so it is checked once. Its expiry is not."""
        return jwt.decode(token, self._keys, algorithms=[ALGORITHM]).claims
