"""An OpenID provider as a process of its own, honest or as a test has it lie: `python -m … PORT`.

`oidc-provider-mock` is well kept, but brings Flask, and no provider of a library forges a token on demand.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from fastapi import Body, FastAPI, Form, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "skillseal-gateway", "a-secret-of-the-client-and-the-provider"


def provider(issuer: str) -> FastAPI:
    """Where a person is always signed in: whoever `/told` named last."""
    app = FastAPI()
    keys = [RSAKey.generate_key(2048, parameters={"kid": "one"})]
    told: dict[str, Any] = {}
    codes: dict[str, dict[str, str]] = {}

    @app.get("/.well-known/openid-configuration")
    async def metadata() -> dict[str, Any]:
        return {
            "issuer": told.get("issuer", issuer),
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
        }

    @app.get("/keys")
    async def published() -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in keys]}

    @app.post("/told", status_code=204)
    async def tell(body: Annotated[dict[str, Any], Body()]) -> None:
        told.clear()
        told.update(body)
        if told.get("new_key"):
            keys[:] = [RSAKey.generate_key(2048, parameters={"kid": secrets.token_hex(4)})]

    tells_of_sign_outs(app, issuer, keys, told)
    says_anything(app, told)

    @app.get("/authorize")
    async def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        known = (asked["client_id"], asked["response_type"], asked["scope"], asked["code_challenge_method"])
        if known != (CLIENT, "code", "openid", "S256"):
            raise HTTPException(400)
        code = secrets.token_urlsafe()
        codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": issuer} | told.get("back", {})
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", status_code=302)

    @app.post("/token")
    async def token(
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        authorization: Annotated[str, Header()],
    ) -> JSONResponse:
        asked = codes.pop(code, None)
        client = f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
        digest = _base64(hashlib.sha256(code_verifier.encode()).digest())
        if not asked or authorization != client:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if (asked["redirect_uri"], asked["code_challenge"]) != (redirect_uri, digest):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(told.get("now", time.time()))
        claims = {"iss": issuer, "sub": "u-1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        said = {name: value for name, value in (claims | told.get("claims", {})).items() if value is not None}
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": signed(said, keys[0], told.get("signed"))}
        )

    return app


def tells_of_sign_outs(app: FastAPI, issuer: str, keys: list[RSAKey], told: dict[str, Any]) -> None:
    """What a provider posts to the gateway; who posts it is the test."""

    @app.post("/sign-out")
    async def sign_out(body: Annotated[dict[str, Any], Body()]) -> str:
        now = int(told.get("now", time.time()))
        claims = {"iss": issuer, "sub": "u-1", "aud": CLIENT, "iat": now, "exp": now + 120, "jti": secrets.token_hex()}
        claims |= {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}, **body.get("claims", {})}
        said = {name: value for name, value in claims.items() if value is not None}
        return signed(said, keys[0], body.get("signed"), typ=body.get("typ", "logout+jwt"))


def says_anything(app: FastAPI, told: dict[str, Any]) -> None:
    """At some path: these words, or without an end, or so slowly that there is none."""

    @app.middleware("http")
    async def answers(request: Request, as_it_should: Callable[[Request], Awaitable[Response]]) -> Response:
        said = told.get("answers", {}).get(request.url.path)
        if said in {"endless", "dripping"}:
            return StreamingResponse(_spaces(1 << 16 if said == "endless" else 1), media_type="application/json")
        return Response(said, media_type="application/json") if said else await as_it_should(request)


def signed(claims: dict[str, Any], key: RSAKey, how: str | None, typ: str = "JWT") -> str:
    """With the key, or as an attacker would."""
    if how == "none":
        return f"{_encoded({'alg': 'none'})}.{_encoded(claims)}."
    if how == "HS256":  # with what everybody may read
        text = f"{_encoded({'alg': 'HS256', 'kid': key.kid})}.{_encoded(claims)}"
        return f"{text}.{_base64(hmac.digest(key.as_pem(private=False), text.encode(), 'sha256'))}"
    signer = RSAKey.generate_key(2048) if how == "stranger" else key
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": typ}, claims, signer, algorithms=["RS256"])


async def _spaces(at_a_time: int) -> AsyncIterator[bytes]:
    """Nothing that JSON forbids, and no end."""
    while True:
        yield b" " * at_a_time
        await asyncio.sleep(0 if at_a_time > 1 else 0.05)


def _encoded(what: dict[str, Any]) -> str:
    return _base64(json.dumps(what).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(provider(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="warning")
