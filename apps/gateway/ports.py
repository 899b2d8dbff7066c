"""What use cases need from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import Arrival
from apps.gateway.domain.assertion import HeardSignOut
from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.domain.job import Job
from apps.gateway.domain.job_piece import JobPiece
from apps.gateway.domain.kept_form import KeptForm
from apps.gateway.domain.kept_upload import KeptPiece
from apps.gateway.domain.session import StaffSession
from apps.gateway.domain.tries import Tries
from libs.chassis.domain import Repository


@dataclass(frozen=True)
class Records:
    """What the gateway keeps, inside one unit of work."""

    accounts: Repository[Account]
    sessions: Repository[StaffSession]
    arrivals: Repository[Arrival]
    heard_sign_outs: Repository[HeardSignOut]
    kept_forms: Repository[KeptForm]
    kept_pieces: Repository[KeptPiece]
    tries: Repository[Tries]
    disclosures: Repository[Disclosure]
    jobs: Repository[Job]
    job_pieces: Repository[JobPiece]


class Passwords(Protocol):
    """Slow on purpose."""

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        ...

    async def match(self, hashed: str, password: str) -> bool:
        """Whether it is the one; takes as long when there is none to compare with."""
        ...


class Factor(Protocol):
    """The second factor: a code from the person's phone (TOTP, RFC 6238)."""

    def secret(self) -> str:
        """A new one, in Base32."""
        ...

    def address(self, secret: str, account_id: str) -> str:
        """What the phone reads from the picture (`otpauth:`)."""
        ...

    def step(self, secret: str, code: str, now: datetime) -> int | None:
        """The time step that a code belongs to, if it is this one or a neighbour."""
        ...
