"""可验证凭证: a certificate as a wallet keeps it, and the lists that say which count no more; for programs."""

from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import Response

from apps.public.errors import NotShownError
from apps.public.pages import Pages
from apps.public.public import InPublic, visitor_of

pages = Pages()

MOST_NUMBER, MOST_TOKEN = 40, 100


@pages.get("/credentials/status/{purpose}/{list_id}")
async def show_status_list(request: Request, public: InPublic, purpose: str, list_id: str) -> Response:
    """A Bitstring Status List: where every credential says that it is told of."""
    path = "/credentials/status/{purpose}/{list_id}"
    return _as_jwt(await public.read(request, "certification", path, purpose=purpose, list_id=list_id))


@pages.get("/credentials/{number}")
async def show_credential(request: Request, public: InPublic, number: str, token: str = "") -> Response:
    """For whoever holds the QR code, as an Open Badges 3.0 credential."""
    answer = await public.services.ask(
        "certification",
        "/credentials/{number}",
        visitor=visitor_of(request),
        parts={"number": number[: MOST_NUMBER + 1]},
        query={"token": token[: MOST_TOKEN + 1]},
    )
    if answer.status != httpx.codes.OK:
        raise NotShownError
    return _as_jwt(answer.told)


def _as_jwt(told: dict[str, Any]) -> Response:
    return Response(told["credential"], media_type="application/vc+jwt")
