"""Whether a certificate is real: what the public is answered, by QR code or by what is typed in from the paper."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Query
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.certificate import ENDED, Certificate, CertificateStatus
from services.certification.domain.errors.certificate import NotVerifiedError
from services.certification.domain.proof import as_typed, copy_of, holder_text, masked_name, verification_token
from services.certification.ports import VerificationDesk


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


@dataclass(frozen=True, kw_only=True)
class PaperInHand:
    """What somebody typed in from a paper: its number, the whole name, the last six places of the identifier."""

    number: str
    name: str
    last_six: str


async def show_by_token(
    desk: VerificationDesk, number: str, *, token: str, address: str, now: datetime
) -> VerifiedCertificate:
    """What the holder of the QR code learns. An unknown number and a wrong token get the same answer, in the same time.

    A token is the digest of its number, so a wrong one is known before anybody looks whether there is such a number.
    Who holds the right one is answered however often others tried: nobody puts a certificate out of use by guessing.
    Raises `NotVerifiedError`, `TooOftenError`.
    """
    desk.tries.asked.spend(address, now=now)
    copy = copy_of(token)
    expected = verification_token(desk.cipher, number, copy=copy)
    matches = hmac.compare_digest(expected.encode(), token.encode())
    certificate = await desk.certificates.find_one(number) if matches else None
    if certificate is None or copy > certificate.copy:
        desk.tries.wrong.spend(number, now=now)
        raise NotVerifiedError
    return _view(certificate, desk.cipher, copy=copy)


async def show_by_hand(
    desk: VerificationDesk, paper: PaperInHand, *, address: str, now: datetime
) -> VerifiedCertificate:
    """The same for who types in what is on the paper; whatever of it is wrong or unknown, the answer is the same.

    All of it makes one keyed digest that is looked up: how long that takes tells nothing of which part was right.
    Raises `NotVerifiedError`, `TooOftenError`.
    """
    desk.tries.asked.spend(address, now=now)
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
