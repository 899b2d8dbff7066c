"""Whether a certificate is real: what the public is answered, by QR code or by what is typed in from the paper."""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Query, every
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.certificate import ENDED, Certificate, CertificateStatus
from services.certification.domain.errors.certificate import NotVerifiedError
from services.certification.domain.sheet import SIGNED_WORDS
from services.certification.domain.verification.credential import (
    COUNTS,
    Issuer,
    Purpose,
    credential_of,
    list_credential,
    secured,
)
from services.certification.domain.verification.proof import (
    as_typed,
    copy_of,
    holder_text,
    masked_name,
    verification_token,
)
from services.certification.ports import CodeSigner, CredentialDesk, StatusDesk, VerificationDesk


class VerifiedCertificate(BaseModel):
    """A certificate that is real, its holder masked. Serial and digest are those of the copy that counts.

    `replaced`: the certificate is valid, but another copy of it than this one counts.
    """

    number: str
    name: str
    occupation: str
    work_type: str
    level: str
    institution: str
    issued_on: date
    status: CertificateStatus | Literal["replaced"]
    print_serial: str
    pdf_sha256: str


class VerificationKey(BaseModel):
    """What checks a QR code without asking: Ed25519, the key in base64, and the lines that are signed, in order.

    A code from before the key was changed is checked against one of `earlier`.
    """

    algorithm: Literal["Ed25519"]
    key: str
    earlier: list[str]
    lines: list[str]


SIGNED_LINES = [
    SIGNED_WORDS,
    "证书编号",
    "印制流水号",
    "姓名",
    "证件号码后六位",
    "职业名称",
    "工种/职业方向",
    "评价机构",
    "发证日期",
]


def show_key(signer: CodeSigner) -> VerificationKey:
    key, *earlier = (b64encode(one).decode() for one in (signer.public_key, *signer.earlier_keys))
    return VerificationKey(algorithm="Ed25519", key=key, earlier=earlier, lines=SIGNED_LINES)


class SignedCredential(BaseModel):
    """A credential or a list, secured as a JWT (`application/vc+jwt`)."""

    credential: str


@dataclass(frozen=True, kw_only=True)
class PaperInHand:
    """What somebody typed in from a paper: its number, the whole name, the last six places of the identifier."""

    number: str
    name: str
    last_six: str


@dataclass(frozen=True, kw_only=True)
class AskedBy:
    """From where somebody asks, and when."""

    address: str
    now: datetime


async def show_by_token(desk: VerificationDesk, number: str, *, token: str, asked: AskedBy) -> VerifiedCertificate:
    """What the holder of the QR code learns. Raises `NotVerifiedError`, `TooOftenError`."""
    certificate, copy = await _certificate_by_token(desk, number, token=token, asked=asked)
    return _view(certificate, desk.cipher, copy=copy)


async def show_credential(desk: CredentialDesk, number: str, *, token: str, asked: AskedBy) -> SignedCredential:
    """The certificate as a credential, for whoever holds its QR code. Raises `NotVerifiedError`, `TooOftenError`."""
    certificate, copy = await _certificate_by_token(desk, number, token=token, asked=asked)
    if copy != certificate.copy:
        raise NotVerifiedError
    issuer = Issuer.of(desk.code_signer.public_key, desk.issue_terms.verification_url)
    content = credential_of(certificate, name=certificate.opened_name(desk.cipher), salt=token, issuer=issuer)
    return SignedCredential(credential=secured(content, desk.code_signer.sign, did=issuer.did))


async def show_status_list(desk: StatusDesk, list_id: str, purpose: Purpose, *, now: datetime) -> SignedCredential:
    """Which certificates of a list count no more."""
    issuer = Issuer.of(desk.code_signer.public_key, desk.issue_terms.verification_url)
    ended = [one.id for status in sorted(COUNTS[purpose]) async for one in every(desk.certificates, {"status": status})]
    content = list_credential(list_id, purpose, ended, issuer=issuer, at=now)
    return SignedCredential(credential=secured(content, desk.code_signer.sign, did=issuer.did))


async def _certificate_by_token(
    desk: VerificationDesk | CredentialDesk, number: str, *, token: str, asked: AskedBy
) -> tuple[Certificate, int]:
    """What a QR code leads to, and of which copy it is. An unknown number and a wrong token are the same, also in time.

    A token is the digest of its number, so a wrong one is known before anybody looks whether there is such a number.
    Who holds the right one is answered however often others tried: nobody puts a certificate out of use by guessing.
    Raises `NotVerifiedError`, `TooOftenError`.
    """
    desk.tries.asked.spend(asked.address, now=asked.now)
    copy = copy_of(token)
    expected = verification_token(desk.cipher, number, copy=copy)
    matches = hmac.compare_digest(expected.encode(), token.encode())
    certificate = await desk.certificates.find_one(number) if matches else None
    if certificate is None or copy > certificate.copy:
        desk.tries.wrong.spend(number, now=asked.now)
        raise NotVerifiedError
    return certificate, copy


async def show_by_hand(
    desk: VerificationDesk, paper: PaperInHand, *, address: str, now: datetime
) -> VerifiedCertificate:
    """The same for who types in what is on the paper; whatever of it is wrong or unknown, the answer is the same.

    All of it makes one keyed digest that is looked up: how long that takes tells nothing of which part was right.
    Raises `NotVerifiedError`, `TooOftenError`.
    """
    desk.tries.asked.spend(address, now=now)
    return await show_on_paper(desk, paper, now=now)


async def show_on_paper(desk: VerificationDesk, paper: PaperInHand, *, now: datetime) -> VerifiedCertificate:
    """The certificate that is on a paper. Raises `NotVerifiedError`, `TooOftenError` for a number that is closed."""
    number = as_typed(paper.number)
    desk.tries.wrong_by_hand.must_have_left(number, now=now)
    holder = desk.cipher.fingerprint(holder_text(number, paper.name, paper.last_six))
    page = await desk.certificates.find(Query({"holder": holder}, limit=1))
    if not page.items:
        desk.tries.wrong_by_hand.spend(number, now=now)
        raise NotVerifiedError
    [certificate] = page.items
    return _view(certificate, desk.cipher, copy=certificate.copy)


def _view(certificate: Certificate, cipher: Cipher, *, copy: int) -> VerifiedCertificate:
    return VerifiedCertificate(
        number=certificate.id,
        name=masked_name(certificate.opened_name(cipher)),
        occupation=certificate.occupation,
        work_type=certificate.work_type,
        level=LEVEL_NAMES[certificate.level],
        institution=certificate.institution,
        issued_on=certificate.issued_on,
        status="replaced" if copy < certificate.copy and certificate.status not in ENDED else certificate.status,
        print_serial=certificate.print_serial,
        pdf_sha256=certificate.pdf_sha256,
    )
