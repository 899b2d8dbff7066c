"""Photos: taken in one by one or as a ZIP, shown, and forgotten with the key of their batch."""

import hashlib
import re
from collections.abc import Iterator

from libs.chassis.domain import Act, DomainError, Repository, every
from services.registration.domain.application import Application
from services.registration.domain.photos.errors import PhotoMissingYetError, PhotoUnclaimedError
from services.registration.domain.photos.photo import CandidatePhoto, PhotoKey, PhotoOutcome, PhotoTaken
from services.registration.domain.spelling import number_written
from services.registration.ports import PhotoDesk

A_NUMBER = re.compile(r"[0-9A-Za-z]{6,}")


async def keep_photo(desk: PhotoDesk, *, application_id: str, content: bytes, act: Act) -> None:
    """One picture for one application, in place of any before."""
    application = await desk.applications.get(application_id)
    await _keep(desk, application, await desk.photo_studio.develop(content), act)


async def keep_photos(desk: PhotoDesk, *, batch_id: str, body: bytes, act: Act) -> list[PhotoOutcome]:
    """Each file of a ZIP for whoever its name names; those that fit nobody, or are no photo, are told."""
    batch = await desk.batches.get(batch_id)
    outcomes = []
    for name, content in await desk.photo_studio.unpack(body):
        found: list[Application] = []
        try:
            found = await _named(desk, batch.id, name)
            picture = await desk.photo_studio.develop(content)
            for application in found:
                await _keep(desk, application, picture, act)
        except DomainError as refusal:
            outcomes.append(PhotoOutcome(name=name, application_ids=[one.id for one in found], refusal=refusal))
        else:
            outcomes.append(PhotoOutcome(name=name, application_ids=[one.id for one in found]))
    return outcomes


async def read_photo(desk: PhotoDesk, *, application_id: str) -> bytes:
    """The JPEG of an application. Raises `PhotoMissingYetError`."""
    application = await desk.applications.get(application_id)
    photo = await desk.candidate_photos.find_one(application_id)
    key = await desk.photo_keys.find_one(application.batch_id)
    if photo is None or key is None or not key.sealed:
        raise PhotoMissingYetError
    return desk.photo_seals.open(photo.sealed, key=key.sealed, batch_id=application.batch_id, owner=application_id)


async def forget_photos(photo_keys: Repository[PhotoKey], *, batch_id: str) -> None:
    """Let go of the key of a batch; none is made for it any more."""
    key = await photo_keys.find_one(batch_id) or PhotoKey(id=batch_id, sealed="")
    key.sealed = ""
    photo_keys.save(key)


async def _keep(desk: PhotoDesk, application: Application, picture: bytes, act: Act) -> None:
    application.take_photo(PhotoTaken(sha256=hashlib.sha256(picture).hexdigest(), by=act.by, at=act.at))
    batch_id = application.batch_id
    key = await desk.photo_keys.find_one(batch_id)
    if key is None:
        key = PhotoKey(id=batch_id, sealed=desk.photo_seals.new_key(batch_id))
        desk.photo_keys.save(key)
    if not key.sealed:
        raise PhotoMissingYetError
    sealed = desk.photo_seals.seal(picture, key=key.sealed, batch_id=batch_id, owner=application.id)
    await desk.candidate_photos.put(CandidatePhoto(id=application.id, batch_id=batch_id, sealed=sealed))
    desk.applications.save(application)


async def _named(desk: PhotoDesk, batch_id: str, name: str) -> list[Application]:
    """Whose a file is by its name. Raises `PhotoUnclaimedError`."""
    stem = name.rpartition(".")[0]
    by_number = await desk.applications.find_one(stem)
    if by_number and by_number.batch_id == batch_id:
        return [by_number]
    for where in _fits(desk, stem):
        found = [one async for one in every(desk.applications, where) if one.batch_id == batch_id]
        if found := [one for one in found if one.superseded_by is None]:
            return found
    raise PhotoUnclaimedError


def _fits(desk: PhotoDesk, stem: str) -> Iterator[dict[str, object]]:
    for number in [stem, *A_NUMBER.findall(stem)]:
        yield {"ticket_number": number}
        yield {"person": desk.cipher.fingerprint(number_written(number))}
