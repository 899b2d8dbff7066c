"""What stands on one printed certificate, and what it is printed with."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.batch import printed_work_type
from services.certification.domain.candidate import Candidate
from services.certification.domain.filing import Published
from services.certification.domain.verification.proof import FIRST_PRINT

SIGNED_WORDS = "skillseal-certificate-1"


@dataclass(frozen=True, kw_only=True)
class IssueTerms:
    """How certificates are issued: under which address they are verified, and how many in one run."""

    verification_url: str
    block: int


@dataclass(frozen=True, kw_only=True)
class TakenNumber:
    """A number that was taken for a certificate, and what goes with it: its token, its day, its QR code's address."""

    number: str
    token: str
    issued_on: date
    verification_url: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is on one printed certificate (CER-09). It holds opened personal data and is never stored.

    `photo` is a JPEG; empty where there is none, and its place stays as it is.
    """

    name: str
    id_type: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    number: str
    institution: str
    seal: str
    issued_on: date
    print_serial: str
    verification_url: str
    photo: bytes = b""

    @property
    def signed_words(self) -> bytes:
        """What the signature in the QR code is over: as it stands on the paper, a line each, in UTF-8."""
        last_six = self.id_number[-6:]
        told = (self.number, self.print_serial, self.name, last_six, self.occupation, self.work_type, self.institution)
        return "\n".join([SIGNED_WORDS, *told, self.issued_on.isoformat()]).encode()

    def with_signature(self, signature: bytes) -> Self:
        """The QR code also says that the institution printed these words."""
        short = urlsafe_b64encode(signature).rstrip(b"=").decode()
        return replace(self, verification_url=f"{self.verification_url}&s={short}")

    @classmethod
    def of(cls, candidate: Candidate, *, name: str, id_number: str, filed: Published, numbered: TakenNumber) -> Self:
        """The first print for a candidate whose name and number have been opened, as the institution is filed."""
        return cls(
            name=name,
            id_type=candidate.id_kind,
            id_number=id_number,
            occupation=candidate.occupation,
            work_type=printed_work_type(candidate.work_type),
            level=LEVEL_NAMES[candidate.level],
            number=numbered.number,
            institution=filed.institution,
            seal=filed.seal,
            issued_on=numbered.issued_on,
            print_serial=print_serial(numbered.number),
            verification_url=numbered.verification_url,
        )


def print_serial(number: str, *, copy: int = FIRST_PRINT) -> str:
    """Which print of which certificate this is; a replacement keeps the number and counts on here."""
    return f"{number[13:]}-{copy:02d}"
