"""The HTTP routes of certification."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.domain import Files, Repository
from libs.chassis.identity import Actor
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import Piece, StoredFiles
from libs.chassis.web.http import Address, EarlyNow, Now, Routes, allow, asks, provided, repository, versioned
from libs.contracts.event import Part
from libs.contracts.sealing import Purpose
from services.certification import use_cases, views
from services.certification.domain.certificate import Status
from services.certification.domain.notice import Stage
from services.certification.domain.objection import Decision
from services.certification.domain.tries import Tries
from services.certification.ports import Batches, Candidates, Certificates, Cipher, Notices, Objections

router = Routes(
    tags=["certification"],
    dependencies=[versioned(objection_id="objections", application_id="notices", number="certificates")],
)

public = Routes(tags=["public"])

PUBLIC = Annotated[Actor, allow.anyone()]
GENERAL_OFFICE = Annotated[Actor, allow("general-office")]
LODGING = Annotated[Actor, allow("quality", "general-office")]
DECIDING = Annotated[Actor, allow("director", "quality")]
RESULT_READERS = Annotated[Actor, allow("quality", "general-office", "exam-affairs", "director")]
PROGRESS_READERS = Annotated[
    Actor, allow("quality", "general-office", "exam-affairs", "director", "leading-group", "operator")
]

Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=500)]


class ObjectionBody(BaseModel):
    """An objection that a clerk lodges for a person."""

    model_config = ConfigDict(extra="forbid")

    application_id: str = Field(max_length=100)
    part: Part
    reason: str = Field(max_length=2000)


class DecisionBody(BaseModel):
    """What becomes of an objection, and why."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision
    reason: str = Field(max_length=2000)


class PaperBody(BaseModel):
    """What is on the paper: its number, the whole name, and the last six places of the identifier."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=100)
    last_six: str = Field(min_length=6, max_length=6)


@router.post("/objections", status_code=201)
async def lodge_objection(
    body: ObjectionBody,
    notices: Annotated[Notices, repository("notices")],
    objections: Annotated[Objections, repository("objections")],
    now: Now,
    actor: LODGING,
) -> dict[str, Any]:
    """Hold a candidate's result for an objection, while its notice stands."""
    objection = await use_cases.lodge_objection(
        notices,
        objections,
        application_id=body.application_id,
        part=body.part,
        reason=body.reason,
        by=actor.id,
        now=now,
    )
    return views.objection_view(objection)


@router.post("/objections/{objection_id}/decision", status_code=204)
async def decide_objection(  # noqa: PLR0913 -- injected
    *,
    objection_id: str,
    body: DecisionBody,
    notices: Annotated[Notices, repository("notices")],
    objections: Annotated[Objections, repository("objections")],
    now: EarlyNow,
    actor: DECIDING,
) -> None:
    """Uphold an objection (the result waits for its correction) or dismiss it (the hold ends)."""
    await use_cases.decide_objection(
        notices,
        objections,
        objection_id=objection_id,
        decision=body.decision,
        reason=body.reason,
        by=actor.id,
        now=now,
    )


@router.get("/batches/{batch_id}/progress")
async def read_progress(
    batch_id: str, notices: Annotated[Notices, repository("notices")], _: PROGRESS_READERS
) -> dict[str, int]:
    """How many results stand at each stage."""
    return await views.progress(notices, batch_id)


