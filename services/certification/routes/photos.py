"""The photo that a certificate will show."""

from typing import Annotated

from fastapi import Depends

from libs.chassis.domain import Files
from libs.chassis.identity import Actor
from libs.chassis.web.http import RawBody, Routes, allow, repositories, versioned
from services.certification.ports import PhotoDesk
from services.certification.routes.certificates import certificate_files
from services.certification.use_cases import photos

router = Routes(tags=["certification"], dependencies=[versioned(application_id="candidates")])


@router.post("/candidates/{application_id}/photo", status_code=204)
async def keep_photo(
    application_id: str,
    body: RawBody,
    desk: Annotated[PhotoDesk, repositories(PhotoDesk)],
    files: Annotated[Files, Depends(certificate_files)],
    _: Annotated[Actor, allow("general-office")],
) -> None:
    """A JPEG as registration keeps it, as the raw body; until the certificate is issued."""
    await photos.keep_photo(desk, files, application_id, content=body)
