"""Employers who ask about many certificates at once: each with a key of its own, and so many a day."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Act, Aggregate, Cipher
from libs.contracts.beijing import beijing_day, end_of_beijing_day
from services.certification.domain.errors.employer import (
    EmployerKeyEndedError,
    EmployerKeyOverError,
    EmployerKeyRefusedError,
    QuotaSpentError,
)
from services.certification.domain.verification.proof import TOKEN_DIGITS


@dataclass(kw_only=True)
class EmployerKey(Aggregate):
    """What an employer shows when it asks: for so many certificates a day, through a last day, until it is withdrawn.

    Its text is its id and a keyed digest of that, so that nothing secret is kept. `asked` are the certificates of the
    day `asked_on`, the last on which it was shown.
    """

    id: str
    employer: str
    quota: int
    until: date
    issued: Act
    withdrawn: Act | None = None
    asked_on: date | None = None
    asked: int = 0

    @classmethod
    def issue(cls, employer: str, *, id: str, quota: int, until: date, act: Act) -> Self:
        """Give an employer a key. Raises `EmployerKeyOverError` for days that are over."""
        if until < beijing_day(act.at):
            raise EmployerKeyOverError

        return cls(id=id, employer=employer.strip(), quota=quota, until=until, issued=act)

    def withdraw(self, act: Act) -> None:
        """It opens nothing any more. Raises `EmployerKeyEndedError`."""
        if self.withdrawn is not None:
            raise EmployerKeyEndedError

        self.withdrawn = act

    def must_open(self, shown: str, *, cipher: Cipher, on: date) -> None:
        """Refuse a text that is not this key, and a key that is over or withdrawn. Raises `EmployerKeyRefusedError`."""
        same = hmac.compare_digest(shown.encode(), key_text(cipher, self.id).encode())
        if not same or self.withdrawn is not None or on > self.until:
            raise EmployerKeyRefusedError

    def spend(self, count: int, *, now: datetime) -> None:
        """Count so many more certificates of today, or none. Raises `QuotaSpentError`."""
        today = beijing_day(now)
        asked = self.asked if self.asked_on == today else 0
        if asked + count > self.quota:
            raise QuotaSpentError(end_of_beijing_day(now) - now, self.quota - asked)

        self.asked_on, self.asked = today, asked + count


def key_text(cipher: Cipher, id: str) -> str:
    """What is shown: the key's id and its keyed digest."""
    return f"{id}-{cipher.fingerprint(f'employer:{id}')[:TOKEN_DIGITS]}"


def id_in(shown: str) -> str:
    """Which key a text says that it is."""
    return shown.rpartition("-")[0]
