"""Certificates in full, for the general office."""

from typing import Annotated

from fastapi import Depends, Path, Response

from libs.chassis.domain import Files, Page, Repository
from libs.chassis.identity import Actor
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import Piece, StoredFiles
from libs.chassis.web.http import Cursor, Limit, Routes, allow, provided, repositories, repository, versioned
from libs.contracts.sealing import Purpose
from services.certification.ports import CertificateDesk, Certificates, StatisticsDesk
from services.certification.views import certificates as views
from services.certification.views import statistics

router = Routes(tags=["certification"], dependencies=[versioned(number="certificates")])

GENERAL_OFFICE = Annotated[Actor, allow("general-office")]
AtCertificates = Annotated[CertificateDesk, repositories(CertificateDesk)]


@router.get("/batches/{batch_id}/certificates")
async def list_certificates(
    filter: Annotated[views.CertificateFilter, Depends()],
    desk: AtCertificates,
    _: GENERAL_OFFICE,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.CertificateView]:
    """The certificates of a batch with the personal data opened."""
    return await views.list_certificates(desk, filter, cursor=cursor, limit=limit)


@router.get("/certificates/{number}")
async def show_certificate(number: str, desk: AtCertificates, _: GENERAL_OFFICE) -> views.CertificateView:
    """One certificate with the personal data opened."""
    return await views.show_certificate(desk, number)


@router.get("/statistics/{year}")
async def show_year(
    year: Annotated[int, Path(ge=2000, le=2099)],
    desk: Annotated[StatisticsDesk, repositories(StatisticsDesk)],
    _: Annotated[Actor, allow("general-office", "quality", "director", "auditor")],
) -> statistics.YearView:
    """What was issued in a year, by occupation and level, and what became of it."""
    return await statistics.show_year(desk, year)


async def certificate_files(
    pieces: Annotated[Repository[Piece], repository("certificate_files")],
    cipher: Annotated[FieldCipher, provided("cipher")],
) -> Files:
    """The printed certificates, in the unit of work of the request."""
    return StoredFiles(pieces, cipher, Purpose.CERTIFICATE_FILE)


@router.get("/certificates/{number}/pdf", response_class=Response)
async def show_pdf(
    number: str,
    certificates: Annotated[Certificates, repository("certificates")],
    files: Annotated[Files, Depends(certificate_files)],
    _: GENERAL_OFFICE,
) -> Response:
    """The electronic certificate, byte for byte as issued."""
    return Response(await views.show_pdf(certificates, files, number), media_type="application/pdf")
