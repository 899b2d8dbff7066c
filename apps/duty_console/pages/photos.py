"""Pictures of an incident, handed through to the service and back; what it takes and shows is its to decide."""

import uuid
from typing import Annotated

import httpx
from fastapi import Path, Request
from fastapi.responses import JSONResponse, Response
from nicegui import app

from apps.duty_console.pages import plain
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError

Id = Annotated[str, Path(pattern=r"^[\w-][\w.-]{0,63}$")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
NO_ANSWER = "没有送出：突发事件服务没有回应，请再试一次。"


def serve(http: httpx.AsyncClient) -> None:
    """Add the routes."""

    @app.post("/photos/{incident_id}")
    async def add(incident_id: Id, request: Request) -> Response:
        path, media_type = f"/incidents/{incident_id}/photos", request.headers.get("Content-Type", "")
        try:
            # The service keeps the same picture once, so a new key does no harm.
            await IncidentService(http, Session.signed_in(request)).upload(
                path, await request.body(), media_type, key=str(uuid.uuid4())
            )
        except RefusedError as refusal:
            return JSONResponse({"detail": refusal.detail}, status_code=refusal.status)
        except UnreachableError:
            return JSONResponse({"detail": NO_ANSWER}, status_code=503)
        return Response(status_code=204)

    @app.get("/photos/{incident_id}/{sha256}")
    async def show(incident_id: Id, sha256: Digest, request: Request) -> Response:
        service = IncidentService(http, Session.signed_in(request))
        return await plain.handed_on(service.download(f"/incidents/{incident_id}/photos/{sha256}"))
