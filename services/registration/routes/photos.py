"""Photos: one of an application, many in a ZIP."""

from typing import Annotated

from fastapi import Response

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, RawBody, Routes, allow, repositories, versioned
from services.registration.ports import PhotoDesk
from services.registration.routes.parameters import REGISTRARS, Registrar
from services.registration.use_cases import photos
from services.registration.views import photos as views

JPEG = "image/jpeg"

router = Routes(tags=["photos"], dependencies=[versioned(application_id="applications", batch_id="batches")])

AtPhotoDesk = Annotated[PhotoDesk, repositories(PhotoDesk)]
# Who prints tickets, sign-in sheets and certificates.
Printer = Annotated[Actor, allow(*REGISTRARS, "general-office")]


@router.post("/applications/{application_id}/photo", status_code=204)
async def keep_photo(application_id: str, body: RawBody, desk: AtPhotoDesk, now: Now, actor: Registrar) -> None:
    """A JPEG or PNG as the raw body; it is cut, scaled and freed of all that is no picture."""
    await photos.keep_photo(desk, application_id=application_id, content=body, act=Act(actor.id, now))


@router.get(
    "/applications/{application_id}/photo",
    response_class=Response,
    responses={200: {"content": {JPEG: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def show_photo(application_id: str, desk: AtPhotoDesk, _: Printer) -> Response:
    """The picture, for whoever prints it."""
    picture = await photos.read_photo(desk, application_id=application_id)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return Response(picture, media_type=JPEG, headers=headers)


@router.post("/batches/{batch_id}/photos")
async def keep_photos(batch_id: str, body: RawBody, desk: AtPhotoDesk, now: Now, actor: Registrar) -> views.PhotosView:
    """A ZIP as the raw body; files are named after an identifier, a ticket number or the number of an application."""
    outcomes = await photos.keep_photos(desk, batch_id=batch_id, body=body, act=Act(actor.id, now))
    return views.show_photos(outcomes)
