"""What the use cases need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Repository
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import Certificate, Sheet
from services.certification.domain.notice import Notice
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.objection import Objection

Batches = Repository[Batch]
Candidates = Repository[Candidate]
Notices = Repository[Notice]
Objections = Repository[Objection]
Ledgers = Repository[NumberLedger]
Certificates = Repository[Certificate]


@dataclass(frozen=True, kw_only=True)
class Amending:
    """What a decision of the head about a posted result touches."""

    notices: Notices
    objections: Objections
    certificates: Certificates


class Press(Protocol):
    """Prints certificates."""

    async def print(self, sheets: Sequence[Sheet]) -> list[bytes]:
        """Print each sheet; answers the files."""
        ...

    async def unprintable(self, words: Sequence[str]) -> set[int]:
        """The places of those texts that the press cannot set."""
        ...


class Cipher(Protocol):
    """Opens sealed personal data, and makes keyed fingerprints."""

    def open(self, sealed: str, *, purpose: Purpose, owner: str) -> str:
        """The text that was sealed for this."""
        ...

    def opens(self, sealed: str, *, purpose: Purpose, owner: str) -> bool:
        """Whether `open` would open it."""
        ...

    def fingerprint(self, text: str) -> str:
        """Keyed HMAC-SHA-256, hexadecimal."""
        ...
