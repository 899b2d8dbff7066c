"""What stands on one printed certificate, and what it is printed with."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.batch import printed_work_type
from services.certification.domain.candidate import Candidate
from services.certification.domain.proof import FIRST_PRINT


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
    """The words on one printed certificate (CER-09). It holds opened personal data and is never stored."""

    name: str
    id_type: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    number: str
    institution: str
    issued_on: date
    print_serial: str
    verification_url: str

    @classmethod
    def of(cls, candidate: Candidate, *, name: str, id_number: str, institution: str, numbered: TakenNumber) -> Self:
        """The first print for a candidate whose name and number have been opened."""
        return cls(
            name=name,
            id_type=candidate.id_kind,
            id_number=id_number,
            occupation=candidate.occupation,
            work_type=printed_work_type(candidate.work_type),
            level=LEVEL_NAMES[candidate.level],
            number=numbered.number,
            institution=institution,
            issued_on=numbered.issued_on,
            print_serial=print_serial(numbered.number),
            verification_url=numbered.verification_url,
        )


def print_serial(number: str, *, copy: int = FIRST_PRINT) -> str:
    """Which print of which certificate this is; a replacement keeps the number and counts on here."""
    return f"{number[13:]}-{copy:02d}"
