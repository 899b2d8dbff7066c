"""An identity provider (OpenID Connect): where a browser is sent, and what it proves when it comes back.

Code flow with PKCE. What must be remembered between leaving and coming back is the gateway's own record; the ID token
is checked here, with the provider's keys and no other.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from apps.gateway.domain.assertion import Assertion, SignedOut
from apps.gateway.domain.errors import ProviderAwayError, ProviderRefusedError
from libs.chassis.web.asking import Bounds, ask

PATIENCE = httpx.Timeout(10.0, connect=3.0)
# A provider says little: who drips or never ends is as good as away.
ANSWERS_WITHIN_SECONDS = 15.0
LONGEST_ANSWER = 256 * 1024  # bytes
# What providers sign with; none of them is symmetric, and `none` is none.
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA", "Ed25519"]
KNOWN_FOR_SECONDS = 3600.0
# Unknown keys are looked up so often and no more: whoever invents key ids does not make us ask all the time.
LOOKED_UP_EVERY_SECONDS = 30.0
# By so much the clock of the provider may differ from ours.
SKEW_SECONDS = 60
# What a provider says of a sign-out it says at once, and again for a little while if nobody answered.
SIGN_OUT_LASTS = timedelta(minutes=10)
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
# What a sign-out calls itself, so that no other token of the provider is one (ASVS 10.5.5).
SIGN_OUT_TYPES = {"logout+jwt", "application/logout+jwt"}

log = structlog.get_logger()


class Metadata(BaseModel):
    """What the provider says of itself (OpenID Connect Discovery)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    authorization_response_iss_parameter_supported: bool = False


class IdToken(BaseModel):
    """What the provider says of the person, as far as it counts here."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    iss: str
    sub: str = Field(min_length=1, max_length=255)
    aud: str | list[str]
    azp: str | None = None
    exp: int
    iat: int
    nonce: str
    sid: str = Field(default="", max_length=255)
    acr: str = ""
    amr: list[str] = []
    auth_time: int | None = None


class LogoutToken(BaseModel):
    """What the provider says of a sign-out (OpenID Connect Back-Channel Logout 1.0). Who has a nonce is an ID token."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    iss: str
    sub: str = Field(default="", max_length=255)
    sid: str = Field(default="", max_length=255)
    aud: str | list[str]
    iat: int
    exp: int
    jti: str = Field(min_length=1, max_length=255)
    events: dict[str, Any]


Told = TypeVar("Told", bound=BaseModel)


@dataclass
class _Known:
    metadata: Metadata
    keys: KeySet
    at: float = field(default_factory=time.monotonic)


