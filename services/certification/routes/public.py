"""What anybody may ask: who stands in public notice, and whether a certificate is real."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from libs.chassis.domain import Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import (
    Address,
    Cursor,
    Limit,
    Now,
    Routes,
    Strict,
    allow,
    asks,
    provided,
    repositories,
    repository,
)
from services.certification.domain.verification.credential import Purpose
from services.certification.ports import (
    Batches,
    CodeSigner,
    CredentialDesk,
    Notices,
    Proceedings,
    PublicNoticeDesk,
    ScopeFindings,
    StatusDesk,
    VerificationDesk,
)
from services.certification.views import proceedings as proceeding_views
from services.certification.views import public_notice, verification

router = Routes(tags=["public"])

PUBLIC = Annotated[Actor, allow.anyone()]
AtVerification = Annotated[VerificationDesk, repositories(VerificationDesk)]


class PaperBody(Strict):
    """What is on the paper: its number, the whole name, and the last six places of the identifier."""

    number: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=100)
    last_six: str = Field(min_length=6, max_length=6)

    @property
    def in_hand(self) -> verification.PaperInHand:
        """The same as it is looked up."""
        return verification.PaperInHand(number=self.number, name=self.name, last_six=self.last_six)


@router.get("/verify/{number}")
async def verify_by_token(
    *,
    number: Annotated[str, Path(max_length=40)],
    desk: AtVerification,
    address: Address,
    now: Now,
    _: PUBLIC,
    token: Annotated[str, Query(max_length=100)] = "",
) -> verification.VerifiedCertificate:
    """Whether a certificate is real: what its QR code leads to."""
    asked = verification.AskedBy(address=address, now=now)
    return await verification.show_by_token(desk, number, token=token, asked=asked)


@router.get("/public-notices")
async def list_noticed_batches(
    batches: Annotated[Batches, repository("batches")], notices: Annotated[Notices, repository("notices")], _: PUBLIC
) -> list[public_notice.NoticedBatch]:
    """The batches of which results stand in public notice."""
    return await public_notice.list_noticed_batches(batches, notices)


@router.get("/public-notices/{batch_id}")
async def list_noticed_results(
    batch_id: str,
    desk: Annotated[PublicNoticeDesk, repositories(PublicNoticeDesk)],
    _: PUBLIC,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[public_notice.NoticedResult]:
    """Who passed and who did not, people masked, without scores, as long as the notice stands."""
    return await public_notice.list_noticed_results(desk, batch_id, cursor=cursor, limit=limit)


@router.get("/void-papers")
async def list_void_papers(
    proceedings: Annotated[Proceedings, repository("proceedings")], _: PUBLIC, cursor: Cursor = None, limit: Limit = 100
) -> Page[proceeding_views.VoidPaper]:
    """Certificates and papers that were declared void, by number, without names."""
    return await proceeding_views.list_void_papers(proceedings, cursor=cursor, limit=limit)


@router.get("/void-scopes")
async def list_void_scopes(
    findings: Annotated[ScopeFindings, repository("scope_findings")],
    _: PUBLIC,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[proceeding_views.VoidScope]:
    """What was issued outside the filed scope and is void, by subject and time."""
    return await proceeding_views.list_void_scopes(findings, cursor=cursor, limit=limit)


@router.get("/verification-key")
async def show_verification_key(
    code_signer: Annotated[CodeSigner, provided("code_signer")], _: PUBLIC
) -> verification.VerificationKey:
    """The public key that the short signatures in QR codes are checked against, without asking anybody."""
    return verification.show_key(code_signer)


@router.post("/verify", dependencies=[asks])
async def verify_by_hand(
    body: PaperBody, desk: AtVerification, address: Address, now: Now, _: PUBLIC
) -> verification.VerifiedCertificate:
    """Whether a certificate is real, for who has the paper and types in what is on it."""
    return await verification.show_by_hand(desk, body.in_hand, address=address, now=now)


@router.get("/credentials/{number}")
async def show_credential(
    *,
    number: Annotated[str, Path(max_length=40)],
    desk: Annotated[CredentialDesk, repositories(CredentialDesk)],
    address: Address,
    now: Now,
    _: PUBLIC,
    token: Annotated[str, Query(max_length=100)] = "",
) -> verification.SignedCredential:
    """The certificate as a verifiable credential (Open Badges 3.0), for whoever has its QR code."""
    asked = verification.AskedBy(address=address, now=now)
    return await verification.show_credential(desk, number, token=token, asked=asked)


@router.get("/credentials/status/{purpose}/{list_id}")
async def show_status_list(
    *,
    purpose: Purpose,
    list_id: Annotated[str, Path(pattern=r"^[A-Z][0-9]{15}-[0-7]$")],
    desk: Annotated[StatusDesk, repositories(StatusDesk)],
    now: Now,
    _: PUBLIC,
) -> verification.SignedCredential:
    """Which certificates were revoked, or are suspended, as a Bitstring Status List."""
    return await verification.show_status_list(desk, list_id, purpose, now=now)
