"""What a browser says of the notices to the person who sits there: that it has drawn one, and that it was put away."""

from http import HTTPStatus
from typing import Annotated, Literal

import httpx
from fastapi import Path, Request
from fastapi.responses import Response
from nicegui import app

from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError

Key = Annotated[str, Path(pattern=r"^[\w-][\w.:-]*$", max_length=250)]


def serve(http: httpx.AsyncClient) -> None:
    """Add the route."""

    @app.post("/notices/{key}/{act}")
    async def tell(key: Key, act: Literal["shown", "dismissal"], request: Request) -> Response:
        service = IncidentService(http, Session.signed_in(request))
        try:
            await service.post(f"/incidents/notices/{key}/{act}", key=f"{act}:{key}")
        except RefusedError as refusal:
            return Response(status_code=refusal.status)
        except UnreachableError:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(status_code=HTTPStatus.NO_CONTENT)
