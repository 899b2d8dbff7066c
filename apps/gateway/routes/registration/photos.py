"""Photos: of one person by file or camera, of many in a ZIP."""

from fastapi import UploadFile
from fastapi.responses import Response

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.fields import SentKey
from apps.gateway.screens.page_map import REGISTRARS

pages = Pages()

LARGEST = 10 * 1024 * 1024


@pages.shows("photo")
async def show_photo(visit: InVisit, application_id: str) -> Response:
    registration = visit.ask("registration")
    application = await registration.get("/applications/{application_id}", application_id=application_id)
    return visit.draw(
        "photo.html",
        application=application,
        file=visit.form("photo", "/file", application_id=application_id),
        camera=visit.form("photo", "/camera", application_id=application_id),
        may_take=not REGISTRARS.isdisjoint(visit.roles),
    )


@pages.shows("photo_file")
async def show_picture(visit: InVisit, application_id: str) -> Response:
    """The JPEG itself, kept by no browser."""
    answer = await visit.ask("registration").file("/applications/{application_id}/photo", application_id=application_id)
    return Response(answer.content, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@pages.does("photo", "/file", roles=REGISTRARS, most=LARGEST)
async def take_file(visit: InVisit, application_id: str, key: SentKey, file: UploadFile) -> Response:
    return await _kept(visit, application_id, key, file, beside="file")


@pages.does("photo", "/camera", roles=REGISTRARS, most=LARGEST)
async def take_shot(visit: InVisit, application_id: str, key: SentKey, shot: UploadFile) -> Response:
    return await _kept(visit, application_id, key, shot, beside="shot")


@pages.shows("photos")
async def show_photos(visit: InVisit, batch_id: str) -> Response:
    batch = await visit.ask("registration").get("/batches/{batch_id}", batch_id=batch_id)
    return visit.draw("photos.html", batch=batch, form=visit.form("photos", batch_id=batch_id), listing=None)


@pages.does("photos", most=LARGEST)
async def take_pack(visit: InVisit, batch_id: str, key: SentKey, file: UploadFile) -> Response:
    """Each file's outcome is shown at once: their names hold identifiers and are kept nowhere."""
    registration = visit.ask("registration")
    told = await registration.do(
        "POST", "/batches/{batch_id}/photos", key=key, body=await file.read(), beside="file", batch_id=batch_id
    )
    batch = await registration.get("/batches/{batch_id}", batch_id=batch_id)
    return visit.draw(
        "photos.html",
        batch=batch,
        form=visit.form("photos", batch_id=batch_id),
        listing=Listing(items=told["items"], total=len(told["items"])),
        kept=told["kept"],
    )


async def _kept(visit: InVisit, application_id: str, key: str, file: UploadFile, *, beside: str) -> Response:
    await visit.ask("registration").do(
        "POST",
        "/applications/{application_id}/photo",
        key=key,
        body=await file.read(),
        beside=beside,
        application_id=application_id,
    )
    return visit.go("photo", said="照片已保存。", application_id=application_id)