@router.get("/batches/{batch_id}/notices")
async def list_notices(
    batch_id: str,
    notices: Annotated[Notices, repository("notices")],
    _: RESULT_READERS,
    stage: Stage | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The posted results of a batch."""
    return await views.list_notices(notices, batch_id, stage=stage, cursor=cursor, limit=limit)


@router.get("/batches/{batch_id}/objections")
async def list_objections(
    batch_id: str,
    objections: Annotated[Objections, repository("objections")],
    _: RESULT_READERS,
    decided: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The objections of a batch; `decided=false`: those that wait."""
    return await views.list_objections(objections, batch_id, decided=decided, cursor=cursor, limit=limit)


@router.get("/objections/{objection_id}")
async def read_objection(
    objection_id: str, objections: Annotated[Objections, repository("objections")], _: RESULT_READERS
) -> dict[str, Any]:
    """One objection."""
    return views.objection_view(await objections.get(objection_id))


@router.get("/notices/{application_id}")
async def read_notice(
    application_id: str, notices: Annotated[Notices, repository("notices")], _: RESULT_READERS
) -> dict[str, Any]:
    """The posted result of one application, with the number of its certificate."""
    return views.notice_view(await notices.get(application_id))


@router.get("/batches/{batch_id}/certificates")
async def list_certificates(  # noqa: PLR0913 -- injected
    batch_id: str,
    certificates: Annotated[Certificates, repository("certificates")],
    cipher: Annotated[Cipher, provided("cipher")],
    _: GENERAL_OFFICE,
    *,
    status: Status | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The certificates of a batch with the personal data opened."""
    return await views.list_certificates(certificates, cipher, batch_id, status=status, cursor=cursor, limit=limit)


@router.get("/certificates/{number}")
async def read_certificate(
    number: str,
    certificates: Annotated[Certificates, repository("certificates")],
    cipher: Annotated[Cipher, provided("cipher")],
    _: GENERAL_OFFICE,
) -> dict[str, Any]:
    """One certificate with the personal data opened."""
    return views.certificate_view(await certificates.get(number), cipher)


async def _files(
    pieces: Annotated[Repository[Piece], repository("certificate_files")],
    cipher: Annotated[FieldCipher, provided("cipher")],
) -> Files:
    return StoredFiles(pieces, cipher, Purpose.CERTIFICATE_FILE)


@router.get("/certificates/{number}/pdf", response_class=Response)
async def read_pdf(
    number: str,
    certificates: Annotated[Certificates, repository("certificates")],
    files: Annotated[Files, Depends(_files)],
    _: GENERAL_OFFICE,
) -> Response:
    """The electronic certificate."""
    return Response(await views.read_pdf(certificates, files, number), media_type="application/pdf")


@public.get("/public-notices")
async def list_public_notices(
    batches: Annotated[Batches, repository("batches")], notices: Annotated[Notices, repository("notices")], _: PUBLIC
) -> list[views.NoticedBatch]:
    """The batches of which results stand in public notice."""
    return await views.noticed_batches(batches, notices)


@public.get("/public-notices/{batch_id}")
async def read_public_notice(  # noqa: PLR0913 -- injected
    *,
    batch_id: str,
    notices: Annotated[Notices, repository("notices")],
    candidates: Annotated[Candidates, repository("candidates")],
    cipher: Annotated[Cipher, provided("cipher")],
    _: PUBLIC,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.PublicNotice:
    """Who passed and who did not, people masked, without scores, as long as the notice stands."""
    return await views.public_notice(notices, candidates, cipher, batch_id, cursor=cursor, limit=limit)


@public.post("/verify", dependencies=[asks])
async def verify_by_hand(  # noqa: PLR0913 -- injected
    *,
    body: PaperBody,
    certificates: Annotated[Certificates, repository("certificates")],
    cipher: Annotated[Cipher, provided("cipher")],
    tries: Annotated[Tries, provided("tries")],
    address: Address,
    now: Now,
    _: PUBLIC,
) -> dict[str, Any]:
    """Whether a certificate is real, for who has the paper and types in what is on it."""
    return await views.verify_by_hand(certificates, cipher, tries, **body.model_dump(), address=address, now=now)


@public.get("/verify/{number}")
async def verify(  # noqa: PLR0913 -- injected
    *,
    number: Annotated[str, Path(max_length=40)],
    certificates: Annotated[Certificates, repository("certificates")],
    cipher: Annotated[Cipher, provided("cipher")],
    tries: Annotated[Tries, provided("tries")],
    address: Address,
    now: Now,
    _: PUBLIC,
    token: Annotated[str, Query(max_length=100)] = "",
) -> dict[str, Any]:
    """Whether a certificate is real: what its QR code leads to."""
    return await views.verify(certificates, cipher, tries, number=number, token=token, address=address, now=now)