class Provider:
    """One provider, by its issuer, for one client of it. `two_factors` are the values of acr or amr that mean two."""

    def __init__(  # noqa: PLR0913 -- what the settings say of it
        self,
        http: httpx.AsyncClient,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        back: str,
        two_factors: frozenset[str],
    ) -> None:
        self._http = http
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._back = back
        self._two_factors = two_factors
        self._known: _Known | None = None
        self.answers_within = ANSWERS_WITHIN_SECONDS

    async def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Where to send a browser; `again` asks for a proof of now. Raises `ProviderAwayError`."""
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._back,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if again else {}),
        }
        endpoint = (await self._told()).metadata.authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def must_have_answered(self, issuer: str) -> None:
        """Whoever answers says which provider it is, if it ever does (RFC 9207). Raises `ProviderRefusedError`."""
        is_said = (await self._told()).metadata.authorization_response_iss_parameter_supported
        if issuer != self.issuer and (issuer or is_said):
            raise ProviderRefusedError

    async def redeem(self, code: str, *, verifier: str, nonce: str, now: datetime) -> Assertion:
        """What a code proves. Raises `ProviderRefusedError` or `ProviderAwayError`."""
        endpoint = (await self._told()).metadata.token_endpoint
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back, "code_verifier": verifier}
        try:
            answer = await self._ask("POST", endpoint, data=sent, auth=(self._client_id, self._client_secret))
        except httpx.HTTPError as fault:
            raise ProviderAwayError from fault
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ProviderAwayError
        try:
            token = answer.json()["id_token"] if answer.is_success else ""
        except (ValueError, KeyError, TypeError, RecursionError):
            token = ""
        if not isinstance(token, str) or not token:
            raise ProviderRefusedError
        return self._assertion((await self._claims(token, IdToken))[0], nonce, now)

    async def signed_out(self, token: str, *, now: datetime) -> SignedOut:
        """Whom a logout token is about. Raises `ProviderRefusedError` or `ProviderAwayError`."""
        told, decoded = await self._claims(token, LogoutToken)
        audiences = [told.aud] if isinstance(told.aud, str) else told.aud
        seconds = now.timestamp()
        if not (
            decoded.header.get("typ") in SIGN_OUT_TYPES
            and "nonce" not in decoded.claims
            and told.iss == self.issuer
            and self._client_id in audiences
            and told.events.get(SIGNED_OUT) is not None
            and (told.sub or told.sid)
            and told.iat - SKEW_SECONDS <= seconds < told.iat + SIGN_OUT_LASTS.total_seconds()
            and seconds < told.exp + SKEW_SECONDS
        ):
            log.warning("provider.refused", reason="claims")
            raise ProviderRefusedError
        return SignedOut(
            id=hashlib.sha256(f"{told.iss} {told.jti}".encode()).hexdigest(),
            identity=identity_of(told.iss, told.sub) if told.sub else "",
            sid=told.sid,
            ends_at=datetime.fromtimestamp(told.iat, UTC) + SIGN_OUT_LASTS,
        )

    def _assertion(self, told: IdToken, nonce: str, now: datetime) -> Assertion:
        audiences = [told.aud] if isinstance(told.aud, str) else told.aud
        seconds = now.timestamp()
        if not (
            told.iss == self.issuer
            and audiences == [self._client_id]
            and told.azp in {None, self._client_id}
            and hmac.compare_digest(told.nonce.encode(), nonce.encode())
            and told.iat - SKEW_SECONDS <= seconds < told.exp + SKEW_SECONDS
            and (told.auth_time is None or 0 <= told.auth_time <= seconds + SKEW_SECONDS)
        ):
            log.warning("provider.refused", reason="claims")
            raise ProviderRefusedError
        return Assertion(
            identity=identity_of(told.iss, told.sub),
            sid=told.sid,
            amr=tuple(told.amr),
            has_two_factors=not self._two_factors.isdisjoint({told.acr, *told.amr} - {""}),
            at=None if told.auth_time is None else min(datetime.fromtimestamp(told.auth_time, UTC), now),
        )

    async def _claims(self, token: str, kind: type[Told]) -> tuple[Told, jwt.Token]:
        """What it signed, as it came and by its shape."""
        try:
            decoded = jwt.decode(token, (await self._told()).keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError, TypeError):
            # It may sign with a key of today.
            try:
                decoded = jwt.decode(token, (await self._told(anew=True)).keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError, TypeError) as wrong:
                log.warning("provider.refused", reason=type(wrong).__name__)
                raise ProviderRefusedError from None
        try:
            return kind.model_validate(decoded.claims), decoded
        except ValidationError:
            log.warning("provider.refused", reason="shape")
            raise ProviderRefusedError from None

    async def _told(self, *, anew: bool = False) -> _Known:
        known = self._known
        age = time.monotonic() - known.at if known else 0.0
        if known and age < (LOOKED_UP_EVERY_SECONDS if anew else KNOWN_FOR_SECONDS):
            return known
        try:
            metadata = Metadata.model_validate(
                await self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            )
            if metadata.issuer != self.issuer:
                log.error("provider.is_another")
                raise ProviderAwayError
            self._known = _Known(metadata, KeySet.import_key_set(await self._get(metadata.jwks_uri)))  # type: ignore[arg-type]
        except (
            httpx.HTTPError,
            JoseError,
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as fault:
            log.warning("provider.away", reason=type(fault).__name__)
            if known:
                return known
            raise ProviderAwayError from fault
        return self._known

    async def _get(self, address: str) -> Mapping[str, Any]:
        answer = await self._ask("GET", address)
        answer.raise_for_status()
        told: Mapping[str, Any] = answer.json()
        return told

    async def _ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        """What it answers. Raises `httpx.HTTPError`."""
        bounds = Bounds(most_bytes=LONGEST_ANSWER, seconds=self.answers_within)
        try:
            return await ask(self._http, method, address, bounds, timeout=PATIENCE, **options)
        except httpx.InvalidURL as odd:
            raise httpx.UnsupportedProtocol("no address") from odd


def identity_of(issuer: str, subject: str) -> str:
    """A person by who says so and the number there: never by a name or an e-mail address."""
    return f"{issuer} {subject}"
