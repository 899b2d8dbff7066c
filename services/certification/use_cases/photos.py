"""The photo on a certificate: taken in before it is issued, and shown again on each later print."""

from libs.chassis.domain import Files
from services.certification.domain.certificate import Certificate
from services.certification.ports import PhotoDesk


async def keep_photo(desk: PhotoDesk, files: Files, application_id: str, *, content: bytes) -> None:
    """The picture for the certificate of an application. Raises `NotAPhotoError`, `PhotoAfterIssueError`."""
    candidate = await desk.candidates.get(application_id)
    await desk.press.must_be_photo(content)
    notice = await desk.notices.find_one(application_id)
    candidate.take_photo(await files.put(content), printed_on=notice.certificate_number if notice else None)
    desk.candidates.save(candidate)


async def photo_of(certificate: Certificate, files: Files) -> bytes:
    """The picture that it was issued with; nothing if there was none."""
    return await files.read(certificate.photo) if certificate.photo else b""
